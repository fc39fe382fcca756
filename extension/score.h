/*
 * score.h
 *		What the files of scores share.
 */
#ifndef JIANCHA_SCORE_H
#define JIANCHA_SCORE_H

#include "utils/numeric.h"

#include "score_core.h"

#define PG_GETARG_SCORE_STATE(n) ((ScoreState *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

/* score.c */
extern ScoreState *jc_score_state(int ndimensions);
extern int64 jc_scaled_int64(Numeric value, int digits, const char *what);
extern Datum jc_hundredths(int64 value);

/* score_type.c */
extern bool jc_take(const char **at, const char *literal, int64 *value);

#endif							/* JIANCHA_SCORE_H */
