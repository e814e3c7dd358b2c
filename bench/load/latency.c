#include "latency.h"

static int slot_of(uint64_t value) {
    int octave = 0;
    while (value >= 2 * STEPS && octave < OCTAVES - 2) {
        value >>= 1;
        octave++;
    }
    if (value >= 2 * STEPS) value = 2 * STEPS - 1;
    return value < STEPS ? (int)value : octave * STEPS + (int)value;
}

static uint64_t value_at(int slot) {
    if (slot < 2 * STEPS) return (uint64_t)slot;
    int octave = slot / STEPS - 1;
    return (uint64_t)(slot - octave * STEPS) << octave;
}

void note(struct latencies *all, uint64_t microseconds) {
    all->count++;
    if (microseconds > all->worst) all->worst = microseconds;
    all->at[slot_of(microseconds)]++;
}

uint64_t share_below(const struct latencies *all, double share) {
    uint64_t wanted = (uint64_t)((double)all->count * share), seen = 0;
    for (int slot = 0; slot < OCTAVES * STEPS; slot++) {
        seen += all->at[slot];
        if (seen > wanted) return value_at(slot);
    }
    return all->worst;
}
