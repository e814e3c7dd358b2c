#include "moves.h"

#include "weights.h"

Cards moves_next(Moves *moves) {
    int best = 0;
    for (int i = 1; i < moves->count; i++)
        if (moves->weight[i] > moves->weight[best]) best = i;
    Cards card = moves->cards[best];
    moves->count--;
    moves->cards[best] = moves->cards[moves->count];
    moves->weight[best] = moves->weight[moves->count];
    return card;
}

static int place(Cards card, Cards present) { return count(present & LANE(suit_of(card)) & (card - 1)); }

unsigned move_hint(Cards card, Cards present) { return 1 + (unsigned)(suit_of(card) << 3 | place(card, present)); }

static int kind_of(const Search *search) { return search->misere ? 2 : search->deal.trump ? 0 : 1; }

static int weigh(const Search *search, const Trick *trick, Cards card, const int features[FEATURES]) {
    int kind = kind_of(search), player = trick->to_play, side = player != 0, sum = 0;
    int at = trick->follow && trick->cards_played == 0 ? 1 : trick->cards_played; /* after a talon card: as a second */
    for (int i = 0; i < FEATURES; i++) sum += features[i] * weights[kind][at][side][i];
    return sum * 256 + (search->history[at][player][card_number(card)] * history_weight[kind][at] / 16);
}

static void add(Moves *moves, Cards card, int weight) {
    moves->cards[moves->count] = card;
    moves->weight[moves->count++] = weight;
}

static int weight_of_lead(const Search *search, Cards present, const Trick *empty, Cards card) {
    const Deal *deal = &search->deal;
    int player = empty->to_play, suit = suit_of(card), next = (player + 1) % 3, last = (player + 2) % 3;
    const Suit *info = suit_at(deal, present, suit);
    Cards in_suit = present & LANE(suit), mine = deal->own[player] & in_suit, foes = in_suit & deal->own[0];
    if (player == 0) foes = in_suit & ~mine;
    int partner = player == 0 ? NOBODY : PLAYERS - player;
    int features[FEATURES] = {
        place(card, present),
        info->length[player],
        (above(card) & in_suit & ~mine) == 0,
        player == 0 ? (info->length[next] == 0) + (info->length[last] == 0) : info->length[0] == 0,
        player == 0 ? info->top != 0 : info->top == partner,
        foes != 0 && card < lowest(foes),
        search->misere ? info->clean & 1 : suit == TRUMP_LANE,
        count(foes),
    };
    return weigh(search, empty, card, features);
}

void moves_of_leader(Moves *moves, const Search *search, Cards present, int leader, unsigned hint) {
    Cards left = one_of_equals(search->deal.own[leader] & present, present);
    Trick empty = {.winner = NOBODY, .to_play = leader};
    moves->count = 0;
    for (; left; left &= left - 1) {
        Cards card = lowest(left);
        bool hinted = move_hint(card, present) == hint;
        add(moves, card, hinted ? 1 << 30 : weight_of_lead(search, present, &empty, card));
    }
}

static int weight_of_follow(const Search *search, Cards present, const Trick *trick, Cards card) {
    const Deal *deal = &search->deal;
    int player = trick->to_play, suit = suit_of(card), at = place(card, present);
    const Suit *info = suit_at(deal, present, suit);
    bool wins = card & trick->beat, discards = !(card & trick->follow);
    bool ours = trick->winner != NOBODY && (trick->winner == 0) == (player == 0);
    Cards third = trick->cards_played == 2 ? 0 : deal->own[player == 2 ? 0 : player + 1] & present;
    int features[FEATURES] = {
        at,
        wins,
        wins ? at : 0,
        wins && ours,
        discards ? info->length[player] : 0,
        discards ? at : 0,
        discards && (search->misere ? info->clean & 1 : (above(card) & present & ~deal->own[player]) == 0),
        wins && (above(card) & third) == 0,
    };
    return weigh(search, trick, card, features);
}

void moves_of_follower(Moves *moves, const Search *search, Cards present, const Trick *trick) {
    Cards left = cards_to_try(&search->deal, trick, present);
    moves->count = 0;
    for (; left; left &= left - 1) {
        Cards card = lowest(left);
        add(moves, card, left & (left - 1) || moves->count ? weight_of_follow(search, present, trick, card) : 0);
    }
}
