/*
 * access.h
 *		Which organisations a role acts for.
 */
#ifndef JIANCHA_ACCESS_H
#define JIANCHA_ACCESS_H

#include "utils/array.h"

#define JIANCHA_READ_PREFIX "jiancha_org_"	/* reads the organisation's rows */
#define JIANCHA_ENTER_PREFIX "jiancha_enter_"	/* enters rows for it */
#define JIANCHA_CLEARED_PREFIX "jiancha_cleared_"	/* reads what a decision made secret */

extern ArrayType *jc_orgs_of(Oid userid, const char *prefix);

#endif							/* JIANCHA_ACCESS_H */
