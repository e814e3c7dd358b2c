#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

int connect_peer(struct peer *peer, const char *host, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1;
    inet_pton(AF_INET, host, &address.sin_addr);
    memset(peer, 0, sizeof *peer);
    peer->capacity = 4096;
    peer->buffer = malloc(peer->capacity);
    peer->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (peer->fd < 0 || connect(peer->fd, (struct sockaddr *)&address, sizeof address) < 0) return -1;
    setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(peer->fd, F_SETFL, fcntl(peer->fd, F_GETFL) | O_NONBLOCK);
    return 0;
}

static int send_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) continue;
        if (sent <= 0) return -1;
        bytes += sent;
        length -= (size_t)sent;
    }
    return 0;
}

int send_upgrade(struct peer *peer, const char *host, const char *path, const char *cookie) {
    char request[2048];
    int length = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dHJlbHlhemggbG9hZCE9PQ==\r\nSec-WebSocket-Version: 13\r\n%s%s%s\r\n",
        path, host, host, cookie[0] ? "Cookie: " : "", cookie, cookie[0] ? "\r\n" : "");
    if (length < 0 || (size_t)length >= sizeof request) return -1;
    return send_all(peer->fd, request, (size_t)length);
}

static int send_frame(struct peer *peer, int opcode, const char *payload, size_t length) {
    char frame[4096 + 8];
    size_t head = 2, i;
    static const unsigned char mask[4] = {0x37, 0xfa, 0x21, 0x3d};
    if (length > 4096) return -1;
    frame[0] = (char)(0x80 | opcode);
    if (length < 126) {
        frame[1] = (char)(0x80 | length);
    } else {
        frame[1] = (char)(0x80 | 126);
        frame[2] = (char)(length >> 8);
        frame[3] = (char)(length & 0xff);
        head = 4;
    }
    memcpy(frame + head, mask, 4);
    head += 4;
    for (i = 0; i < length; i++) frame[head + i] = (char)(payload[i] ^ mask[i & 3]);
    return send_all(peer->fd, frame, head + length);
}

int send_text(struct peer *peer, const char *text, size_t length) {
    return send_frame(peer, TEXT, text, length);
}

static size_t take_upgrade(struct peer *peer, on_open opened) {
    char *end = memmem(peer->buffer, peer->length, "\r\n\r\n", 4);
    if (!end) return 0;
    if (memcmp(peer->buffer, "HTTP/1.1 101", 12) != 0) return SIZE_MAX;
    peer->open = 1;
    opened(peer);
    return (size_t)(end + 4 - peer->buffer);
}

/* One whole frame at `at`: its size, 0 when more bytes are needed, SIZE_MAX when the server closed. */
static size_t take_frame(struct peer *peer, size_t at, on_text told) {
    const unsigned char *b = (const unsigned char *)peer->buffer + at;
    size_t left = peer->length - at, head = 2, length;
    if (left < 2) return 0;
    length = b[1] & 0x7f;
    if (length == 126) {
        if (left < 4) return 0;
        length = ((size_t)b[2] << 8) | b[3];
        head = 4;
    } else if (length == 127) {
        if (left < 10) return 0;
        length = ((size_t)b[6] << 24) | ((size_t)b[7] << 16) | ((size_t)b[8] << 8) | b[9];
        head = 10;
    }
    if (left < head + length) return 0;
    switch (b[0] & 0x0f) {
    case TEXT:
        told(peer, (const char *)b + head, length);
        break;
    case PING:
        send_frame(peer, PONG, (const char *)b + head, length);
        break;
    case CLOSE:
        peer->closing_code = length >= 2 ? (b[head] << 8) | b[head + 1] : 1005;
        send_frame(peer, CLOSE, (const char *)b + head, length >= 2 ? 2 : 0);
        return SIZE_MAX;
    default:
        break;
    }
    return head + length;
}

static int consume(struct peer *peer, on_open opened, on_text told) {
    size_t at = 0, taken;
    while (at < peer->length) {
        taken = peer->open ? take_frame(peer, at, told) : take_upgrade(peer, opened);
        if (taken == SIZE_MAX) return -1;
        if (taken == 0) break;
        at += taken;
    }
    memmove(peer->buffer, peer->buffer + at, peer->length - at);
    peer->length -= at;
    return 0;
}

int drain_peer(struct peer *peer, on_open opened, on_text told) {
    for (;;) {
        if (peer->length == peer->capacity) {
            peer->capacity *= 2;
            peer->buffer = realloc(peer->buffer, peer->capacity);
        }
        ssize_t got = recv(peer->fd, peer->buffer + peer->length, peer->capacity - peer->length, 0);
        if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
        if (got == 0) return -1;
        peer->length += (size_t)got;
        if (consume(peer, opened, told) < 0) return -1;
        if (peer->length < peer->capacity && (size_t)got < 2048) return 0;
    }
}

void close_peer(struct peer *peer) {
    if (peer->fd >= 0) close(peer->fd);
    free(peer->buffer);
    peer->fd = -1;
    peer->buffer = NULL;
}
