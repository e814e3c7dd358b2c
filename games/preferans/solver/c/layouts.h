/* Every way the unseen cards of a claim may lie. */
#ifndef LAYOUTS_H
#define LAYOUTS_H

#include <stdbool.h>

#include "solve.h"

enum { MOST_LAYOUTS = 8192 };

typedef struct { uint32_t hands[3]; } Layout;

typedef struct {
    Layout *found;          /* room for MOST_LAYOUTS */
    int count;
    bool too_many;
} Layouts;

void layouts_of(Layouts *layouts, const solver_claim *claim);

#endif
