#include "task.h"

#include <stdlib.h>
#include <string.h>

solver_memory *solver_memory_open(size_t bytes) {
    solver_memory *memory = calloc(1, sizeof *memory);
    if (memory == NULL) return NULL;
    if (table_open(&memory->table, bytes)) return memory;
    free(memory);
    return NULL;
}

void solver_memory_close(solver_memory *memory) {
    if (memory == NULL) return;
    table_close(&memory->table);
    free(memory);
}

Search *memory_take(solver_memory *memory, const solver_budget *budget) {
    if (__atomic_exchange_n(&memory->busy, 1, __ATOMIC_ACQUIRE)) return NULL;
    Search *search = &memory->search;
    search->table = &memory->table;
    search->limits = (Limits){.most_nodes = budget->most_nodes, .stop = budget->stop};
    if (budget->most_ns) search->limits.deadline_ns = monotonic_ns() + budget->most_ns;
    return search;
}

void memory_give_back(solver_memory *memory) { __atomic_store_n(&memory->busy, 0, __ATOMIC_RELEASE); }

int task_bit(const Task *task, int card) { return LANE_BITS * task->lanes[card / RANKS] + card % RANKS; }

Cards task_cards(const Task *task, uint32_t hand) {
    Cards cards = 0;
    for (int suit = 0; suit < SUITS; suit++) cards |= (Cards)(hand >> RANKS * suit & 0xFF) << LANE_BITS * task->lanes[suit];
    return cards;
}

static int player_at(const Task *task, int seat) { return (seat - task->turn + PLAYERS) % PLAYERS; }

int task_seat(const Task *task, int player) { return (player + task->turn) % PLAYERS; }

static void set_directions(Task *task) {
    const solver_problem *problem = task->problem;
    task->turn = problem->mode == MODE_ALL_PASS ? 0 : problem->declarer;
    for (int suit = 0; suit < SUITS; suit++) task->lanes[suit] = suit;
    if (problem->trump < 0) return;
    task->lanes[problem->trump] = TRUMP_LANE;
    task->lanes[TRUMP_LANE] = problem->trump;
}

static void set_talon(Task *task) {
    const solver_problem *problem = task->problem;
    Search *search = task->search;
    search->eldest = player_at(task, problem->eldest);
    for (int left = 0; left <= MAX_TRICKS; left++) {
        search->talon_at[left] = -1;
        search->leader_at[left] = NOBODY;
    }
    for (int i = 0; i < problem->talon_cards; i++) {
        search->talon_at[task->left - i] = task_bit(task, problem->talon[i]);
        search->leader_at[task->left - i - 1] = search->eldest;
    }
    search->talon_wins = problem->talon_wins;
    if (problem->winner_leads && problem->talon_cards) search->leader_at[task->left - problem->talon_cards] = NOBODY;
}

void task_hands(const Task *task, const solver_problem *problem, Cards own[PLAYERS]) {
    int next = player_at(task, problem->leader);
    for (int seat = 0; seat < PLAYERS; seat++) own[player_at(task, seat)] = task_cards(task, problem->hands[seat]);
    for (int i = 0; i < problem->table_cards; i++, next = (next + 1) % PLAYERS)
        own[next] |= (Cards)1 << task_bit(task, problem->table[i]);
}

static int tricks_left(const Cards own[PLAYERS]) {
    int most = 0;
    for (int player = 0; player < PLAYERS; player++)
        if (count(own[player]) > most) most = count(own[player]);
    return most;
}

void task_begin(Task *task, const solver_problem *problem, Search *search) {
    Cards own[PLAYERS];
    *task = (Task){.search = search, .problem = problem};
    set_directions(task);
    task_hands(task, problem, own);
    task->left = tricks_left(own);
    deal_prepare(&search->deal, own, problem->trump >= 0);
    search->misere = problem->mode == MODE_MISERE;
    memset(search->history, 0, sizeof search->history);
    set_talon(task);
    task->present = own[0] | own[1] | own[2];
    task->trick = trick_begin(search, player_at(task, problem->leader), task->left);
    for (int i = 0; i < problem->table_cards; i++)
        task->trick = trick_after(&search->deal, &task->trick, (Cards)1 << task_bit(task, problem->table[i]));
}
