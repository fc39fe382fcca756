/*
 * merkle_core_test.c
 *		The tree against the definition of RFC 6962, section 2.1, written down as it stands there, and proofs that fold to the
 *		root and to nothing else. The hash is a mixing function of our own: the tree does not care which it is.
 */
#include "test.h"

#include "merkle_core.h"

#define MOST 300

static void
mix(void *context, const uint8_t *left, const uint8_t *right, uint8_t *result)
{
	uint8_t		in[1 + 2 * MERKLE_HASH];
	uint64_t	state = UINT64_C(0x9E3779B97F4A7C15);

	(void) context;
	in[0] = 1;
	memcpy(in + 1, left, MERKLE_HASH);
	memcpy(in + 1 + MERKLE_HASH, right, MERKLE_HASH);
	for (size_t i = 0; i < sizeof(in); i++)
		state = (state ^ in[i]) * UINT64_C(0x100000001B3) + (state >> 29);
	for (int i = 0; i < MERKLE_HASH; i++)
	{
		state = state * UINT64_C(6364136223846793005) + 1;
		result[i] = (uint8_t) (state >> 56);
	}
}

static uint8_t leaves[MOST][MERKLE_HASH];

/* MTH(D[n]) = H(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two smaller than n */
static void
definition(int from, int to, uint8_t *root)
{
	uint8_t		left[MERKLE_HASH],
				right[MERKLE_HASH];
	int			k = 1;

	if (to - from == 1)
	{
		memcpy(root, leaves[from], MERKLE_HASH);
		return;
	}
	while (k * 2 < to - from)
		k *= 2;
	definition(from, from + k, left);
	definition(from + k, to, right);
	mix(NULL, left, right, root);
}

static void
fold(const uint8_t *leaf, const MerkleStep *steps, int depth, uint8_t *root)
{
	memcpy(root, leaf, MERKLE_HASH);
	for (int i = 0; i < depth; i++)
	{
		if (steps[i].left)
			mix(NULL, steps[i].hash, root, root);
		else
			mix(NULL, root, steps[i].hash, root);
	}
}

int
main(void)
{
	MerkleTree	tree;
	MerkleStep	steps[MERKLE_DEPTH];
	uint8_t		root[MERKLE_HASH],
				expected[MERKLE_HASH],
				folded[MERKLE_HASH];
	int			bad_root = 0,
				bad_proof = 0,
				bad_depth = 0,
				bad_other = 0,
				proofs = 0;

	random_state = 20260101;
	for (int i = 0; i < MOST; i++)
		for (int j = 0; j < MERKLE_HASH; j++)
			leaves[i][j] = (uint8_t) next_random();

	merkle_begin(&tree, mix, NULL);
	ok(!merkle_root(&tree, root), "an empty tree has no root");
	for (int n = 1; n <= MOST; n++)
	{
		int			tallest = 0;

		merkle_add(&tree, leaves[n - 1]);
		merkle_root(&tree, root);
		definition(0, n, expected);
		check(bad_root, memcmp(root, expected, MERKLE_HASH) == 0, "root of %d leaves", n);
		while ((1 << tallest) < n)
			tallest++;
		for (int i = 0; i < n; i += n > 40 ? 7 : 1)
		{
			int			depth = merkle_proof((const uint8_t (*)[MERKLE_HASH]) leaves, n, i, mix, NULL, steps);

			proofs++;
			check(bad_depth, depth <= tallest, "a proof in %d leaves has %d steps", n, depth);
			fold(leaves[i], steps, depth, folded);
			check(bad_proof, memcmp(folded, root, MERKLE_HASH) == 0, "proof of leaf %d of %d", i, n);
			fold(leaves[(i + 1) % MOST], steps, depth, folded);
			check(bad_other, memcmp(folded, root, MERKLE_HASH) != 0, "another leaf is proved in place of %d of %d", i, n);
		}
	}
	ok(bad_root == 0, "roots of 1 to %d leaves are those of the definition", MOST);
	ok(proofs > 5000 && bad_proof == 0, "%d proofs fold to the root", proofs);
	ok(bad_depth == 0, "no proof is longer than the tree is tall");
	ok(bad_other == 0, "no other leaf folds to it");
	return done_testing();
}
