/* People in the hall: all listen, some of them say and take back what they look for, each something else.
 *
 * usage: lobby HOST PORT COOKIES_FILE CHANGES_A_SECOND WARM_SECONDS SECONDS
 *   COOKIES_FILE: a line a player; the first ones, as many as there are kinds of table, are those who speak.
 * prints {"ready": n} once all are connected, and at the end one JSON line of what was measured: from a change
 * said until each of all the others heard of it. Exit status 1 when somebody was dropped or refused, missed a
 * version, or when a change was not told to all. */
#include "latency.h"
#include "scan.h"
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { CONVENTIONS = 3, SPEEDS = 3, TARGETS = 50, KINDS = CONVENTIONS * SPEEDS * TARGETS, MOST_ENTRIES = 64 };
enum { LATE_US = 2000000, REMEMBERED = 64 };

static const char *conventions[] = {"sochi", "leningrad", "rostov"}, *speeds[] = {"fast", "usual", "calm"};

struct change { /* one change on its way to everybody */
    uint64_t sent;
    int seen;
};

struct version { /* what a frame told, read once for all who get it */
    long number;
    int count;
    int kinds[MOST_ENTRIES];
};

struct player {
    struct peer peer;
    long version;
    int synced, looks;
};

static struct player *players;
static struct change changes[KINDS];
static struct version versions[REMEMBERED];
static int player_count, synced_count, measuring;
static uint64_t said, told, refusals, gaps, missed;
static struct latencies to_each, to_all;
static struct epoll_event events[512];

static int index_of(struct span value, const char **names, int count) {
    struct span word = unquoted(value);
    for (int at = 0; at < count; at++)
        if (strlen(names[at]) == word.length && memcmp(names[at], word.at, word.length) == 0) return at;
    return -1;
}

static int kind_in(struct span row) {
    int convention = index_of(value_of(row.at, row.length, "convention"), conventions, CONVENTIONS);
    int speed = index_of(value_of(row.at, row.length, "speed"), speeds, SPEEDS);
    long target = number_of(value_of(row.at, row.length, "target"), 0);
    if (convention < 0 || speed < 0 || target < 1 || target > TARGETS) return -1;
    return (int)((target - 1) * CONVENTIONS * SPEEDS + speed * CONVENTIONS + convention);
}

static struct version *version_of(const char *text, size_t length, long number) {
    struct version *v = &versions[number % REMEMBERED];
    if (v->number == number) return v;
    struct span rows = value_of(text, length, "waiting");
    *v = (struct version){.number = number};
    for (int at = 0; rows.length && at < items_in(rows) && v->count < MOST_ENTRIES; at++) {
        int kind = kind_in(item_of(rows, at));
        if (kind >= 0) v->kinds[v->count++] = kind;
    }
    return v;
}

static void see(int kind, uint64_t now) {
    struct change *change = &changes[kind];
    if (!change->sent) return;
    change->seen++;
    if (measuring) note(&to_each, now - change->sent);
    if (change->seen < player_count) return;
    if (measuring) note(&to_all, now - change->sent);
    change->sent = 0;
}

static void heard(struct peer *peer, const char *text, size_t length) {
    struct player *p = peer->owner;
    struct span tag = value_of(text, length, "t");
    if (is_text(tag, "refused") || is_text(tag, "bye")) {
        refusals++;
        fprintf(stderr, "%.*s\n", (int)length, text);
    }
    int whole = is_text(tag, "hall");
    if (!whole && !is_text(tag, "changes")) return;
    long number = number_of(value_of(text, length, "v"), -1);
    if (whole && !p->synced) synced_count++;
    if (!whole && number != p->version + 1) gaps++;
    p->version = number;
    p->synced = 1;
    if (whole) return;
    told++;
    struct version *v = version_of(text, length, number);
    uint64_t now = now_us();
    for (int at = 0; at < v->count; at++) see(v->kinds[at], now);
}

static void opened(struct peer *peer) { (void)peer; }

/* The next one says what he looks for, or takes it back. One whose last change is still on its way lost it. */
static void change_one(void) {
    static int next;
    int kind = next++ % (player_count < KINDS ? player_count : KINDS);
    struct player *p = &players[kind];
    char text[128];
    int length = p->looks
        ? snprintf(text, sizeof text, "{\"t\":\"withdraw\"}")
        : snprintf(text, sizeof text, "{\"t\":\"seek\",\"convention\":\"%s\",\"target\":%d,\"speed\":\"%s\",\"rated\":false}",
                   conventions[kind % CONVENTIONS], kind / (CONVENTIONS * SPEEDS) + 1,
                   speeds[kind / CONVENTIONS % SPEEDS]);
    if (changes[kind].sent) missed++;
    changes[kind] = (struct change){.sent = now_us()};
    p->looks = !p->looks;
    said++;
    send_text(&p->peer, text, (size_t)length);
}

static int listen_until(int poll, uint64_t until) {
    while (now_us() < until) {
        int ready = epoll_wait(poll, events, 512, 1);
        for (int at = 0; at < ready; at++)
            if (drain_peer(events[at].data.ptr, opened, heard) < 0) return fprintf(stderr, "somebody was dropped\n"), -1;
    }
    return 0;
}

static int talk(int poll, double seconds, double a_second) {
    uint64_t began = now_us(), ends = began + (uint64_t)(seconds * 1e6);
    for (uint64_t number = 0;; number++) {
        uint64_t due = began + (uint64_t)((double)number * 1e6 / a_second);
        if (listen_until(poll, due < ends ? due : ends) < 0) return -1;
        if (due >= ends) return 0;
        change_one();
    }
}

static int read_players(const char *path, char (**cookies)[900]) {
    FILE *file = fopen(path, "r");
    char line[900];
    if (!file) return perror(path), -1;
    for (; fgets(line, sizeof line, file); player_count++) {
        *cookies = realloc(*cookies, sizeof **cookies * (size_t)(player_count + 1));
        line[strcspn(line, "\n")] = 0;
        memcpy((*cookies)[player_count], line, sizeof line);
    }
    fclose(file);
    return 0;
}

static int connect_all(int poll, const char *host, int port, char (*cookies)[900]) {
    players = calloc((size_t)player_count, sizeof *players);
    for (int at = 0; at < player_count; at++) {
        struct player *p = &players[at];
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &p->peer};
        if (connect_peer(&p->peer, host, port) < 0) return perror("connect"), -1;
        p->peer.owner = p;
        epoll_ctl(poll, EPOLL_CTL_ADD, p->peer.fd, &event);
        char origin[64];
        snprintf(origin, sizeof origin, "%s:%d", host, port);
        if (send_upgrade(&p->peer, origin, "/ws/lobby", cookies[at]) < 0) return perror("upgrade"), -1;
        if (listen_until(poll, now_us() + 2500) < 0) return -1; /* 400 connections a second at most */
    }
    uint64_t give_up = now_us() + 20000000u;
    while (synced_count < player_count && now_us() < give_up)
        if (listen_until(poll, now_us() + 20000) < 0) return -1;
    return 0;
}

int main(int count, char **words) {
    char (*cookies)[900] = NULL;
    if (count != 7) return fprintf(stderr, "usage: lobby HOST PORT COOKIES CHANGES_A_SECOND WARM SECONDS\n"), 2;
    int poll = epoll_create1(0);
    double a_second = atof(words[4]), seconds = atof(words[6]);
    if (read_players(words[3], &cookies) < 0 || connect_all(poll, words[1], atoi(words[2]), cookies) < 0) return 1;
    if (synced_count < player_count) return fprintf(stderr, "only %d in the hall\n", synced_count), 1;
    if (talk(poll, atof(words[5]), a_second) < 0) return 1;
    printf("{\"ready\": %d}\n", player_count);
    fflush(stdout);
    measuring = 1;
    said = told = 0;
    if (talk(poll, seconds, a_second) < 0) return 1;
    uint64_t frames = told, changes_said = said;
    if (listen_until(poll, now_us() + LATE_US) < 0) return 1;
    for (int kind = 0; kind < KINDS; kind++) missed += changes[kind].sent != 0;
    printf("{\"changes\": %llu, \"frames\": %llu, \"seconds\": %.3f, \"players\": %d, \"missed\": %llu, \"gaps\": %llu, \"refusals\": %llu,"
           " \"each_p50_us\": %llu, \"each_p99_us\": %llu, \"all_p99_us\": %llu, \"worst_us\": %llu}\n",
           (unsigned long long)changes_said, (unsigned long long)frames, seconds, player_count, (unsigned long long)missed,
           (unsigned long long)gaps, (unsigned long long)refusals, (unsigned long long)share_below(&to_each, 0.5),
           (unsigned long long)share_below(&to_each, 0.99), (unsigned long long)share_below(&to_all, 0.99),
           (unsigned long long)to_each.worst);
    return missed > 0 || gaps > 0 || refusals > 0;
}
