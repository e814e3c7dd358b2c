#include "beliefs.h"

#include <stdbool.h>

enum { SUIT_BITS = 8, STRAINS = 5, NO_TRUMPS = 4, MISERE_STRAIN = 5, MOST_SWAPS = 6 };

typedef struct { uint64_t state; } Chance;

/* splitmix64 */
static uint32_t draw(Chance *chance, uint32_t below) {
    uint64_t mixed = chance->state += 0x9E3779B97F4A7C15ull;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9ull;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBull;
    return (uint32_t)(((mixed ^ mixed >> 31) >> 32) * below >> 32);
}

static unsigned suit_part(uint32_t hand, int suit) { return hand >> SUIT_BITS * suit & 0xFF; }

static const int16_t *table_of(const solver_worths *worths, int strain, int suit, int leads) {
    if (strain == MISERE_STRAIN) return worths->danger;
    if (strain == NO_TRUMPS) return worths->without_trumps[leads];
    return strain == suit ? worths->trump : worths->side;
}

static int worth(const solver_worths *worths, uint32_t hand, int strain, int leads) {
    int sum = 0;
    for (int suit = 0; suit < 4; suit++) sum += table_of(worths, strain, suit, leads)[suit_part(hand, suit)];
    return sum;
}

/* Tricks of a defender. */
static int defence(const solver_worths *worths, uint32_t hand, int strain) {
    int sum = 0;
    for (int suit = 0; suit < 4; suit++) {
        const int16_t *table = strain == NO_TRUMPS ? worths->against_no_trumps
                               : strain == suit    ? worths->against_trump
                                                   : worths->against_side;
        sum += table[suit_part(hand, suit)];
    }
    return sum;
}

static bool reaches(const solver_worths *worths, const solver_belief *belief, uint32_t hand) {
    for (int strain = 0; strain < STRAINS; strain++)
        if (worth(worths, hand, strain, belief->leads) >= belief->limit[strain]) return true;
    return false;
}

/* A pair of cards to change places: one put away that would serve the declarer better than one he kept. */
typedef struct { uint32_t kept, away; } Swap;

static Swap best_swap(const solver_worths *worths, const solver_belief *belief, uint32_t hand, uint32_t kept,
                      uint32_t aside) {
    int strain = belief->strain, sign = strain == MISERE_STRAIN ? -1 : 1;
    int most = sign * worth(worths, hand, strain, belief->leads);
    Swap best = {0, 0};
    for (uint32_t away = aside; away; away &= away - 1)
        for (uint32_t others = kept; others; others &= others - 1) {
            Swap swap = {others & -others, away & -away};
            int then = sign * worth(worths, (hand ^ swap.kept) | swap.away, strain, belief->leads);
            if (then <= most) continue;
            most = then;
            best = swap;
        }
    return best;
}

static bool is_best_discard(const solver_worths *worths, const solver_belief *belief, uint32_t hand, uint32_t aside) {
    if (belief->strain < NO_TRUMPS && suit_part(aside, belief->strain)) return false;
    return best_swap(worths, belief, hand, hand, aside).away == 0;
}

static bool is_best_strain(const solver_worths *worths, const solver_belief *belief, uint32_t hand) {
    int named = worth(worths, hand, belief->strain, belief->leads);
    for (int strain = 0; strain < STRAINS; strain++)
        if (worth(worths, hand, strain, belief->leads) > named) return false;
    return true;
}

static bool agrees(const solver_knowledge *known, const solver_worths *worths, const solver_belief *belief,
                   const uint32_t cards[PLACES]) {
    int place = belief->place;
    uint32_t hand = known->held[place] | cards[place] | known->played[place], aside = known->discard | cards[ASIDE];
    if (belief->says == SAYS_BEST_DISCARD) return is_best_discard(worths, belief, hand, aside);
    if (place == known->declarer && !belief->kept) hand = (hand | aside) & ~known->talon;
    switch (belief->says) {
        case SAYS_REACHES: return reaches(worths, belief, hand);
        case SAYS_NOWHERE: return !reaches(worths, belief, hand);
        case SAYS_BEST_STRAIN: return is_best_strain(worths, belief, hand);
        case SAYS_SAFE: return worth(worths, hand, MISERE_STRAIN, 0) <= belief->limit[0];
        case SAYS_UNSAFE: return worth(worths, hand, MISERE_STRAIN, 0) > belief->limit[0];
        case SAYS_DEFENDS: return defence(worths, hand, belief->strain) >= belief->limit[0];
        default: return defence(worths, hand, belief->strain) < belief->limit[0];
    }
}

static int contradicted(const solver_knowledge *known, const solver_worths *worths, const uint32_t cards[PLACES]) {
    int against = 0;
    for (int i = 0; i < known->belief_count; i++) against += !agrees(known, worths, &known->beliefs[i], cards);
    return against;
}

/* So many of these cards, each as likely as the others. */
static uint32_t pick(Chance *chance, uint32_t from, int size) {
    int left = __builtin_popcount(from);
    uint32_t taken = 0;
    for (; size > 0 && left > 0; left--, from &= from - 1)
        if (draw(chance, (uint32_t)left) < (uint32_t)size) {
            taken |= from & -from;
            size--;
        }
    return taken;
}

/* Places with the least choice first, so that a try seldom ends without cards that fit. */
static void order_places(const solver_knowledge *known, int order[PLACES]) {
    int slack[PLACES];
    for (int i = 0; i < PLACES; i++) {
        slack[i] = __builtin_popcount(known->possible[i] & known->hidden) - known->size[i];
        int at = i;
        for (; at > 0 && slack[order[at - 1]] > slack[i]; at--) order[at] = order[at - 1];
        order[at] = i;
    }
}

static bool lay_out(const solver_knowledge *known, const int order[PLACES], Chance *chance, uint32_t cards[PLACES]) {
    uint32_t rest = known->hidden;
    for (int i = 0; i < PLACES; i++) {
        int place = order[i];
        cards[place] = pick(chance, rest & known->possible[place], known->size[place]);
        if (__builtin_popcount(cards[place]) < known->size[place]) return false;
        rest ^= cards[place];
    }
    return true;
}

/* The declarer puts away what serves him least: a discard that is none of chance is seldom met by chance. */
static void put_away(const solver_knowledge *known, const solver_worths *worths, uint32_t cards[PLACES]) {
    for (int i = 0; i < known->belief_count; i++) {
        const solver_belief *belief = &known->beliefs[i];
        if (belief->says != SAYS_BEST_DISCARD) continue;
        uint32_t fixed = known->held[belief->place] | known->played[belief->place];
        for (int swaps = 0; swaps < MOST_SWAPS; swaps++) {
            uint32_t *kept = &cards[belief->place];
            uint32_t may_come = cards[ASIDE] & known->possible[belief->place];
            Swap swap = best_swap(worths, belief, fixed | *kept, *kept, may_come);
            if (swap.away == 0) return;
            *kept ^= swap.kept | swap.away;
            cards[ASIDE] ^= swap.kept | swap.away;
        }
    }
}

static bool is_kept(Chance *chance, int against, int doubt) {
    while (against-- > 0)
        if (draw(chance, (uint32_t)doubt)) return false;
    return true;
}

int solver_draw(const solver_knowledge *known, const solver_worths *worths, uint64_t seed, int doubt, int wanted,
                int most_tries, solver_layout *layouts) {
    Chance chance = {seed};
    int order[PLACES], kept = 0;
    solver_layout best = {.against = MOST_BELIEFS + 1};
    order_places(known, order);
    for (int tries = 0; tries < most_tries && kept < wanted; tries++) {
        solver_layout layout;
        if (!lay_out(known, order, &chance, layout.cards)) continue;
        put_away(known, worths, layout.cards);
        layout.against = (int8_t)contradicted(known, worths, layout.cards);
        if (layout.against < best.against) best = layout;
        if (is_kept(&chance, layout.against, doubt)) layouts[kept++] = layout;
    }
    if (kept == 0 && wanted > 0 && best.against <= MOST_BELIEFS) layouts[kept++] = best;
    return kept;
}

void solver_judge(const solver_knowledge *known, const solver_worths *worths, int count, solver_layout *layouts) {
    for (int i = 0; i < count; i++)
        layouts[i].against = (int8_t)contradicted(known, worths, layouts[i].cards);
}
