/* Declarer (player 0) against two defenders who play as one: can he take so many of the tricks left? */
#ifndef SEARCH_H
#define SEARCH_H

#include "limits.h"
#include "position.h"
#include "table.h"

typedef struct {
    Deal deal;
    bool misere;            /* the declarer wants few tricks, the defenders want him to take many */
    Table *table;
    Limits *limits;
    int history[PLAYERS][PLAYERS][SUITS * RANKS]; /* place in the trick, player, card: cutoffs, heavier when early */
} Search;

/* A trick some cards of which are played. `present` of the functions below still holds its cards. */
typedef struct {
    Cards follow;           /* the suit to follow; 0 before a free lead */
    Cards beat;             /* every card that would take the trick now */
    Cards played;
    int winner;             /* NOBODY before the first card, and while a card from no hand is winning */
    int to_play;
    int cards_played;
} Trick;

Trick trick_after(const Deal *deal, const Trick *trick, Cards card);
Cards legal_cards(const Deal *deal, const Trick *trick, Cards present);

/* True when the declarer takes at least `need` of the `left` tricks not yet finished. */
bool takes(Search *search, Cards present, const Trick *trick, int left, int need);

#endif
