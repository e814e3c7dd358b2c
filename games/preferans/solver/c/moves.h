/* The cards worth trying, one of every group of equals, the likeliest to decide first. */
#ifndef MOVES_H
#define MOVES_H

#include "search.h"

typedef struct {
    int count;
    Cards cards[MAX_TRICKS];
    int weight[MAX_TRICKS];
} Moves;

/* Takes the heaviest move out. */
Cards moves_next(Moves *moves);

void moves_of_leader(Moves *moves, const Search *search, Cards present, int leader, unsigned hint);
void moves_of_follower(Moves *moves, const Search *search, Cards present, const Trick *trick);

/* Names a lead by its suit and its place among the cards left, 1..32; 0 is no hint. */
unsigned move_hint(Cards card, Cards present);

#endif
