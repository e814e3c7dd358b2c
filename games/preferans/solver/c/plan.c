#include "plan.h"

/* Where the play stands. Cards of the trick under way are in `trick`, not in `gone`. */
typedef struct {
    Cards gone;
    Trick trick;
    int left;
    int need;
} Stage;

static bool serves(const Plan *plan, Set set, const Stage *stage, uint16_t *room);

static bool plans(const Plan *plan, int player) { return (player == 0) == plan->alone; }

static bool takes_at(const Plan *plan, int member, const Stage *stage) {
    const Cards *all = plan->holdings[member].own;
    Cards own[PLAYERS] = {all[0] & ~stage->gone, all[1] & ~stage->gone, all[2] & ~stage->gone};
    Search *search = plan->search;
    deal_prepare(&search->deal, own, search->deal.trump != 0);
    return takes(search, own[0] | own[1] | own[2], &stage->trick, stage->left, stage->need);
}

static int top_cards(Cards own, Cards against) {
    return against == 0 ? count(own) : count(own & ~(((Cards)2 << (63 - __builtin_clzll(against))) - 1));
}

/* Tricks of a hand on lead that draws the trumps and cashes what is high. `against` may lie in one hand. */
static int cashed(Cards hand, Cards against, Cards trump) {
    int tricks = 0;
    bool drawn = trump == 0 || top_cards(hand & trump, against & trump) >= count(against & trump);
    if (!drawn) return top_cards(hand & trump, against & trump);
    for (int suit = 0; suit < SUITS; suit++) {
        Cards own = hand & LANE(suit), others = against & LANE(suit);
        int top = top_cards(own, others);
        tricks += top >= count(others) ? count(own) : top;
    }
    return tricks;
}

/* Nobody can keep a player from the tricks of his top trumps, and a leader from his other top cards. */
static bool cashes(const Plan *plan, const Cards own[PLAYERS], const Stage *stage) {
    int leader = stage->trick.to_play, planner = plan->alone ? 0 : leader;
    if (stage->trick.cards_played || !plans(plan, planner) || plan->alone != plan->enough) return false;
    Cards against = plan->unseen, trump = plan->search->deal.trump, hand = own[planner] & ~stage->gone;
    for (int other = 0; other < PLAYERS; other++)
        if (other != planner) against |= own[other];
    against &= ~hand & ~stage->gone;
    int tricks = leader == planner ? cashed(hand, against, trump) : top_cards(hand & trump, against & trump);
    return tricks >= (plan->alone ? stage->need : stage->left - stage->need + 1);
}

static Stage after_card(const Plan *plan, const Stage *stage, Cards card) {
    Stage next = *stage;
    next.trick = trick_after(&plan->search->deal, &stage->trick, card);
    if (next.trick.cards_played < PLAYERS) return next;
    next.gone |= next.trick.played;
    next.left--;
    next.need -= next.trick.winner == 0;
    next.trick = trick_begin(plan->search, next.trick.winner, next.left);
    return next;
}

static Cards legal_at(const Plan *plan, int member, const Stage *stage) {
    Deal *deal = &plan->search->deal;
    for (int player = 0; player < PLAYERS; player++) deal->own[player] = plan->holdings[member].own[player];
    return legal_cards(deal, &stage->trick, ~stage->gone);
}

/* A card after which every member is won with open cards; without one there is no plan. */
static bool promises(const Plan *plan, Set set, const Stage *stage) {
    for (int i = 0; i < set.count; i++)
        if (takes_at(plan, set.members[i], stage) != plan->enough || plan->search->limits.exceeded) return false;
    return true;
}

static bool one_card_serves(const Plan *plan, Set set, const Stage *stage, uint16_t *room) {
    Cards present = plan->unseen;
    for (int player = 0; player < PLAYERS; player++) present |= plan->holdings[set.members[0]].own[player];
    Cards tried = one_of_equals(legal_at(plan, set.members[0], stage), present & ~stage->gone);
    for (; tried; tried &= tried - 1) {
        Stage next = after_card(plan, stage, lowest(tried));
        if (promises(plan, set, &next) && serves(plan, set, &next, room)) return true;
        if (plan->search->limits.exceeded) return false;
    }
    return false;
}

/* Whatever the others play tells where the cards do not lie. */
static bool every_card_is_met(const Plan *plan, Set set, const Stage *stage, uint16_t *room) {
    Cards possible = 0;
    for (int i = 0; i < set.count; i++) possible |= legal_at(plan, set.members[i], stage);
    for (; possible; possible &= possible - 1) {
        Cards card = lowest(possible);
        Set left = {room, 0};
        for (int i = 0; i < set.count; i++)
            if (legal_at(plan, set.members[i], stage) & card) room[left.count++] = set.members[i];
        Stage next = after_card(plan, stage, card);
        if (!serves(plan, left, &next, room + left.count)) return false;
    }
    return true;
}

static uint64_t mix(uint64_t number) {
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9ull;
    number = (number ^ number >> 27) * 0x94D049BB133111EBull;
    return number ^ number >> 31;
}

static Settled *find(const Plan *plan, Set set, const Stage *stage, Settled *wanted) {
    uint64_t low = 0, high = 0;
    for (int i = 0; i < set.count; i++) {
        low ^= mix(set.members[i] + 1ull);
        high ^= mix(set.members[i] + 0x10001ull);
    }
    uint64_t rest = (uint64_t)stage->need << 2 | (uint64_t)stage->trick.to_play;
    wanted->mixed[0] = mix(mix(low ^ stage->gone) + rest);
    wanted->mixed[1] = mix(mix(high + stage->gone) ^ rest << 32);
    return &plan->settled[wanted->mixed[0] >> (64 - SETTLED_BITS)];
}

static bool serves_from_lead(const Plan *plan, Set set, const Stage *stage, uint16_t *room) {
    Settled wanted, *place = find(plan, set, stage, &wanted);
    if (place->mixed[0] == wanted.mixed[0] && place->mixed[1] == wanted.mixed[1]) return place->serves;
    bool ours = plans(plan, stage->trick.to_play);
    wanted.serves = cashes(plan, plan->holdings[set.members[0]].own, stage) ||
                    (ours ? one_card_serves(plan, set, stage, room) : every_card_is_met(plan, set, stage, room));
    if (!plan->search->limits.exceeded) *place = wanted;
    return wanted.serves;
}

static bool serves(const Plan *plan, Set set, const Stage *stage, uint16_t *room) {
    if (stage->need <= 0) return plan->enough;
    if (stage->need > stage->left) return !plan->enough;
    if (limits_spent(&plan->search->limits)) return false;
    if (set.count == 1) return takes_at(plan, set.members[0], stage) == plan->enough;
    if (stage->trick.cards_played == 0) return serves_from_lead(plan, set, stage, room);
    return plans(plan, stage->trick.to_play) ? one_card_serves(plan, set, stage, room)
                                             : every_card_is_met(plan, set, stage, room);
}

bool plan_cashes(const Plan *plan, const Cards own[PLAYERS], const Trick *trick, int left, int need) {
    const Stage stage = {.trick = *trick, .left = left, .need = need};
    return cashes(plan, own, &stage);
}

bool plan_takes(const Plan *plan, int member, const Trick *trick, int left, int need) {
    const Stage stage = {.trick = *trick, .left = left, .need = need};
    return takes_at(plan, member, &stage);
}

bool plan_serves(const Plan *plan, Set set, const Trick *trick, int left, int need) {
    const Stage stage = {.trick = *trick, .left = left, .need = need};
    return promises(plan, set, &stage) && serves(plan, set, &stage, plan->room);
}
