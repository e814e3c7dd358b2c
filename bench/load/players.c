/* Players who really play: three sockets a table, acts from the server's `legal` list.
 *
 * usage: players HOST PORT SEATS_FILE PERIOD_MS WARM_SECONDS SECONDS
 *   SEATS_FILE: a line a player, "table seat path cookie"; the seats of a table are numbered from 0.
 *   PERIOD_MS: 0 = closed loop (act as soon as asked); else an act every so many ms at each table,
 *     and latencies count from the moment the act was due, so that a late server is not forgiven.
 * prints {"ready": n} once all are connected, and at the end one JSON line of what was measured; then all
 * play on until stdin is closed, so that one may look at the server meanwhile.
 * exit status 1 when the server dropped somebody, left a gap in the versions or refused an act; but a
 * `next` may come just when the time of the result was over, and who is told "busy" may come again. "still"
 * counts the tables that did not move though their match goes on. */
#include "latency.h"
#include "scan.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { SEATS = 3, REMEMBERED = 16, TEXT_ROOM = 640 };
enum { COMING_AT_ONCE = 64 }; /* a proxy lets no more in at a time than a server can see to */
enum { PING_US = 20000000, MOST_OFTEN_US = 20000 }; /* a client asks every 20 s where its table stands */

struct moment { /* one version of a table on its way to its players */
    long version;
    uint64_t sent, last_seen;
    int seen;
};

struct table {
    struct moment moments[REMEMBERED];
    uint64_t due;          /* when the next act may leave, in the open loop */
    uint64_t moved;        /* when a version of it was seen last */
    struct player *asked;  /* who holds a legal list and has not answered */
};

struct player {
    struct peer peer;
    struct table *table;
    int seat, serial;
    long version;
    int synced;            /* has had its `state` */
    int waiting;           /* an act of ours is unanswered */
    int after_deal;        /* it was `next`: the clock may have gone on before it came */
    int turned_away;       /* "busy", as he came: he comes again, as a browser does */
    uint64_t sent;
    char ref[24];
    char phase[12], legal[TEXT_ROOM], hand[96];
    size_t legal_length, hand_length;
    char path[128], cookie[900];
};

static struct player *players;
static struct table *tables;
static int player_count, table_count, opened_count, synced_count, playing, measuring;
static uint64_t period_us, acts, messages, refusals, gaps, overdue, came_again, too_late, asked_hub_at, next_hub_look;
static const char *host;
static int port, poll;
static struct latencies to_receipt, to_all, to_pong;
static uint64_t random_state = 88172645463325252ull;
static unsigned run; /* a table may have been played at before: no act of ours has the ref of another run */

static uint32_t chance(uint32_t below) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)((random_state >> 11) % below);
}

static struct moment *moment_of(struct table *table, long version) {
    struct moment *m = &table->moments[version % REMEMBERED];
    if (m->version != version) *m = (struct moment){.version = version};
    return m;
}

static void settle_moment(struct moment *m) {
    if (!m->sent || m->seen < SEATS || !measuring) return;
    note(&to_all, m->last_seen - m->sent);
    m->sent = 0;
}

static void keep(char *room, size_t *length, struct span value, size_t limit) {
    *length = value.length < limit ? value.length : 0;
    memcpy(room, value.at, *length);
}

static struct span picked(struct player *p) {
    struct span legal = {p->legal, p->legal_length};
    int count = items_in(legal);
    if (count == 0) return (struct span){p->legal, 0};
    if (strcmp(p->phase, "auction") == 0) /* pass mostly, else one of the two cheapest bids */
        return item_of(legal, chance(10) < 6 || count < 2 ? 0 : 1 + (int)chance(count > 2 ? 2 : 1));
    if (strcmp(p->phase, "discard") == 0 || strcmp(p->phase, "result") == 0) return item_of(legal, 0);
    return item_of(legal, (int)chance((uint32_t)count));
}

static int compose(struct player *p, char *act, size_t room) {
    struct span choice = unquoted(picked(p));
    struct span hand = {p->hand, p->hand_length};
    struct span one = unquoted(item_of(hand, 0)), two = unquoted(item_of(hand, 1));
    if (choice.length == 0) return 0;
    if (strcmp(p->phase, "discard") == 0 && choice.at[0] != 'c')
        return snprintf(act, room, "%.*s %.*s %.*s", (int)one.length, one.at, (int)two.length, two.at,
                        (int)choice.length, choice.at);
    return snprintf(act, room, "%.*s", (int)choice.length, choice.at);
}

static void act_now(struct player *p, uint64_t due) {
    char act[64], message[256];
    if (p->waiting || p->legal_length == 0 || !compose(p, act, sizeof act)) return;
    snprintf(p->ref, sizeof p->ref, "%08x-%05x-%06x", run, (unsigned)(p - players), (unsigned)p->serial++);
    int length = snprintf(message, sizeof message, "{\"t\":\"act\",\"ref\":\"%s\",\"v\":%ld,\"act\":\"%s\"}",
                          p->ref, p->version, act);
    p->waiting = 1;
    p->after_deal = strcmp(p->phase, "result") == 0;
    p->sent = due;
    p->legal_length = 0;
    send_text(&p->peer, message, (size_t)length);
}

static void asked(struct player *p) {
    if (period_us || !playing) {
        p->table->asked = p;
        return;
    }
    act_now(p, now_us());
}

static void learn(struct player *p, const char *text, size_t length) {
    struct span phase = value_of(text, length, "phase"), legal = value_of(text, length, "legal");
    struct span hands = value_of(text, length, "hands");
    if (phase.length) {
        struct span bare = unquoted(phase);
        snprintf(p->phase, sizeof p->phase, "%.*s", (int)bare.length, bare.at);
    }
    if (hands.length > 4) {
        struct span mine = item_of(hands, p->seat);
        if (mine.length > 4) keep(p->hand, &p->hand_length, mine, sizeof p->hand);
    }
    if (legal.length) keep(p->legal, &p->legal_length, legal, sizeof p->legal);
    if (legal.length && p->legal[0] == 'n') p->legal_length = 0;
}

static void saw_version(struct player *p, const char *text, size_t length, uint64_t at) {
    long version = number_of(value_of(text, length, "v"), -1);
    struct moment *m = moment_of(p->table, version);
    struct span ref = unquoted(value_of(text, length, "ref"));
    if (version != p->version + 1) gaps++;
    p->version = version;
    m->seen++;
    m->last_seen = p->table->moved = at;
    if (ref.length && p->waiting && strncmp(p->ref, ref.at, ref.length) == 0) {
        p->waiting = 0;
        m->sent = p->sent;
        if (measuring) {
            acts++;
            note(&to_receipt, at - p->sent);
        }
    }
    settle_moment(m);
}

static void told(struct peer *peer, const char *text, size_t length) {
    struct player *p = peer->owner;
    struct span kind = value_of(text, length, "t");
    messages++;
    if (is_text(kind, "ev")) {
        saw_version(p, text, length, now_us());
        learn(p, text, length);
        if (p->legal_length && !p->waiting) asked(p);
    } else if (is_text(kind, "state")) {
        p->version = number_of(value_of(text, length, "v"), -1);
        p->waiting = 0;
        if (!p->synced) synced_count++;
        p->synced = 1;
        learn(p, text, length);
        if (p->legal_length) asked(p);
    } else if (is_text(kind, "refused")) {
        if (p->after_deal)
            too_late++;
        else if (refusals++ < 5)
            fprintf(stderr, "refused in %s: %.*s (saw %ld) %s\n", p->phase, (int)length, text, p->version, p->path);
        p->waiting = 0;
    } else if (is_text(kind, "bye")) {
        p->turned_away = !p->synced && is_text(value_of(text, length, "code"), "busy");
        if (!p->turned_away) fprintf(stderr, "told to leave: %.*s\n", (int)length, text);
    } else if (is_text(kind, "pong")) {
        if (measuring) note(&to_pong, now_us() - asked_hub_at);
        asked_hub_at = 0;
    }
}

/* Everybody is in place: whoever was asked meanwhile may act. */
static void begin(void) {
    playing = 1;
    for (int i = 0; i < table_count; i++) {
        struct table *table = &tables[i];
        table->due = now_us() + chance(period_us ? (uint32_t)period_us : 1);
        if (!period_us && table->asked) act_now(table->asked, now_us());
    }
}

/* A pong is answered by the loop of the server itself: how late it comes is how late the loop is. */
static void look_at_hub(uint64_t now) {
    static int next;
    if (asked_hub_at || now < next_hub_look) return;
    asked_hub_at = now;
    next_hub_look = now + (PING_US / player_count > MOST_OFTEN_US ? PING_US / player_count : MOST_OFTEN_US);
    next = (next + 1) % player_count;
    send_text(&players[next].peer, "{\"t\":\"ping\"}", 12);
}

static void opened(struct peer *peer) {
    (void)peer;
    opened_count++;
}

static void act_when_due(uint64_t now) {
    for (int i = 0; i < table_count; i++) {
        struct table *table = &tables[i];
        if (now < table->due || !table->asked) continue;
        struct player *p = table->asked;
        uint64_t due = table->due;
        table->asked = NULL;
        act_now(p, due);
        for (table->due += period_us; table->due < now; table->due += period_us) { /* acts nobody could make */
            overdue++;
            if (measuring) note(&to_all, now - table->due);
        }
    }
}

static int come(struct player *p) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
    char authority[64];
    snprintf(authority, sizeof authority, "%s:%d", host, port);
    if (connect_peer(&p->peer, host, port) < 0) return -1;
    p->peer.owner = p;
    epoll_ctl(poll, EPOLL_CTL_ADD, p->peer.fd, &event);
    return send_upgrade(&p->peer, authority, p->path, p->cookie);
}

/* The socket of this player was closed: no fault only if he may come again. */
static int gone(struct player *p) {
    if (!p->turned_away || came_again * 20 > (uint64_t)player_count) {
        fprintf(stderr, "dropped with code %d\n", p->peer.closing_code);
        return -1;
    }
    came_again++;
    p->turned_away = 0;
    close_peer(&p->peer);
    return come(p);
}

static int pump(uint64_t until, int until_synced) {
    struct epoll_event events[1024];
    uint64_t next_scan = 0;
    for (uint64_t now; (now = now_us()) < until && !(until_synced && synced_count >= until_synced);) {
        int wait_ms = (int)(until - now < 20000u ? (until - now + 999) / 1000 : 20);
        int ready = epoll_wait(poll, events, 1024, period_us ? 1 : wait_ms);
        for (int i = 0; i < ready; i++) {
            struct player *p = events[i].data.ptr;
            if (drain_peer(&p->peer, opened, told) < 0 && gone(p) < 0) return -1;
        }
        if (period_us && playing && now_us() >= next_scan) {
            act_when_due(now_us());
            next_scan = now_us() + 500;
        }
        if (measuring) look_at_hub(now_us());
    }
    return 0;
}

static int read_seats(const char *name) {
    FILE *file = fopen(name, "r");
    int room = 0, table, seat;
    char path[128], cookie[900];
    if (!file) return -1;
    while (fscanf(file, "%d %d %127s %899[^\n]", &table, &seat, path, cookie) == 4) {
        if (player_count == room) players = realloc(players, sizeof *players * (size_t)(room = room ? room * 2 : 256));
        struct player *p = &players[player_count++];
        memset(p, 0, sizeof *p);
        p->seat = seat;
        p->serial = table;
        snprintf(p->path, sizeof p->path, "%s", path);
        snprintf(p->cookie, sizeof p->cookie, "%s", cookie);
        if (table >= table_count) table_count = table + 1;
    }
    fclose(file);
    tables = calloc((size_t)table_count, sizeof *tables);
    for (int i = 0; i < player_count; i++) {
        players[i].table = &tables[players[i].serial];
        players[i].serial = 0;
    }
    return 0;
}

static int come_all(void) {
    for (int i = 0; i < player_count; i++) {
        if (come(&players[i]) < 0) return -1;
        if (pump(now_us() + 2000u, 0) < 0) return -1; /* 500 connections a second at most */
        if (i > COMING_AT_ONCE && pump(now_us() + 10000000u, i - COMING_AT_ONCE) < 0) return -1;
    }
    return pump(now_us() + 60000000u, player_count);
}

/* Tables that should have moved in the measured time and did not, though their match goes on. */
static int still_tables(uint64_t began) {
    int still = 0;
    for (int i = 0; i + SEATS <= player_count; i += SEATS)
        still += players[i].table->moved < began && strcmp(players[i].phase, "finished") != 0;
    return still;
}

static void report(double seconds, int still) {
    printf("{\"acts\": %llu, \"messages\": %llu, \"seconds\": %.3f, \"refusals\": %llu, \"gaps\": %llu, "
           "\"receipt_p50_us\": %llu, \"receipt_p99_us\": %llu, \"all_p50_us\": %llu, \"all_p99_us\": %llu, "
           "\"all_worst_us\": %llu, \"hub_p99_us\": %llu, \"overdue\": %llu, \"came_again\": %llu, \"too_late\": %llu, \"still\": %d}\n",
           (unsigned long long)acts, (unsigned long long)messages, seconds, (unsigned long long)refusals,
           (unsigned long long)gaps, (unsigned long long)share_below(&to_receipt, 0.5),
           (unsigned long long)share_below(&to_receipt, 0.99), (unsigned long long)share_below(&to_all, 0.5),
           (unsigned long long)share_below(&to_all, 0.99), (unsigned long long)to_all.worst,
           (unsigned long long)share_below(&to_pong, 0.99), (unsigned long long)overdue,
           (unsigned long long)came_again, (unsigned long long)too_late, still);
}

static void play_on(void) {
    uint64_t until = now_us() + 30000000u;
    char byte;
    fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
    while (now_us() < until && read(0, &byte, 1) < 0 && errno == EAGAIN)
        if (pump(now_us() + 20000u, 0) < 0) return;
}

int main(int count, char **words) {
    if (count != 7) return fprintf(stderr, "usage: players HOST PORT SEATS PERIOD_MS WARM SECONDS\n"), 2;
    poll = epoll_create1(0);
    host = words[1];
    port = atoi(words[2]);
    run = (unsigned)(now_us() ^ (uint64_t)getpid() << 20);
    period_us = (uint64_t)atol(words[4]) * 1000u;
    if (read_seats(words[3]) < 0 || come_all() < 0) return 1;
    if (synced_count < player_count) return fprintf(stderr, "only %d in place\n", synced_count), 1;
    begin();
    if (pump(now_us() + (uint64_t)(atof(words[5]) * 1e6), 0) < 0) return 1;
    printf("{\"ready\": %d}\n", player_count);
    fflush(stdout);
    uint64_t began = now_us();
    measuring = 1;
    messages = overdue = 0;
    if (pump(began + (uint64_t)(atof(words[6]) * 1e6), 0) < 0) return 1;
    uint64_t ended = now_us();
    int still = ended - began > 3 * period_us ? still_tables(began) : 0;
    report((double)(ended - began) / 1e6, still);
    fflush(stdout);
    measuring = 0;
    play_on();
    return refusals > 0 || gaps > 0;
}
