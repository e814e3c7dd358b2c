/* Cards of three hands as lanes of bits, and what is known of every suit at every stage of its play. */
#ifndef POSITION_H
#define POSITION_H

#include <stdbool.h>
#include <stdint.h>

/* Four lanes of 16 bits, one a suit, of which the lowest eight are the cards from the seven to the ace. The
   empty bits above let a carry or a shift leave a suit without reaching the next one. */
typedef uint64_t Cards;

enum { PLAYERS = 3, SUITS = 4, RANKS = 8, LANE_BITS = 16, MAX_TRICKS = 10, NOBODY = 3, TRUMP_LANE = 3 };

#define LANE(suit) ((Cards)0xFF << (LANE_BITS * (suit)))
#define DECK ((Cards)0x00FF00FF00FF00FFull)

/* One suit with some of its cards gone. All of it is relative: it depends on who holds the highest, the next
   and so on of the cards left, never on their names. */
typedef struct {
    uint16_t code;            /* which of the 9841 orders of owners, a number below 2^14 */
    uint8_t top : 4;          /* owner of the highest card, NOBODY when the suit is gone */
    uint8_t run : 4;          /* his cards above everybody else's */
    uint8_t winners;          /* tricks he takes leading from the top, nobody ruffing: all his cards if the run is long enough */
    uint8_t length[PLAYERS];
    uint8_t clean;            /* bit p: p never wins this suit when others lead it; bit p+4: nor by leading it once */
} Suit;

typedef struct {
    Cards own[PLAYERS];       /* the hands at the start; a hand is own[p] & the cards still in play */
    Cards trump;              /* the trump lane, or 0 */
    Suit suits[SUITS][1 << RANKS];
} Deal;

void deal_prepare(Deal *deal, const Cards own[PLAYERS], bool trump);

static inline unsigned suit_left(Cards present, int suit) { return (unsigned)(present >> (LANE_BITS * suit)) & 0xFF; }

static inline const Suit *suit_at(const Deal *deal, Cards present, int suit) {
    return &deal->suits[suit][suit_left(present, suit)];
}

static inline int suit_of(Cards card) { return __builtin_ctzll(card) / LANE_BITS; }

/* 0..31: suit × 8 + rank. */
static inline int card_number(Cards card) {
    int bit = __builtin_ctzll(card);
    return bit / LANE_BITS * RANKS + bit % LANE_BITS;
}

static inline int count(Cards cards) { return __builtin_popcountll(cards); }

static inline Cards lowest(Cards cards) { return cards & -cards; }

/* The cards of the same suit above this one. */
static inline Cards above(Cards card) { return LANE(suit_of(card)) & -(card << 1); }

/* A 58-bit number of the relative position before a trick: four suits of 14 bits and the leader. */
static inline uint64_t position_code(const Deal *deal, Cards present, int leader) {
    uint64_t code = (uint64_t)leader;
    for (int suit = 0; suit < SUITS; suit++) code = code << 14 | suit_at(deal, present, suit)->code;
    return code;
}

/* One card of every group of neighbours in this hand: nothing in `present` outside the hand lies between the
   cards of a group, so it does not matter which of them is played. The lowest is kept. */
static inline Cards one_of_equals(Cards hand, Cards present) {
    Cards gone = DECK & ~present, up = hand << 1;
    Cards carried = ((gone + (up & gone)) & ~gone) | up;
    return hand & ~carried;
}

#endif
