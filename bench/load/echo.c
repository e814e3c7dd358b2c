/* Closed-loop echo load: CONNECTIONS sockets, each sends 60 bytes, waits for them, sends again.
 * After half as many seconds to warm up it counts.
 * usage: echo HOST PORT PATH CONNECTIONS SECONDS  →  one JSON line {"echoes": n, "seconds": s} */
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static const char MESSAGE[61] = "a card of sixty bytes, no more and no less, goes to and fro.";
static uint64_t echoes;
static int opened_count, running;

static void speak(struct peer *peer) { send_text(peer, MESSAGE, 60); }

static void opened(struct peer *peer) {
    (void)peer;
    opened_count++;
}

static void told(struct peer *peer, const char *text, size_t length) {
    if (length != 60 || memcmp(text, MESSAGE, 60) != 0) {
        fprintf(stderr, "echo came back changed\n");
        exit(1);
    }
    echoes++;
    if (running) speak(peer);
}

static void pump(int poll, uint64_t until, int stop_when_open) {
    struct epoll_event events[512];
    while (now_us() < until && !(stop_when_open && opened_count >= stop_when_open)) {
        int ready = epoll_wait(poll, events, 512, 50);
        for (int i = 0; i < ready; i++)
            if (drain_peer(events[i].data.ptr, opened, told) < 0) {
                fprintf(stderr, "the server dropped a socket\n");
                exit(1);
            }
    }
}

int main(int count, char **words) {
    if (count != 6) return 2;
    int port = atoi(words[2]), connections = atoi(words[4]);
    double seconds = atof(words[5]);
    struct peer *peers = calloc((size_t)connections, sizeof *peers);
    int poll = epoll_create1(0);
    for (int i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &peers[i]};
        if (connect_peer(&peers[i], words[1], port) < 0) return perror("connect"), 1;
        epoll_ctl(poll, EPOLL_CTL_ADD, peers[i].fd, &event);
        if (send_upgrade(&peers[i], words[1], words[3], "") < 0) return perror("upgrade"), 1;
        usleep(2000); /* 500 connections a second at most */
    }
    pump(poll, now_us() + 20000000u, connections);
    if (opened_count < connections) return fprintf(stderr, "only %d opened\n", opened_count), 1;
    running = 1;
    for (int i = 0; i < connections; i++) speak(&peers[i]);
    pump(poll, now_us() + (uint64_t)(seconds * 0.5e6), 0); /* warm up */
    uint64_t began = now_us(), at_start = echoes;
    printf("{\"started\": true}\n");
    fflush(stdout);
    pump(poll, began + (uint64_t)(seconds * 1e6), 0);
    printf("{\"echoes\": %llu, \"seconds\": %.3f}\n", (unsigned long long)(echoes - at_start), (double)(now_us() - began) / 1e6);
    return 0;
}
