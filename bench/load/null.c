/* A server that answers at once and thinks nothing: what the players' generator can do at most.
 *
 * usage: null PORT
 * Sockets come to /ws/table/TABLE/SEAT. An act is answered with the next version to all three, of the
 * size the club's own messages have, and puts the next seat on turn. */
#include "scan.h"
#include "wire.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { SEATS = 3, TABLES = 4000, ROOM = 4096 };

struct client {
    int fd, open, table, seat;
    size_t length;
    char buffer[ROOM];
};

struct table {
    struct client *clients[SEATS];
    long version;
};

static struct table tables[TABLES];
static const char CARDS[] = "[\"S7\",\"S9\",\"SK\",\"C8\",\"CJ\",\"D7\",\"DT\",\"DA\",\"HQ\",\"HK\"]";

static void send_frame(struct client *to, const char *text, size_t length) {
    char frame[ROOM];
    size_t head = 2;
    frame[0] = (char)0x81;
    if (length < 126) {
        frame[1] = (char)length;
    } else {
        frame[1] = 126;
        frame[2] = (char)(length >> 8);
        frame[3] = (char)(length & 0xff);
        head = 4;
    }
    memcpy(frame + head, text, length);
    if (send(to->fd, frame, head + length, MSG_NOSIGNAL) < 0) perror("send"), exit(1);
}

static void tell(struct client *to, const char *kind, long version, const char *act) {
    char text[ROOM - 8];
    int mine = to->seat, turn = (int)(version % SEATS);
    int length = snprintf(text, sizeof text,
        "{\"t\":\"%s\",\"v\":%ld,\"now\":1764000000000%s,\"set\":{\"phase\":\"play\",\"turn\":[%d],\"hand_to_play\":%d,"
        "\"deadline\":1764000150000,\"clock_from\":1764000000000,\"counts\":[10,9,9],\"trick\":[[0,\"S7\"],[1,\"SA\"]],"
        "\"led\":\"S\",\"hands\":[%s,%s,%s],\"legal\":%s}}",
        kind, version, act, turn, turn, mine == 0 ? CARDS : "null", mine == 1 ? CARDS : "null",
        mine == 2 ? CARDS : "null", mine == turn ? CARDS : "null");
    send_frame(to, text, (size_t)length);
}

static void open_client(struct client *c) {
    static const char ANSWER[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    if (sscanf(c->buffer, "GET /ws/table/%d/%d ", &c->table, &c->seat) != 2) exit(1);
    if (c->table < 0 || c->table >= TABLES || c->seat < 0 || c->seat >= SEATS) exit(1);
    struct table *table = &tables[c->table];
    table->clients[c->seat] = c;
    c->open = 1;
    send(c->fd, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL);
    for (int seat = 0; seat < SEATS; seat++)
        if (!table->clients[seat]) return;
    for (int seat = 0; seat < SEATS; seat++) tell(table->clients[seat], "state", table->version, "");
}

static void hear(struct client *c, const char *text, size_t length) {
    struct table *table = &tables[c->table];
    struct span ref = unquoted(value_of(text, length, "ref")), act = value_of(text, length, "act");
    char told[160];
    if (!ref.length) {
        send_frame(c, "{\"t\":\"pong\",\"v\":0}", 18);
        return;
    }
    table->version++;
    for (int seat = 0; seat < SEATS; seat++) {
        int size = snprintf(told, sizeof told, ",\"act\":[%d,%.*s],\"by\":\"player\"", c->seat, (int)act.length, act.at);
        if (seat == c->seat)
            snprintf(told + size, sizeof told - (size_t)size, ",\"ref\":\"%.*s\"", (int)ref.length, ref.at);
        tell(table->clients[seat], "ev", table->version, told);
    }
}

/* Takes one masked frame from the front; 0 when it is not all there. */
static size_t take_frame(struct client *c) {
    unsigned char *b = (unsigned char *)c->buffer;
    size_t length, head = 6;
    if (c->length < 8) return 0;
    length = b[1] & 0x7f;
    if (length == 126) {
        length = ((size_t)b[2] << 8) | b[3];
        head = 8;
    }
    if (c->length < head + length) return 0;
    for (size_t i = 0; i < length; i++) b[head + i] ^= b[head - 4 + (i & 3)];
    if ((b[0] & 0x0f) == 1) hear(c, c->buffer + head, length);
    return head + length;
}

static int drain(struct client *c) {
    ssize_t got = recv(c->fd, c->buffer + c->length, ROOM - 1 - c->length, 0);
    if (got <= 0) return -1;
    c->length += (size_t)got;
    c->buffer[c->length] = 0;
    if (!c->open) {
        char *end = strstr(c->buffer, "\r\n\r\n");
        if (!end) return 0;
        open_client(c);
        c->length = 0; /* nobody speaks before he was told the state */
        return 0;
    }
    for (size_t taken; (taken = take_frame(c)) > 0;) {
        memmove(c->buffer, c->buffer + taken, c->length - taken);
        c->length -= taken;
    }
    return 0;
}

static int listen_at(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 4096) < 0) return -1;
    return fd;
}

static void welcome(int poll, int listener) {
    struct client *c = calloc(1, sizeof *c);
    int one = 1;
    c->fd = accept(listener, NULL, NULL);
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = c});
}

int main(int count, char **words) {
    if (count != 2) return fprintf(stderr, "usage: null PORT\n"), 2;
    int poll = epoll_create1(0), listener = listen_at(atoi(words[1]));
    if (listener < 0) return perror("listen"), 1;
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.ptr = NULL});
    for (;;) {
        struct epoll_event events[512];
        int ready = epoll_wait(poll, events, 512, -1);
        for (int i = 0; i < ready; i++) {
            struct client *c = events[i].data.ptr;
            if (!c) {
                welcome(poll, listener);
            } else if (drain(c) < 0) {
                close(c->fd);
                tables[c->table].clients[c->seat] = NULL;
            }
        }
    }
}
