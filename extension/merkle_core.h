/*
 * merkle_core.h
 *		Merkle trees as RFC 6962 has them. Plain C99; the hash function is the caller's.
 *
 * The hash of a node is H(0x01 || left || right). A tree of n leaves splits at the greatest power of two below n; so a tree
 * grows by leaves without changing what is complete, and no leaf is ever doubled.
 */
#ifndef MERKLE_CORE_H
#define MERKLE_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MERKLE_HASH 32			/* bytes of a hash */
#define MERKLE_DEPTH 64			/* levels of the tallest tree */

/* H(0x01 || left || right) into result, which may be one of the two */
typedef void (*MerkleNode) (void *context, const uint8_t *left, const uint8_t *right, uint8_t *result);

/* a tree that is being built: the roots of its complete subtrees, the tallest first */
typedef struct MerkleTree
{
	MerkleNode	node;
	void	   *context;
	uint64_t	leaves;
	int			depth;			/* complete subtrees kept */
	uint8_t		roots[MERKLE_DEPTH][MERKLE_HASH];
} MerkleTree;

/* one step of a proof: the sibling's hash and the side on which it stands */
typedef struct MerkleStep
{
	bool		left;
	uint8_t		hash[MERKLE_HASH];
} MerkleStep;

extern void merkle_begin(MerkleTree *tree, MerkleNode node, void *context);
extern void merkle_add(MerkleTree *tree, const uint8_t *leaf);
extern bool merkle_root(const MerkleTree *tree, uint8_t *root);
extern int	merkle_proof(const uint8_t (*leaves)[MERKLE_HASH], uint64_t count, uint64_t position,
						 MerkleNode node, void *context, MerkleStep *steps);

#endif							/* MERKLE_CORE_H */
