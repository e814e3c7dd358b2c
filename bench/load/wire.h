/* A many-socket websocket client for load: non-blocking, one epoll, no allocation per message. */
#ifndef TRELYAZH_WIRE_H
#define TRELYAZH_WIRE_H

#include <stddef.h>
#include <stdint.h>

struct peer {
    int fd;
    int open;          /* the upgrade was answered with 101 */
    int closing_code;  /* what the server's close frame said, 0 when none came */
    size_t length, capacity;
    char *buffer;      /* bytes received and not yet consumed */
    void *owner;       /* what the caller hangs on this socket */
};

typedef void (*on_text)(struct peer *peer, const char *text, size_t length);
typedef void (*on_open)(struct peer *peer);

uint64_t now_us(void);
int connect_peer(struct peer *peer, const char *host, int port);
int send_upgrade(struct peer *peer, const char *host, const char *path, const char *cookie);
int send_text(struct peer *peer, const char *text, size_t length);
/* Reads what is there and calls back for each text; 0 while the peer lives, -1 when it is gone. */
int drain_peer(struct peer *peer, on_open opened, on_text told);
void close_peer(struct peer *peer);

#endif
