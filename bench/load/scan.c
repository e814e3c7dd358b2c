#include "scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_string(const char *at, const char *end) {
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\') at++;
    return at < end ? at + 1 : end;
}

static const char *skip_value(const char *at, const char *end) {
    int depth = 0;
    while (at < end) {
        if (*at == '"') {
            at = skip_string(at, end);
            if (depth == 0) return at;
            continue;
        }
        if (*at == '[' || *at == '{') {
            depth++;
        } else if (*at == ']' || *at == '}') {
            if (depth == 0) return at;
            if (--depth == 0) return at + 1;
        } else if (*at == ',' && depth == 0) {
            return at;
        }
        at++;
    }
    return end;
}

struct span value_of(const char *text, size_t length, const char *key) {
    char wanted[48];
    int size = snprintf(wanted, sizeof wanted, "\"%s\":", key);
    const char *found = memmem(text, length, wanted, (size_t)size);
    if (!found) return (struct span){text, 0};
    found += size;
    return (struct span){found, (size_t)(skip_value(found, text + length) - found)};
}

struct span item_of(struct span array, int nth) {
    const char *at = array.at + 1, *end = array.at + array.length - 1;
    if (array.length < 3 || *array.at != '[') return (struct span){array.at, 0};
    while (at < end) {
        const char *after = skip_value(at, end);
        if (nth-- == 0) return (struct span){at, (size_t)(after - at)};
        at = after + 1;
    }
    return (struct span){end, 0};
}

int items_in(struct span array) {
    const char *at = array.at + 1, *end = array.at + array.length - 1;
    int count = 0;
    if (array.length < 3 || *array.at != '[') return 0;
    while (at < end) {
        at = skip_value(at, end) + 1;
        count++;
    }
    return count;
}

struct span unquoted(struct span value) {
    if (value.length >= 2 && value.at[0] == '"') return (struct span){value.at + 1, value.length - 2};
    return value;
}

long number_of(struct span value, long otherwise) {
    if (value.length == 0 || value.at[0] == 'n') return otherwise;
    return strtol(value.at, NULL, 10);
}

int is_text(struct span value, const char *text) {
    struct span bare = unquoted(value);
    return bare.length == strlen(text) && memcmp(bare.at, text, bare.length) == 0;
}
