#include "solve.h"

#include <stdlib.h>
#include <string.h>

#include "all_pass.h"
#include "search.h"
#include "thumb.h"

struct solver_memory {
    Table table;
    Search search;
    int busy;              /* 1 while a call uses it; changed atomically */
};

/* One problem in the terms of the search: the declarer is player 0, trumps are in the last lane. */
typedef struct {
    Search *search;
    const solver_problem *problem;
    Cards present;
    Trick trick;
    int left;
    int turn;              /* seat of player 0 */
    int lanes[SUITS];      /* lane of each suit */
} Task;

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

static int bit_of(const Task *task, int card) { return LANE_BITS * task->lanes[card / RANKS] + card % RANKS; }

static Cards lanes_of(const Task *task, uint32_t hand) {
    Cards cards = 0;
    for (int suit = 0; suit < SUITS; suit++) cards |= (Cards)(hand >> RANKS * suit & 0xFF) << LANE_BITS * task->lanes[suit];
    return cards;
}

static int player_at(const Task *task, int seat) { return (seat - task->turn + PLAYERS) % PLAYERS; }

static int seat_of(const Task *task, int player) { return (player + task->turn) % PLAYERS; }

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
        search->talon_at[task->left - i] = bit_of(task, problem->talon[i]);
        search->leader_at[task->left - i - 1] = search->eldest;
    }
    search->talon_wins = problem->talon_wins;
    if (problem->winner_leads && problem->talon_cards) search->leader_at[task->left - problem->talon_cards] = NOBODY;
}

static void set_cards(Task *task, Cards own[PLAYERS]) {
    const solver_problem *problem = task->problem;
    int next = player_at(task, problem->leader);
    task->left = 0;
    for (int seat = 0; seat < PLAYERS; seat++) {
        own[player_at(task, seat)] = lanes_of(task, problem->hands[seat]);
        int tricks = __builtin_popcount(problem->hands[seat]);
        if (tricks > task->left) task->left = tricks;
    }
    for (int i = 0; i < problem->table_cards; i++, next = (next + 1) % PLAYERS)
        own[next] |= (Cards)1 << bit_of(task, problem->table[i]);
    if (problem->table_cards) task->left = count(own[player_at(task, problem->leader)]);
}

static void task_begin(Task *task, const solver_problem *problem, Search *search) {
    Cards own[PLAYERS];
    *task = (Task){.search = search, .problem = problem};
    set_directions(task);
    set_cards(task, own);
    deal_prepare(&search->deal, own, problem->trump >= 0);
    search->misere = problem->mode == MODE_MISERE;
    memset(search->history, 0, sizeof search->history);
    set_talon(task);
    task->present = own[0] | own[1] | own[2];
    task->trick = trick_begin(search, player_at(task, problem->leader), task->left);
    for (int i = 0; i < problem->table_cards; i++)
        task->trick = trick_after(&search->deal, &task->trick, (Cards)1 << bit_of(task, problem->table[i]));
}

/* The declarer's tricks from here on, looked for from a guess. */
static int declarer_tricks(const Task *task, const Trick *trick, int guess) {
    int tricks = guess;
    while (tricks < task->left && takes(task->search, task->present, trick, task->left, tricks + 1)) tricks++;
    if (tricks > guess) return tricks;
    while (tricks > 0 && !takes(task->search, task->present, trick, task->left, tricks)) tricks--;
    return tricks;
}

static int first_guess(const Task *task) { return task->search->misere ? 0 : task->left / 2; }

/* The value after the whole position (card 0) or after one card more. */
static void value_after(const Task *task, Cards card, int8_t tricks[3], int guess) {
    const Trick trick = card ? trick_after(&task->search->deal, &task->trick, card) : task->trick;
    if (task->problem->mode == MODE_ALL_PASS) {
        int ahead = task->problem->against_thumb;
        Split split = ahead ? by_thumb(task->search, task->present, &trick, task->left, ahead, task->trick.to_play)
                            : all_pass(task->search, task->present, &trick, task->left);
        for (int player = 0; player < PLAYERS; player++) tricks[seat_of(task, player)] = (int8_t)share(split, player);
    } else {
        tricks[task->problem->declarer] = (int8_t)declarer_tricks(task, &trick, guess);
    }
}

/* Equal cards stand side by side, so one without a value of its own has that of the card before it. */
static void value_every_card(const Task *task, solver_answer *answer) {
    Cards legal = legal_cards(&task->search->deal, &task->trick, task->present);
    Cards tried = cards_to_try(&task->search->deal, &task->trick, task->present);
    int8_t *last = answer->tricks;
    for (int card = 0; card < SUITS * RANKS && !task->search->limits.exceeded; card++) {
        Cards bit = (Cards)1 << bit_of(task, card);
        if (!(bit & legal)) continue;
        int8_t *tricks = answer->cards[card];
        if (bit & tried) {
            memset(tricks, 0, 3);
            value_after(task, bit, tricks, answer->tricks[task->problem->declarer % PLAYERS]);
        } else {
            memcpy(tricks, last, 3);
        }
        last = tricks;
    }
}

static void solve(const solver_problem *problem, solver_answer *answer, Search *search) {
    int64_t before = search->limits.nodes;
    Task task;
    task_begin(&task, problem, search);
    memset(answer, 0, sizeof *answer);
    memset(answer->cards, -1, sizeof answer->cards);
    value_after(&task, 0, answer->tricks, first_guess(&task));
    if (problem->every_card) value_every_card(&task, answer);
    answer->nodes = search->limits.nodes - before;
    answer->finished = !search->limits.exceeded;
}

int solver_run(const solver_problem *problems, solver_answer *answers, int count, const solver_budget *budget,
               solver_memory *memory) {
    if (__atomic_exchange_n(&memory->busy, 1, __ATOMIC_ACQUIRE)) return -1;
    Search *search = &memory->search;
    search->table = &memory->table;
    search->limits = (Limits){.most_nodes = budget->most_nodes, .stop = budget->stop};
    if (budget->most_ns) search->limits.deadline_ns = monotonic_ns() + budget->most_ns;
    int finished = 0;
    for (int i = 0; i < count; i++) {
        answers[i].finished = 0;
        answers[i].nodes = 0;
        if (search->limits.exceeded || limits_look(&search->limits)) continue;
        solve(&problems[i], &answers[i], search);
        finished += answers[i].finished;
    }
    __atomic_store_n(&memory->busy, 0, __ATOMIC_RELEASE);
    return finished;
}
