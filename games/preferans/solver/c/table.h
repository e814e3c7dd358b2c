/* The transposition table: bounds on what is left to take, by relative position. It belongs to its caller. */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An entry is 48 bits of the mixed position and 16 bits of what is known. The mixing is one to one and the
   bucket number holds at least the other 12 bits, so a found entry is always the right one. */
typedef struct {
    uint64_t *entries;
    unsigned bits;          /* log2 of the number of buckets */
    unsigned most_bits;
    size_t used;            /* filled entries since the last growth; tells when to grow */
} Table;

enum { KEY_BITS = 60, TAG_BITS = 48, BUCKET = 4, FEWEST_TABLE_BITS = KEY_BITS - TAG_BITS };

bool table_open(Table *table, size_t bytes);
void table_close(Table *table);
uint64_t table_mix(uint64_t key);

/* The 16 bits stored for this mixed key, or 0. */
uint16_t table_find(const Table *table, uint64_t mixed);
void table_store(Table *table, uint64_t mixed, uint16_t known);

#endif
