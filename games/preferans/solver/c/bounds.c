#include "bounds.h"

typedef struct {
    const Suit *suits[SUITS];
    bool trump;
} Suits;

static int lesser(int a, int b) { return a < b ? a : b; }

/* Rounds of a side suit before somebody else may, or must, ruff. */
static int safe_rounds(const Suits *all, const Suit *suit, int player) {
    int rounds = RANKS;
    for (int other = 0; other < PLAYERS; other++)
        if (other != player && all->suits[TRUMP_LANE]->length[other]) rounds = lesser(rounds, suit->length[other]);
    return rounds;
}

/* Whether leading trumps from the top leaves the others without any. */
static bool draws(const Suit *trump, int player) {
    for (int other = 0; other < PLAYERS; other++)
        if (other != player && trump->length[other] > trump->run) return false;
    return trump->top == player;
}

/* Tricks a player takes in a row by leading from the top of his own suits. */
static int cashed_by(const Suits *all, int player) {
    const Suit *trump = all->suits[TRUMP_LANE];
    bool drawn = draws(trump, player);
    int tricks = 0;
    for (int i = 0; i < SUITS; i++) {
        const Suit *suit = all->suits[i];
        if (suit->top != player) continue;
        bool ruffed = all->trump && !drawn && i != TRUMP_LANE;
        tricks += ruffed ? lesser(suit->winners, safe_rounds(all, suit, player)) : suit->winners;
    }
    return tricks;
}

/* Whether a defender can lead to a trick of his partner's. */
static bool reaches(const Suits *all, int leader, int partner) {
    bool may_ruff = all->trump && all->suits[TRUMP_LANE]->length[0];
    for (int i = 0; i < SUITS; i++) {
        const Suit *suit = all->suits[i];
        if (suit->top != partner || suit->length[leader] == 0) continue;
        if (i == TRUMP_LANE || !may_ruff || suit->length[0]) return true;
    }
    return false;
}

static Bounds game_bounds(const Suits *all, int leader, int left) {
    const Suit *trump = all->suits[TRUMP_LANE];
    int sure = all->trump ? trump->run : 0;
    if (leader == 0) return (Bounds){cashed_by(all, 0), left - (trump->top == 0 ? 0 : sure)};
    int partner = PLAYERS - leader, defence = cashed_by(all, leader);
    if (reaches(all, leader, partner)) defence += cashed_by(all, partner);
    return (Bounds){trump->top == 0 ? sure : 0, left - lesser(defence, left)};
}

static bool declarer_is_clean(const Suits *all, int leader) {
    unsigned off_lead = 1, leads = 0;
    for (int i = 0; i < SUITS; i++) {
        off_lead &= all->suits[i]->clean;
        leads |= all->suits[i]->clean >> 4;
    }
    return off_lead & (leader != 0 ? 1u : leads);
}

Bounds bounds_of(const Search *search, Cards present, int leader, int left) {
    Suits all = {.trump = search->deal.trump != 0};
    for (int i = 0; i < SUITS; i++) all.suits[i] = suit_at(&search->deal, present, i);
    if (!search->misere) return game_bounds(&all, leader, left);
    return (Bounds){0, declarer_is_clean(&all, leader) ? 0 : left};
}
