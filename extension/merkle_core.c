/*
 * merkle_core.c
 *		Merkle trees as RFC 6962 has them.
 */
#include "merkle_core.h"

#include <string.h>

void
merkle_begin(MerkleTree *tree, MerkleNode node, void *context)
{
	tree->node = node;
	tree->context = context;
	tree->leaves = 0;
	tree->depth = 0;
}

/*
 * merkle_add - one leaf more. Subtrees of one size are joined, as a binary counter carries: constant time on average.
 */
void
merkle_add(MerkleTree *tree, const uint8_t *leaf)
{
	memcpy(tree->roots[tree->depth++], leaf, MERKLE_HASH);
	for (uint64_t n = tree->leaves++; n & 1; n >>= 1)
	{
		tree->depth--;
		tree->node(tree->context, tree->roots[tree->depth - 1], tree->roots[tree->depth], tree->roots[tree->depth - 1]);
	}
}

/*
 * merkle_root - the root of what was added so far; false for an empty tree. The tree can grow on.
 */
bool
merkle_root(const MerkleTree *tree, uint8_t *root)
{
	if (tree->depth == 0)
		return false;
	memcpy(root, tree->roots[tree->depth - 1], MERKLE_HASH);
	for (int i = tree->depth - 2; i >= 0; i--)
		tree->node(tree->context, tree->roots[i], root, root);
	return true;
}

static void
subtree_root(const uint8_t (*leaves)[MERKLE_HASH], uint64_t count, MerkleNode node, void *context, uint8_t *root)
{
	MerkleTree	tree;

	merkle_begin(&tree, node, context);
	for (uint64_t i = 0; i < count; i++)
		merkle_add(&tree, leaves[i]);
	merkle_root(&tree, root);
}

/*
 * merkle_proof - the siblings on the way from leaf position (from 0) to the root, the lowest first; their number, at most
 * MERKLE_DEPTH. Folding the leaf's hash with them gives the root. position must be below count.
 */
int
merkle_proof(const uint8_t (*leaves)[MERKLE_HASH], uint64_t count, uint64_t position,
			 MerkleNode node, void *context, MerkleStep *steps)
{
	uint64_t	split = 1;
	int			depth;

	if (count <= 1)
		return 0;
	while (split * 2 < count)
		split *= 2;
	if (position < split)
	{
		depth = merkle_proof(leaves, split, position, node, context, steps);
		steps[depth].left = false;
		subtree_root(leaves + split, count - split, node, context, steps[depth].hash);
	}
	else
	{
		depth = merkle_proof(leaves + split, count - split, position - split, node, context, steps);
		steps[depth].left = true;
		subtree_root(leaves, split, node, context, steps[depth].hash);
	}
	return depth + 1;
}
