#include "all_pass.h"

#include "moves.h"

static Split begin(Search *search, Cards present, int leader, int left);

bool prefers(int player, Split first, Split second) {
    int next = player == 2 ? 0 : player + 1, last = 3 - player - next;
    if (share(first, player) != share(second, player)) return share(first, player) < share(second, player);
    if (share(first, next) != share(second, next)) return share(first, next) > share(second, next);
    return share(first, last) > share(second, last);
}

static Split one_trick(int winner) { return winner == NOBODY ? 0 : 1u << 4 * winner; }

static Split finish(Search *search, Cards present, const Trick *trick, int left) {
    Cards rest = present & ~trick->played;
    return one_trick(trick->winner) + begin(search, rest, next_leader(search, trick->winner, left - 1), left - 1);
}

/* Nothing he would like better can come: no trick of his own and all of them for the next player. */
static bool is_ideal(int player, Split split, int left) { return share(split, player == 2 ? 0 : player + 1) == left; }

static Split play(Search *search, Cards present, const Trick *trick, int left) {
    if (trick->cards_played == PLAYERS) return finish(search, present, trick, left);
    Cards cards = cards_to_try(&search->deal, trick, present);
    Split best = 0;
    for (bool first = true; cards && !search->limits.exceeded; cards &= cards - 1, first = false) {
        Trick next = trick_after(&search->deal, trick, lowest(cards));
        Split split = play(search, present, &next, left);
        if (first || prefers(trick->to_play, split, best)) best = split;
        if (is_ideal(trick->to_play, best, left)) break;
    }
    return best;
}

/* Whoever can stay clean does; with two such players the third takes all that is left. */
static int sole_taker(const Search *search, Cards present, int leader) {
    unsigned off_lead = 7, leads = 0;
    for (int suit = 0; suit < SUITS; suit++) {
        unsigned clean = suit_at(&search->deal, present, suit)->clean;
        off_lead &= clean;
        leads |= clean >> 4;
    }
    if (!(leads >> leader & 1)) off_lead &= ~(1u << leader);
    return off_lead == 6 ? 0 : off_lead == 5 ? 1 : off_lead == 3 ? 2 : NOBODY;
}

/* A stored split is never 0: some player takes a trick. */
static Split lead(Search *search, Cards present, int leader, int left) {
    int taker = sole_taker(search, present, leader);
    if (taker != NOBODY) return (Split)left << 4 * taker;
    uint64_t mixed = table_key(search, present, leader, KIND_ALL_PASS);
    Split known = table_find(search->table, mixed);
    if (known) return known;
    Trick trick = trick_begin(search, leader, left);
    Split split = play(search, present, &trick, left);
    if (!search->limits.exceeded) table_store(search->table, mixed, (uint16_t)split);
    return split;
}

static Split begin(Search *search, Cards present, int leader, int left) {
    if (left == 0 || limits_spent(&search->limits)) return 0;
    if (search->talon_at[left] < 0) return lead(search, present, leader, left);
    Trick trick = trick_begin(search, leader, left);
    return play(search, present, &trick, left);
}

Split all_pass(Search *search, Cards present, const Trick *trick, int left) {
    if (trick->cards_played == 0) return begin(search, present, trick->to_play, left);
    return play(search, present, trick, left);
}
