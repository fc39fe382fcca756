/*
 * jiancha.c
 *		Module entry. Never raises an error: a library that fails to load breaks pg_upgrade.
 */
#include "jiancha.h"

#include "miscadmin.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

void
_PG_init(void)
{
	pg_bindtextdomain(TEXTDOMAIN);
	if (IsBinaryUpgrade)
		return;
	jc_buffer_init();
	jc_board_init();
	jc_worker_init();
}
