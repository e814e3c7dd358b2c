#include "solve.h"

#include <string.h>

#include "all_pass.h"
#include "task.h"
#include "thumb.h"

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
        for (int player = 0; player < PLAYERS; player++) tricks[task_seat(task, player)] = (int8_t)share(split, player);
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
        Cards bit = (Cards)1 << task_bit(task, card);
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
    Search *search = memory_take(memory, budget);
    if (search == NULL) return -1;
    int finished = 0;
    for (int i = 0; i < count; i++) {
        answers[i].finished = 0;
        answers[i].nodes = 0;
        if (search->limits.exceeded || limits_look(&search->limits)) continue;
        solve(&problems[i], &answers[i], search);
        finished += answers[i].finished;
    }
    memory_give_back(memory);
    return finished;
}
