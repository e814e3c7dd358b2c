#include <stdlib.h>

#include "layouts.h"
#include "plan.h"
#include "task.h"

enum { MOST_CARDS = PLAYERS * MAX_TRICKS };

typedef struct {
    Layout found[MOST_LAYOUTS];
    Holding holdings[MOST_LAYOUTS];
    Settled settled[1 << SETTLED_BITS];
    uint16_t sets[(MOST_CARDS + 1) * MOST_LAYOUTS];
} Desk;

static solver_problem position_in(const solver_claim *claim, const uint32_t hands[3]) {
    return (solver_problem){
        .hands = {hands[0], hands[1], hands[2]},
        .mode = claim->alone == claim->at_least ? MODE_GAME : MODE_MISERE,
        .trump = claim->trump,
        .declarer = claim->counted,
        .leader = claim->leader,
        .table_cards = claim->table_cards,
        .table = {claim->table[0], claim->table[1]},
    };
}

/* Best play with open cards gives the planners more than they claim in one of the layouts. */
static bool asks_too_little(const Plan *plan, const Task *task, Set set, int need) {
    for (int i = 0; i < set.count && !task->search->limits.exceeded; i++)
        if (plan_takes(plan, i, &task->trick, task->left, need + (plan->enough ? 1 : -1)) == plan->enough) return true;
    return false;
}

static int answer(const solver_claim *claim, Desk *desk, Search *search) {
    Task task;
    solver_problem seen = position_in(claim, claim->hands);
    task_begin(&task, &seen, search);
    Plan plan = {
        .search = search, .holdings = desk->holdings, .settled = desk->settled,
        .unseen = task_cards(&task, claim->hidden), .alone = claim->alone, .enough = claim->at_least,
    };
    int need = claim->tricks + !claim->at_least;
    if (!claim->exactly && plan_cashes(&plan, search->deal.own, &task.trick, task.left, need)) return CLAIM_PROVED;
    Layouts layouts = {.found = desk->found};
    layouts_of(&layouts, claim);
    if (layouts.too_many || layouts.count == 0) return CLAIM_GIVEN_UP;
    for (int i = 0; i < layouts.count; i++) {
        solver_problem problem = position_in(claim, layouts.found[i].hands);
        task_hands(&task, &problem, desk->holdings[i].own);
        desk->sets[i] = (uint16_t)i;
    }
    const Set all = {desk->sets, layouts.count};
    plan.room = desk->sets + layouts.count;
    bool proved = plan_serves(&plan, all, &task.trick, task.left, need) &&
                  !(claim->exactly && asks_too_little(&plan, &task, all, need));
    return search->limits.exceeded ? CLAIM_GIVEN_UP : proved ? CLAIM_PROVED : CLAIM_NOT_PROVED;
}

int solver_prove(const solver_claim *claim, const solver_budget *budget, solver_memory *memory) {
    Search *search = memory_take(memory, budget);
    if (search == NULL) return CLAIM_NO_ROOM;
    Desk *desk = calloc(1, sizeof *desk);
    int given = desk == NULL ? CLAIM_NO_ROOM : answer(claim, desk, search);
    free(desk);
    memory_give_back(memory);
    return given;
}
