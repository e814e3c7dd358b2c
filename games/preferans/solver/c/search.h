/* Declarer (player 0) against two defenders who play as one: can he take so many of the tricks left? */
#ifndef SEARCH_H
#define SEARCH_H

#include "budget.h"
#include "position.h"
#include "table.h"

enum { MOST_HISTORY = 1 << 23 }; /* times any weight of moves.c it stays an int */

typedef struct {
    Deal deal;
    bool misere;            /* the declarer wants few tricks, the defenders want him to take many */
    Table *table;
    Limits limits;
    int talon_at[MAX_TRICKS + 1];   /* by tricks left: the bit of the talon card turned for this trick, or -1 */
    int leader_at[MAX_TRICKS + 1];  /* by tricks left: who leads whoever won before, or NOBODY: the winner */
    int eldest;             /* leads after a trick nobody of the three won */
    bool talon_wins;        /* the turned card may take the trick (for the sitting dealer) */
    int history[PLAYERS][PLAYERS][SUITS * RANKS]; /* place in the trick, player, card: cutoffs, heavier when early */
} Search;

/* A trick some cards of which are played. `present` of the functions below still holds its cards. */
typedef struct {
    Cards follow;           /* the suit to follow; 0 before a free lead */
    Cards beat;             /* every card that would take the trick now */
    Cards played;
    Cards between;          /* talon cards of this and the next trick that may win: they part equals */
    int winner;             /* NOBODY before the first card, and while no player's card is winning */
    int to_play;
    int cards_played;
} Trick;

/* The trick before its first card, a turned talon card counted. */
Trick trick_begin(const Search *search, int leader, int left);
Trick trick_after(const Deal *deal, const Trick *trick, Cards card);
Cards legal_cards(const Deal *deal, const Trick *trick, Cards present);

/* The legal cards, one of every group of equals. */
Cards cards_to_try(const Deal *deal, const Trick *trick, Cards present);

/* Who leads when `left` tricks remain and this player won the last one. */
int next_leader(const Search *search, int winner, int left);

/* True when the declarer takes at least `need` of the `left` tricks not yet finished. */
bool takes(Search *search, Cards present, const Trick *trick, int left, int need);

/* A position code with the kind of play, for the table. */
uint64_t table_key(const Search *search, Cards present, int leader, int kind);
enum { KIND_TRUMP, KIND_NO_TRUMP, KIND_MISERE, KIND_ALL_PASS };

#endif
