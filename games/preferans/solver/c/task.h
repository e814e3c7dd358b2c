/* A caller's problem in the terms of the search, and the memory a call works with. */
#ifndef TASK_H
#define TASK_H

#include "search.h"
#include "solve.h"

struct solver_memory {
    Table table;
    Search search;
    int busy;              /* 1 while a call uses it; changed atomically */
};

/* One problem: the declarer is player 0, trumps are in the last lane. */
typedef struct {
    Search *search;
    const solver_problem *problem;
    Cards present;
    Trick trick;
    int left;
    int turn;              /* seat of player 0 */
    int lanes[SUITS];      /* lane of each suit */
} Task;

/* The search of this memory for one call under the budget; NULL while another call has it. */
Search *memory_take(solver_memory *memory, const solver_budget *budget);
void memory_give_back(solver_memory *memory);

void task_begin(Task *task, const solver_problem *problem, Search *search);
void task_hands(const Task *task, const solver_problem *problem, Cards own[PLAYERS]);
Cards task_cards(const Task *task, uint32_t hand);
int task_bit(const Task *task, int card);
int task_seat(const Task *task, int player);

#endif
