#include "moves.h"

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

unsigned move_hint(Cards card, Cards present) {
    int suit = suit_of(card);
    return 1 + (unsigned)(suit << 3 | count(present & LANE(suit) & (card - 1)));
}

static void add(Moves *moves, Cards card, int weight) {
    moves->cards[moves->count] = card;
    moves->weight[moves->count++] = weight;
}

static int place(Cards card, Cards present) { return count(present & LANE(suit_of(card)) & (card - 1)); }

void moves_of_leader(Moves *moves, const Search *search, Cards present, int leader, unsigned hint) {
    Cards hand = search->deal.own[leader] & present, left = one_of_equals(hand, present);
    moves->count = 0;
    for (; left; left &= left - 1) {
        Cards card = lowest(left);
        int weight = place(card, present);
        if (search->misere) weight = -weight;
        if (move_hint(card, present) == hint) weight = 1000;
        add(moves, card, weight);
    }
}

void moves_of_follower(Moves *moves, const Search *search, Cards present, const Trick *trick) {
    Cards left = legal_cards(&search->deal, trick, present);
    left = one_of_equals(left, present);
    moves->count = 0;
    for (; left; left &= left - 1) {
        Cards card = lowest(left);
        int weight = -place(card, present);
        bool wins = card & trick->beat;
        if (search->misere) {
            if (trick->to_play == 0) weight = wins ? -weight - 100 : -weight;
            else weight = wins ? weight - 50 : -weight;
        } else {
            bool ours = trick->winner != NOBODY && trick->winner != 0 && trick->to_play != 0;
            weight += wins ? (ours ? -50 : 50) : 0;
        }
        add(moves, card, weight);
    }
}
