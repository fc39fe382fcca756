/*
 * identity_code_core.h
 *		Check digits and shapes of the codes that name persons, bodies, places and matters. Plain C99.
 *
 * A code is given as bytes and their number; nothing is assumed about a terminating zero. Capital letters only, as the standards
 * write them, but for the X of an identity number, which people write small.
 */
#ifndef IDENTITY_CODE_CORE_H
#define IDENTITY_CODE_CORE_H

#include <stddef.h>

typedef enum CodeProblem
{
	CODE_GOOD,
	CODE_LENGTH,				/* another number of characters */
	CODE_CHARACTER,				/* a character that the standard does not have at *position */
	CODE_REGION,				/* no province of GB/T 2260 */
	CODE_DATE,					/* the date of birth is none */
	CODE_CHECK_DIGIT			/* the last character does not follow from the others */
} CodeProblem;

typedef struct CodeFinding
{
	CodeProblem problem;
	size_t		position;		/* of CODE_CHARACTER, from 1 */
	char		expected;		/* of CODE_CHECK_DIGIT */
} CodeFinding;

extern CodeFinding credit_code_find(const char *code, size_t length);
extern CodeFinding organisation_code_find(const char *code, size_t length);
extern CodeFinding identity_number_find(const char *code, size_t length);
extern CodeFinding division_code_find(const char *code, size_t length);
extern CodeFinding basic_code_find(const char *code, size_t length);
extern CodeFinding implementation_code_find(const char *code, size_t length);
extern char identity_number_check(const char *seventeen);

#endif							/* IDENTITY_CODE_CORE_H */
