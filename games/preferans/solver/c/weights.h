/* How much each feature of a card speaks for trying it first (moves.c names the features). Tuned by coordinate
   descent on the positions visited over random deals; only speed depends on them, never an answer. */
#ifndef WEIGHTS_H
#define WEIGHTS_H

#include "position.h"

enum { FEATURES = 8 };

/* [trump, no trump, misère][place in the trick][declarer, defender] */
static const int16_t weights[3][PLAYERS][2][FEATURES] = {
    {
        {{3, 0, 52, -44, 39, 3, -1, -15}, {6, 9, 16, -55, 11, 37, 16, -18}},
        {{-2, 0, 2, -80, 0, -19, -37, 37}, {-2, 55, 2, -40, 22, -16, -5, 10}},
        {{-10, 80, 2, -80, 0, -3, -18, 25}, {-2, 42, 0, -40, 10, -18, -27, 4}},
    },
    {
        {{11, 25, 23, -94, -40, -16, 19, -40}, {3, -5, -25, -45, -14, -3, 1, -18}},
        {{-3, 40, 40, -80, 24, -19, -51, 10}, {-3, 82, -2, -65, 8, -5, -17, 11}},
        {{-5, 40, -2, -80, 74, -14, -56, 10}, {-5, 40, 0, -80, -10, 7, -36, 50}},
    },
    {
        {{12, -15, 24, -116, 0, 13, -13, -23}, {-6, -18, -34, -139, -21, -55, 44, 17}},
        {{29, -57, 13, 0, -92, 1, -128, -52}, {5, -85, 12, 151, -40, 7, -2, -52}},
        {{5, -60, 15, 0, -25, 4, -37, 79}, {18, -40, -15, -40, -63, 10, 16, 2}},
    },
};

/* How much it counts that the same card decided before. */
static const int16_t history_weight[3][PLAYERS] = {
    {38, 0, 0}, {111, 3, 1}, {12, 4, 0},
};

#endif
