/* What is sure of the tricks left without looking ahead. */
#ifndef BOUNDS_H
#define BOUNDS_H

#include "search.h"

/* The declarer takes at least `low` and at most `high` of the tricks left, whoever plays how. */
typedef struct { int low, high; } Bounds;

Bounds bounds_of(const Search *search, Cards present, int leader, int left);

#endif
