/* One way of playing that serves wherever the unseen cards lie. */
#ifndef PLAN_H
#define PLAN_H

#include "search.h"

typedef struct { Cards own[PLAYERS]; } Holding;

/* A trick boundary looked at before, by two numbers mixed from all it depends on. */
typedef struct {
    uint64_t mixed[2];
    bool serves;
} Settled;

enum { SETTLED_BITS = 14 };

/* The planners are player 0 alone, or the other two as one. Their hands are the same in every holding. */
typedef struct {
    Search *search;
    const Holding *holdings;
    Settled *settled;       /* 1 << SETTLED_BITS of them, cleared */
    uint16_t *room;         /* for the sets on the way down: cards of a deal × holdings */
    Cards unseen;           /* whatever may lie in any hand, and what nobody plays */
    bool alone;             /* player 0 plans */
    bool enough;            /* the planners want player 0 to reach the number asked about */
} Plan;

/* The holdings still possible. A set of none is never looked at. */
typedef struct {
    const uint16_t *members;
    int count;
} Set;

/* Before a free lead: a planner's own top cards reach the number, wherever the others lie. */
bool plan_cashes(const Plan *plan, const Cards own[PLAYERS], const Trick *trick, int left, int need);

/* With all cards open player 0 takes `need` of the tricks left. */
bool plan_takes(const Plan *plan, int member, const Trick *trick, int left, int need);

/* One plan serves in every member. Void when the limits of the search are exceeded. */
bool plan_serves(const Plan *plan, Set set, const Trick *trick, int left, int need);

#endif
