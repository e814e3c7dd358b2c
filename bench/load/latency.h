/* A log-linear histogram of microseconds: 64 steps an octave, at most 1.6 % off. */
#ifndef TRELYAZH_LATENCY_H
#define TRELYAZH_LATENCY_H

#include <stdint.h>

enum { OCTAVES = 32, STEPS = 64 };

struct latencies {
    uint64_t count;
    uint64_t worst;
    uint64_t at[OCTAVES * STEPS];
};

void note(struct latencies *all, uint64_t microseconds);
/* The value below which this share (0..1) of the notes lies, in microseconds. */
uint64_t share_below(const struct latencies *all, double share);

#endif
