/* Layouts of hidden cards that go with what a player has seen and heard. Everything below the line is also read
   by cffi (build.py). */
#ifndef BELIEFS_H
#define BELIEFS_H

#include <stdint.h>

/* cffi */
/* Places 0..2 are the hands clockwise from the eldest, 3 are the cards put aside. */
enum { PLACES = 4, ASIDE = 3, MOST_BELIEFS = 16 };

/* What a call says about the cards its place was dealt, or about what the declarer kept and put away. */
enum { SAYS_REACHES, SAYS_NOWHERE, SAYS_SAFE, SAYS_UNSAFE, SAYS_DEFENDS, SAYS_YIELDS, SAYS_BEST_DISCARD,
       SAYS_BEST_STRAIN };

typedef struct {
    int8_t place;
    int8_t says;
    int8_t kept;           /* judge what is left after the discard, not what was dealt */
    int8_t leads;          /* the place is eldest: which table counts without trumps */
    int8_t strain;         /* of the contract, 5 for a misere; not read where every strain counts */
    int16_t limit[5];      /* hundredths of a trick by strain; limit[0] where only one thing is measured */
} solver_belief;

/* The worth of the cards of one suit, by their eight-bit mask, in hundredths. */
typedef struct {
    int16_t trump[256], side[256], without_trumps[2][256], danger[256];
    int16_t against_trump[256], against_side[256], against_no_trumps[256];
} solver_worths;

typedef struct {
    uint32_t held[3];      /* cards known to lie in each hand now */
    uint32_t played[3];    /* cards each hand has played */
    uint32_t talon;        /* seen to go to the declarer, else 0 */
    uint32_t discard;      /* put away, where that is known */
    uint32_t hidden;       /* the cards to lay out */
    uint32_t possible[4];  /* which of them may lie at each place */
    int8_t size[4];        /* how many of them lie at each place */
    int8_t declarer;       /* place, or -1 */
    int8_t belief_count;
    solver_belief beliefs[16];
} solver_knowledge;

typedef struct {
    uint32_t cards[4];
    int8_t against;        /* beliefs this layout contradicts */
} solver_layout;

/* Draws layouts until `wanted` are kept or `most_tries` are drawn; returns how many are kept. A layout that
   contradicts k beliefs is kept once in doubt^k times, and the least contradictory one if there is no other. */
int solver_draw(const solver_knowledge *known, const solver_worths *worths, uint64_t seed, int doubt, int wanted,
                int most_tries, solver_layout *layouts);

/* Says of given layouts what they contradict. */
void solver_judge(const solver_knowledge *known, const solver_worths *worths, int count, solver_layout *layouts);
/* end of cffi */

#endif
