#define _POSIX_C_SOURCE 200809L
#include "budget.h"

#include <time.h>

int64_t monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool limits_look(Limits *limits) {
    if (limits->most_nodes && limits->nodes >= limits->most_nodes) limits->exceeded = true;
    if (limits->deadline_ns && monotonic_ns() >= limits->deadline_ns) limits->exceeded = true;
    if (limits->stop && __atomic_load_n(limits->stop, __ATOMIC_RELAXED)) limits->exceeded = true;
    return limits->exceeded;
}
