/*
 * access.h
 *		Which organisations a role acts for.
 */
#ifndef JIANCHA_ACCESS_H
#define JIANCHA_ACCESS_H

#include "utils/array.h"

#define JIANCHA_ORG_ROLE_PREFIX "jiancha_org_"

extern ArrayType *jc_orgs_of(Oid userid);

#endif							/* JIANCHA_ACCESS_H */
