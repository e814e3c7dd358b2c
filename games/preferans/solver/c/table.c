#include "table.h"

#include <stdlib.h>

#define KEY_MASK (((uint64_t)1 << KEY_BITS) - 1)
#define TAG_MASK (((uint64_t)1 << TAG_BITS) - 1)

static size_t bucket_count(unsigned bits) { return (size_t)1 << bits; }

bool table_open(Table *table, size_t bytes) {
    *table = (Table){.bits = FEWEST_TABLE_BITS, .most_bits = FEWEST_TABLE_BITS};
    while (table->most_bits < 28 && bucket_count(table->most_bits + 1) * BUCKET * 8 <= bytes) table->most_bits++;
    table->entries = calloc(bucket_count(table->bits) * BUCKET, sizeof *table->entries);
    return table->entries != NULL;
}

void table_close(Table *table) {
    free(table->entries);
    table->entries = NULL;
}

/* Odd multiplications and a shifted xor, each one to one on 60 bits. */
uint64_t table_mix(uint64_t key) {
    key = key * 0x9E3779B97F4A7C15ull & KEY_MASK;
    key ^= key >> 31;
    return key * 0xD6E8FEB86659FD93ull & KEY_MASK;
}

static uint64_t *bucket_of(const Table *table, uint64_t mixed) {
    return table->entries + (mixed >> (KEY_BITS - table->bits)) * BUCKET;
}

uint16_t table_find(const Table *table, uint64_t mixed) {
    const uint64_t *bucket = bucket_of(table, mixed);
    for (int i = 0; i < BUCKET; i++)
        if (bucket[i] >> 16 == (mixed & TAG_MASK)) return (uint16_t)bucket[i];
    return 0;
}

/* The new entry goes first and pushes the others back; the last one, longest untouched, is lost. */
static bool put(uint64_t *bucket, uint64_t entry) {
    uint64_t carried = entry;
    for (int i = 0; i < BUCKET; i++) {
        uint64_t old = bucket[i];
        bucket[i] = carried;
        if (old == 0) return true;
        if (old >> 16 == entry >> 16) return false;
        carried = old;
    }
    return false;
}

static void grow(Table *table) {
    Table old = *table;
    uint64_t *entries = calloc(bucket_count(old.bits + 2) * BUCKET, sizeof *entries);
    if (entries == NULL) {
        table->most_bits = old.bits;
        return;
    }
    table->entries = entries;
    table->bits = old.bits + 2;
    table->used = 0;
    for (size_t bucket = 0; bucket < bucket_count(old.bits); bucket++)
        for (size_t i = BUCKET; i-- > 0;) {
            uint64_t entry = old.entries[bucket * BUCKET + i];
            if (entry == 0) continue;
            uint64_t high = (uint64_t)bucket << (KEY_BITS - old.bits) >> TAG_BITS << TAG_BITS;
            table->used += put(bucket_of(table, high | entry >> 16), entry);
        }
    free(old.entries);
}

void table_store(Table *table, uint64_t mixed, uint16_t known) {
    table->used += put(bucket_of(table, mixed), (mixed & TAG_MASK) << 16 | known);
    if (table->bits + 2 <= table->most_bits && table->used > bucket_count(table->bits) * 3) grow(table);
}
