/* All-pass: three players, each for himself. */
#ifndef ALL_PASS_H
#define ALL_PASS_H

#include "search.h"

/* Tricks of the three players, four bits each, player 0 lowest; splits are added as numbers. */
typedef unsigned Split;

static inline int share(Split split, int player) { return (int)(split >> 4 * player & 15); }

/* How the tricks not yet finished fall when everybody takes as few as he can and, where that is all the same
   to him, lets the next player clockwise take more, then the one after. */
Split all_pass(Search *search, Cards present, const Trick *trick, int left);

/* Whether this player would rather have the first split. */
bool prefers(int player, Split first, Split second);

#endif
