#include "layouts.h"

enum { PLACES = 4 };        /* three hands, then what nobody plays */

typedef struct {
    Layouts *layouts;
    const solver_claim *claim;
    uint32_t laid[PLACES];
} Laying;

static void lay(Laying *laying, int place, uint32_t unseen);

static void note(Laying *laying) {
    Layouts *layouts = laying->layouts;
    if (layouts->count == MOST_LAYOUTS) {
        layouts->too_many = true;
        return;
    }
    Layout *found = &layouts->found[layouts->count++];
    for (int seat = 0; seat < 3; seat++) found->hands[seat] = laying->claim->hands[seat] | laying->laid[seat];
}

/* `missing` more cards for this place out of `from`. */
static void choose(Laying *laying, int place, uint32_t unseen, uint32_t from, int missing) {
    if (missing == 0) {
        lay(laying, place + 1, unseen);
        return;
    }
    while (__builtin_popcount(from) >= missing && !laying->layouts->too_many) {
        uint32_t card = from & -from;
        from ^= card;
        laying->laid[place] |= card;
        choose(laying, place, unseen ^ card, from, missing - 1);
        laying->laid[place] ^= card;
    }
}

static void lay(Laying *laying, int place, uint32_t unseen) {
    if (place == PLACES) note(laying);
    else choose(laying, place, unseen, unseen & laying->claim->possible[place], laying->claim->unseen[place]);
}

void layouts_of(Layouts *layouts, const solver_claim *claim) {
    Laying laying = {.layouts = layouts, .claim = claim};
    layouts->count = 0;
    layouts->too_many = false;
    lay(&laying, 0, claim->hidden);
}
