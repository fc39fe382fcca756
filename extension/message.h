/*
 * message.h
 *		What an error or warning of the PL/pgSQL functions says.
 */
#ifndef JIANCHA_MESSAGE_H
#define JIANCHA_MESSAGE_H

typedef struct Message
{
	const char *name;
	int			level;
	int			sqlstate;
	const char *text;
	const char *detail;			/* NULL: none */
	const char *hint;			/* NULL: none */
} Message;

extern const Message jc_messages[];
extern const int jc_message_count;

#endif
