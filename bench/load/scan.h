/* Finds values in a JSON message without parsing it whole: enough for the club's own compact messages. */
#ifndef TRELYAZH_SCAN_H
#define TRELYAZH_SCAN_H

#include <stddef.h>

struct span {
    const char *at;
    size_t length;
};

/* The raw text of `"key":value` at any depth, first occurrence; length 0 when there is none. */
struct span value_of(const char *text, size_t length, const char *key);
/* The nth item of a raw array; length 0 past its end. */
struct span item_of(struct span array, int nth);
/* How many items a raw array has. */
int items_in(struct span array);
/* A raw string without its quotes; a number or null stays as it is. */
struct span unquoted(struct span value);
long number_of(struct span value, long otherwise);
int is_text(struct span value, const char *text);

#endif
