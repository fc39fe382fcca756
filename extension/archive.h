/*
 * archive.h
 *		Moving rows into volumes.
 */
#ifndef JIANCHA_ARCHIVE_H
#define JIANCHA_ARCHIVE_H

#include "access/htup.h"
#include "access/tupdesc.h"

/*
 * Does the row belong to a docket that archive_volume() is moving? Only then the guards let it be deleted. False for a row
 * without a docket_id, and whenever no archiving is under way.
 */
extern bool jc_is_being_archived(HeapTuple tuple, TupleDesc tupdesc);

#endif							/* JIANCHA_ARCHIVE_H */
