/* Closed-loop page load: CONNECTIONS kept alive, each asks for PATH, reads the whole page, asks again.
 *
 * usage: pages HOST PORT PATH COOKIE CONNECTIONS WARM_SECONDS SECONDS  →  {"started": true}, then one JSON line
 * exit status 1 when an answer was not 200 or a connection was cut. */
#include "latency.h"
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROOM = 262144 };

struct visitor {
    struct peer peer;
    uint64_t sent;
    size_t length;
    char page[ROOM];
};

static char request[2048];
static int request_length, measuring;
static uint64_t pages, bytes;
static struct latencies to_page;

static void ask(struct visitor *v) {
    v->length = 0;
    v->sent = now_us();
    if (send(v->peer.fd, request, (size_t)request_length, MSG_NOSIGNAL) != request_length) exit(1);
}

/* The size of the whole answer, 0 while its head is not all there. */
static size_t size_of_answer(struct visitor *v) {
    v->page[v->length] = 0;
    char *end = strstr(v->page, "\r\n\r\n"), *length = strcasestr(v->page, "\r\ncontent-length:");
    if (!end) return 0;
    if (strncmp(v->page, "HTTP/1.1 200", 12) != 0 || !length || length > end) {
        fprintf(stderr, "not a page: %.60s\n", v->page);
        exit(1);
    }
    return (size_t)(end + 4 - v->page) + strtoul(length + 17, NULL, 10);
}

static void read_some(struct visitor *v) {
    ssize_t got = recv(v->peer.fd, v->page + v->length, ROOM - 1 - v->length, 0);
    if (got <= 0) fprintf(stderr, "a connection was cut\n"), exit(1);
    v->length += (size_t)got;
    size_t size = size_of_answer(v);
    if (!size || v->length < size) return;
    if (measuring) {
        pages++;
        bytes += v->length;
        note(&to_page, now_us() - v->sent);
    }
    ask(v);
}

static void pump(int poll, uint64_t until) {
    struct epoll_event events[256];
    while (now_us() < until) {
        int ready = epoll_wait(poll, events, 256, 20);
        for (int i = 0; i < ready; i++) read_some(events[i].data.ptr);
    }
}

int main(int count, char **words) {
    if (count != 8) return fprintf(stderr, "usage: pages HOST PORT PATH COOKIE CONNECTIONS WARM SECONDS\n"), 2;
    int port = atoi(words[2]), connections = atoi(words[5]), poll = epoll_create1(0);
    request_length = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nCookie: %s\r\nAccept-Language: en\r\nConnection: keep-alive\r\n\r\n",
        words[3], words[1], port, words[4]);
    struct visitor *visitors = calloc((size_t)connections, sizeof *visitors);
    for (int i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &visitors[i]};
        if (connect_peer(&visitors[i].peer, words[1], port) < 0) return perror("connect"), 1;
        epoll_ctl(poll, EPOLL_CTL_ADD, visitors[i].peer.fd, &event);
        ask(&visitors[i]);
    }
    pump(poll, now_us() + (uint64_t)(atof(words[6]) * 1e6));
    uint64_t began = now_us();
    printf("{\"started\": true}\n");
    fflush(stdout);
    measuring = 1;
    pump(poll, began + (uint64_t)(atof(words[7]) * 1e6));
    printf("{\"pages\": %llu, \"bytes\": %llu, \"seconds\": %.3f, \"p50_us\": %llu, \"p99_us\": %llu}\n",
           (unsigned long long)pages, (unsigned long long)bytes, (double)(now_us() - began) / 1e6,
           (unsigned long long)share_below(&to_page, 0.5), (unsigned long long)share_below(&to_page, 0.99));
    return 0;
}
