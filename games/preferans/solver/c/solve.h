/* The door for callers: problems in plain numbers, answers in plain numbers. Everything below the line is also
   read by cffi (build.py). */
#ifndef SOLVE_H
#define SOLVE_H

#include <stddef.h>
#include <stdint.h>

/* cffi */
enum { MODE_GAME, MODE_MISERE, MODE_ALL_PASS };

typedef struct {
    uint32_t hands[3];     /* bit suit * 8 + rank; cards already on the table are not in them */
    int8_t mode;
    int8_t trump;          /* suit, or -1 */
    int8_t declarer;       /* seat; not read in all-pass */
    int8_t leader;         /* seat that leads the trick, or led it */
    int8_t table_cards;    /* 0..2 cards of the trick, from the leader on */
    int8_t table[2];
    int8_t talon_cards;    /* 0..2 talon cards leading this trick and the next */
    int8_t talon[2];
    int8_t eldest;         /* seat that leads the tricks after a talon trick */
    int8_t talon_wins;     /* the talon card may take the trick, for a sitting dealer */
    int8_t winner_leads;   /* the winner of the last talon trick leads next, not eldest */
    int8_t against_thumb;  /* in all-pass, if not 0: the others go by rules of thumb, see thumb.h; tricks looked ahead */
    int8_t every_card;     /* ask the value of every legal card too */
} solver_problem;

typedef struct {
    int8_t finished;
    int8_t tricks[3];      /* by seat; in a game or misère only the declarer's is set */
    int8_t cards[32][3];   /* the same after this card; -1 where the card is not legal or not asked */
    int64_t nodes;
} solver_answer;

typedef struct {
    int64_t most_nodes;    /* of all problems of the call together; 0: no limit */
    int64_t most_ns;       /* from the start of the call; 0: no limit */
    const int *stop;       /* another thread may set it; may be NULL */
} solver_budget;

typedef struct solver_memory solver_memory;

/* Memory one call at a time may use, grown up to so many bytes. NULL when there is none. */
solver_memory *solver_memory_open(size_t bytes);
void solver_memory_close(solver_memory *memory);

/* Solves in order until the budget is spent; returns how many answers are finished. What it learns of
   positions stays in the memory, whatever the deal. The problems must be possible ones: the caller checks.
   Returns -1 when another call is using the memory. */
int solver_run(const solver_problem *problems, solver_answer *answers, int count, const solver_budget *budget,
               solver_memory *memory);

/* What somebody says of the tricks left, and where the cards he does not see may lie. The cards on the table are in
   no hand; a hand without cards and with unseen ones is hidden. */
typedef struct {
    uint32_t hands[3];     /* the cards he sees in each hand */
    uint32_t hidden;       /* the cards he does not see */
    uint32_t possible[4];  /* of these, which may lie with each seat, then with nobody */
    int8_t unseen[4];      /* how many lie there */
    int8_t trump;
    int8_t leader;
    int8_t table_cards;
    int8_t table[2];
    int8_t counted;        /* the seat whose tricks are spoken of */
    int8_t alone;          /* it is he who plans, else the other two as one; planners' hands are never hidden */
    int8_t at_least;       /* he takes at least so many, else at most */
    int8_t tricks;
    int8_t exactly;        /* and best play with open cards gives the planners no more in any layout */
} solver_claim;

/* Given up: over the budget, or too many layouts. No room: no memory, or another call is using it. */
enum { CLAIM_NOT_PROVED, CLAIM_PROVED, CLAIM_GIVEN_UP, CLAIM_NO_ROOM };

/* Whether one way of playing makes the claim come true in every layout, whatever the others do. */
int solver_prove(const solver_claim *claim, const solver_budget *budget, solver_memory *memory);
/* end of cffi */

#endif
