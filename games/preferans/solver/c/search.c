#include "search.h"
#include "bounds.h"
#include "moves.h"

static bool begin(Search *search, Cards present, int leader, int left, int need);

Trick trick_begin(const Search *search, int leader, int left) {
    Trick trick = {.winner = NOBODY, .to_play = leader};
    if (search->talon_at[left] < 0) return trick;
    Cards card = (Cards)1 << search->talon_at[left];
    trick.follow = LANE(suit_of(card));
    trick.beat = trick.follow;
    if (!search->talon_wins) return trick;
    trick.beat = above(card);
    trick.between = card;
    if (search->talon_at[left - 1] >= 0) trick.between |= (Cards)1 << search->talon_at[left - 1];
    return trick;
}

Cards cards_to_try(const Deal *deal, const Trick *trick, Cards present) {
    return one_of_equals(legal_cards(deal, trick, present), present | trick->between);
}

int next_leader(const Search *search, int winner, int left) {
    if (search->leader_at[left] != NOBODY) return search->leader_at[left];
    return winner == NOBODY ? search->eldest : winner;
}

Trick trick_after(const Deal *deal, const Trick *trick, Cards card) {
    Trick next = *trick;
    Cards lane = LANE(suit_of(card));
    if (trick->follow == 0) {
        next.follow = lane;
        next.beat = lane | deal->trump;
    }
    if (card & next.beat) {
        next.winner = trick->to_play;
        next.beat = above(card) | (lane == deal->trump ? 0 : deal->trump);
    }
    next.played |= card;
    next.to_play = trick->to_play == 2 ? 0 : trick->to_play + 1;
    next.cards_played++;
    return next;
}

Cards legal_cards(const Deal *deal, const Trick *trick, Cards present) {
    Cards hand = deal->own[trick->to_play] & present & ~trick->played;
    if (hand & trick->follow) return hand & trick->follow;
    if (trick->follow && hand & deal->trump) return hand & deal->trump;
    return hand;
}

static bool wants_yes(const Search *search, int player) { return (player == 0) != search->misere; }

static void remember(Search *search, const Trick *trick, Cards card, int left) {
    int *history = &search->history[trick->cards_played][trick->to_play][card_number(card)];
    if (*history < MOST_HISTORY) *history += left * left;
}

static bool finish(Search *search, Cards present, const Trick *trick, int left, int need) {
    if (trick->winner == 0) need--;
    return begin(search, present & ~trick->played, next_leader(search, trick->winner, left - 1), left - 1, need);
}

static bool follow(Search *search, Cards present, const Trick *trick, int left, int need) {
    if (trick->cards_played == PLAYERS) return finish(search, present, trick, left, need);
    bool good = wants_yes(search, trick->to_play);
    Moves moves;
    moves_of_follower(&moves, search, present, trick);
    while (moves.count) {
        Cards card = moves_next(&moves);
        Trick next = trick_after(&search->deal, trick, card);
        if (follow(search, present, &next, left, need) == good) {
            remember(search, trick, card, left);
            return good;
        }
    }
    return !good;
}

static bool try_leads(Search *search, Cards present, int leader, int left, int need, unsigned *hint) {
    bool good = wants_yes(search, leader);
    Trick empty = {.winner = NOBODY, .to_play = leader};
    Moves moves;
    moves_of_leader(&moves, search, present, leader, *hint);
    while (moves.count) {
        Cards card = moves_next(&moves);
        Trick next = trick_after(&search->deal, &empty, card);
        if (follow(search, present, &next, left, need) == good) {
            *hint = move_hint(card, present);
            remember(search, &empty, card, left);
            return good;
        }
    }
    return !good;
}

uint64_t table_key(const Search *search, Cards present, int leader, int kind) {
    return table_mix(position_code(&search->deal, present, leader) << 2 | (uint64_t)kind);
}

/* The value before a free lead, from the table where it is known. */
static bool lead(Search *search, Cards present, int leader, int left, int need) {
    Bounds bounds = bounds_of(search, present, leader, left);
    if (need <= bounds.low) return true;
    if (need > bounds.high) return false;
    int kind = search->misere ? KIND_MISERE : search->deal.trump ? KIND_TRUMP : KIND_NO_TRUMP;
    uint64_t mixed = table_key(search, present, leader, kind);
    uint16_t known = table_find(search->table, mixed);
    int low = known & 15, high = left - (known >> 4 & 15);
    if (need <= low) return true;
    if (need > high) return false;
    unsigned hint = known >> 8;
    bool yes = try_leads(search, present, leader, left, need, &hint);
    if (search->limits.exceeded) return false;
    if (yes) low = need; else high = need - 1;
    table_store(search->table, mixed, (uint16_t)(hint << 8 | (unsigned)(left - high) << 4 | (unsigned)low));
    return yes;
}

static bool begin(Search *search, Cards present, int leader, int left, int need) {
    if (need <= 0) return true;
    if (need > left) return false;
    if (limits_spent(&search->limits)) return false;
    if (search->talon_at[left] < 0) return lead(search, present, leader, left, need);
    Trick trick = trick_begin(search, leader, left);
    return follow(search, present, &trick, left, need);
}

bool takes(Search *search, Cards present, const Trick *trick, int left, int need) {
    if (trick->cards_played == 0) return begin(search, present, trick->to_play, left, need);
    if (need <= 0) return true;
    if (need > left) return false;
    return follow(search, present, trick, left, need);
}
