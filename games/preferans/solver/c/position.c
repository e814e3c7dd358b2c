#include "position.h"

/* What is gathered of a suit card by card from below. A card's number counts the cards of its side, from 1. */
typedef struct {
    uint8_t caught[PLAYERS];      /* number of the lowest foreign card that p cannot stay under; 15: none */
    uint8_t caught_leading[PLAYERS]; /* the same after p led his lowest card */
} Below;

enum { NEVER = 15 };

static int owner_of(const Cards own[PLAYERS], Cards card) {
    for (int player = 0; player < PLAYERS; player++)
        if (own[player] & card) return player;
    return NOBODY;
}

static uint8_t longest_other(const Suit *suit, int player) {
    uint8_t longest = 0;
    for (int other = 0; other < PLAYERS; other++)
        if (other != player && suit->length[other] > longest) longest = suit->length[other];
    return longest;
}

/* p stays under a suit while his i-th card from below lies under the others' i-th: he follows with his highest
   card under the trick's, and the condition holds again. */
static uint8_t clean_bits(const Suit *suit, const Below *below, int player, int all) {
    int mine = suit->length[player], others = all - mine, clean = mine < below->caught[player];
    bool leads = clean && mine > 0 && others > 0 &&
                 (below->caught_leading[player] >= others || mine <= below->caught_leading[player]);
    return (uint8_t)(clean << player | leads << (player + 4));
}

static void put_on_top(Suit *suit, Below *below, int owner) {
    int all = suit->length[0] + suit->length[1] + suit->length[2];
    for (int player = 0; player < PLAYERS; player++) {
        int mine = suit->length[player], number = all - mine + 1;
        if (player == owner) continue;
        if (mine < number && number < below->caught[player]) below->caught[player] = (uint8_t)number;
        if (mine < number + 1 && number < below->caught_leading[player]) below->caught_leading[player] = (uint8_t)number;
    }
    suit->run = suit->top == owner ? (suit->run + 1) & 15 : 1;
    suit->top = (unsigned)owner & 15u;
    suit->length[owner]++;
    suit->winners = suit->run >= longest_other(suit, owner) ? suit->length[owner] : suit->run;
    suit->clean = 0;
    for (int player = 0; player < PLAYERS; player++) suit->clean |= clean_bits(suit, below, player, all + 1);
}

static void suit_prepare(Suit *suits, const Cards own[PLAYERS], int lane) {
    static const uint16_t powers[RANKS] = {1, 3, 9, 27, 81, 243, 729, 2187};
    Below below[1 << RANKS];
    unsigned all = (unsigned)((own[0] | own[1] | own[2]) >> (LANE_BITS * lane)) & 0xFF;
    suits[0] = (Suit){.top = NOBODY, .clean = 0x07};
    below[0] = (Below){{NEVER, NEVER, NEVER}, {NEVER, NEVER, NEVER}};
    for (unsigned left = 1; left <= all; left++) {
        if (left & ~all) continue;
        int rank = 31 - __builtin_clz(left);
        unsigned rest = left ^ 1u << rank;
        int owner = owner_of(own, (Cards)1 << (LANE_BITS * lane + rank));
        suits[left] = suits[rest];
        below[left] = below[rest];
        suits[left].code = (uint16_t)(suits[rest].code + (owner + 1) * powers[__builtin_popcount(rest)]);
        put_on_top(&suits[left], &below[left], owner);
    }
}

void deal_prepare(Deal *deal, const Cards own[PLAYERS], bool trump) {
    for (int player = 0; player < PLAYERS; player++) deal->own[player] = own[player];
    deal->trump = trump ? LANE(TRUMP_LANE) : 0;
    for (int suit = 0; suit < SUITS; suit++) suit_prepare(deal->suits[suit], own, suit);
}
