#include "thumb.h"

#include <limits.h>

/* One player's sight: his hand and every card that others may still hold. */
typedef struct { Cards own, theirs; } Sight;

static Cards below(Cards card) { return LANE(suit_of(card)) & (card - 1); }

/* How far the cards of a suit stand above those of the others. */
static int danger(Sight sight, int suit) {
    int ours = 0, sum = 0;
    for (Cards cards = sight.own & LANE(suit); cards; cards &= cards - 1, ours++) {
        int under = count(sight.theirs & below(lowest(cards)));
        if (under > ours) sum += under - ours;
    }
    return sum;
}

static int rank_of(Cards card) { return card_number(card) % RANKS; }

/* Low where somebody has to go over; suits the others have run out of come last. */
static int lead_risk(Sight sight, Cards card) {
    int over = count(sight.theirs & above(card)), under = count(sight.theirs & below(card));
    if (over == 0) return 1000 + rank_of(card);
    Sight rest = {sight.own & ~card, sight.theirs};
    return 10 * (20 * under - 5 * over + 3 * danger(rest, suit_of(card))) + rank_of(card);
}

static Cards safest_lead(Sight sight) {
    Cards best = 0;
    int least = INT_MAX;
    for (Cards cards = sight.own; cards; cards &= cards - 1) {
        int risk = lead_risk(sight, lowest(cards));
        if (risk >= least) continue;
        least = risk;
        best = lowest(cards);
    }
    return best;
}

/* Thrown away where the suit led cannot be followed. */
static Cards most_dangerous(Sight sight) {
    Cards best = 0;
    int most = INT_MIN;
    for (Cards cards = sight.own; cards; cards &= cards - 1) {
        Cards card = lowest(cards);
        Sight rest = {sight.own & ~card, sight.theirs};
        int relief = 10 * (danger(sight, suit_of(card)) - danger(rest, suit_of(card))) + rank_of(card);
        if (relief < most) continue;
        most = relief;
        best = card;
    }
    return best;
}

static Cards highest(Cards cards) { return (Cards)1 << (63 - __builtin_clzll(cards)); }

static Cards choose(const Search *search, Cards present, const Trick *trick) {
    Cards own = search->deal.own[trick->to_play] & present & ~trick->played;
    Sight sight = {own, present & ~own & ~trick->played};
    if (trick->follow == 0) return safest_lead(sight);
    Cards legal = own & trick->follow;
    if (legal == 0) return most_dangerous(sight);
    Cards under = legal & ~trick->beat;
    if (under) return highest(under);
    return trick->cards_played == PLAYERS - 1 ? highest(legal) : lowest(legal);
}

static Split respond(Search *search, Cards present, const Trick *trick, int left, int player);

static Split after_trick(Search *search, Cards present, const Trick *trick, int left, int player) {
    Split won = trick->winner == NOBODY ? 0 : 1u << 4 * trick->winner;
    if (left == 1) return won;
    Trick next = trick_begin(search, next_leader(search, trick->winner, left - 1), left - 1);
    return won + respond(search, present & ~trick->played, &next, left - 1, player);
}

/* The player does best against two who go by rules of thumb. */
static Split respond(Search *search, Cards present, const Trick *trick, int left, int player) {
    Trick now = *trick;
    while (now.cards_played < PLAYERS && now.to_play != player)
        now = trick_after(&search->deal, &now, choose(search, present, &now));
    if (now.cards_played == PLAYERS) return after_trick(search, present, &now, left, player);
    Split best = 0;
    bool first = true;
    for (Cards cards = cards_to_try(&search->deal, &now, present); cards; cards &= cards - 1, first = false) {
        Trick next = trick_after(&search->deal, &now, lowest(cards));
        Split split = respond(search, present, &next, left, player);
        if (first || prefers(player, split, best)) best = split;
    }
    return best;
}

Split by_thumb(Search *search, Cards present, const Trick *trick, int left, int looks_ahead, int player) {
    Split split = 0;
    Trick now = *trick;
    while (left > looks_ahead) {
        while (now.cards_played < PLAYERS) now = trick_after(&search->deal, &now, choose(search, present, &now));
        if (now.winner != NOBODY) split += 1u << 4 * now.winner;
        present &= ~now.played;
        if (--left == 0) return split;
        now = trick_begin(search, next_leader(search, now.winner, left), left);
    }
    return split + respond(search, present, &now, left, player);
}
