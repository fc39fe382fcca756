/*
 * seal.h
 *		Seals over the append-only records.
 */
#ifndef JIANCHA_SEAL_H
#define JIANCHA_SEAL_H

/* set while jiancha.redact() takes the content out of a sealed row: the one UPDATE that the guards let pass */
extern bool jc_redacting;

#endif							/* JIANCHA_SEAL_H */
