/* All-pass as people play it who see their own cards only: by rules of thumb. */
#ifndef THUMB_H
#define THUMB_H

#include "all_pass.h"

/* How the tricks not yet finished fall when everybody goes by rules of thumb, but this player knows the cards and
   the rules of the others and does his best in so many last tricks. */
Split by_thumb(Search *search, Cards present, const Trick *trick, int left, int looks_ahead, int player);

#endif
