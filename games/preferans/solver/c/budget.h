/* How long one call may go on: nodes, time, and a flag another thread may set. */
#ifndef BUDGET_H
#define BUDGET_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int64_t nodes;          /* tricks begun so far */
    int64_t most_nodes;     /* 0: no limit */
    int64_t deadline_ns;    /* on the monotonic clock; 0: none */
    const int *stop;        /* may be NULL; read atomically */
    bool exceeded;          /* once set, every result on the way up is void */
} Limits;

enum { NODES_BETWEEN_LOOKS = 1024 };

int64_t monotonic_ns(void);
bool limits_look(Limits *limits);

/* Counts a node; true when the search has to be given up. */
static inline bool limits_spent(Limits *limits) {
    if (++limits->nodes % NODES_BETWEEN_LOOKS == 0) return limits_look(limits);
    return limits->exceeded;
}

#endif
