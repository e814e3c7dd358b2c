"""The bus over Valkey or Redis: publish and subscribe, nothing is stored there."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import redis

SCHEMES: Final = {"valkey": "redis", "valkeys": "rediss"}
TIMEOUT_SECONDS: Final = 3.0


def pool_at(url: str, *, wait_seconds: float, **options: Any) -> redis.ConnectionPool:
    """Connections to a Valkey or Redis; whoever waits for it longer gets a RedisError."""
    scheme = urlsplit(url).scheme
    limits = {"socket_timeout": wait_seconds, "socket_connect_timeout": wait_seconds}
    known = SCHEMES.get(scheme, scheme) + url[len(scheme) :]
    return redis.ConnectionPool.from_url(known, **limits, **options)


class Message(NamedTuple):
    topic: str
    payload: str


class RedisWire:
    """Channels are `prefix:topic`, so that several clubs may share a server."""

    def __init__(self, url: str, *, prefix: str) -> None:
        self._client = redis.Redis.from_pool(
            pool_at(url, wait_seconds=TIMEOUT_SECONDS, decode_responses=True)
        )
        self._prefix = f"{prefix}:"

    def send(self, topic: str, payload: str) -> None:
        """Publish. Raises redis.RedisError."""
        self._client.publish(self._prefix + topic, payload)

    def listen(self, topics: Sequence[str]) -> "RedisListening":
        """Subscribe, and wait until that is confirmed. Raises redis.RedisError."""
        return RedisListening(self._client, [self._prefix + topic for topic in topics])

    def close(self) -> None:
        self._client.close()


class RedisListening:
    """A subscription on a connection of its own."""

    def __init__(self, client: redis.Redis, channels: Sequence[str]) -> None:
        self._subscription: Any = client.pubsub()  # type: ignore[no-untyped-call]
        self._subscription.subscribe(*channels)
        self._cut = len(channels[0].split(":")[0]) + 1 if channels else 0
        for _ in channels:
            self._subscription.get_message(timeout=TIMEOUT_SECONDS)

    def wait(self, seconds: float) -> list[Message]:
        """What came; a silent server is asked for a sign of life. Raises redis.RedisError."""
        message = self._subscription.get_message(timeout=seconds)
        if message is None:
            self._ask()
            return []
        found = []
        while message is not None:
            found += self._told(message)
            message = self._subscription.get_message(timeout=0.0)
        return found

    def close(self) -> None:
        self._subscription.close()

    def _ask(self) -> None:
        self._subscription.ping()
        if self._subscription.get_message(timeout=TIMEOUT_SECONDS) is None:
            raise redis.ConnectionError("no sign of life")

    def _told(self, message: dict[str, Any]) -> list[Message]:
        if message["type"] != "message":
            return []
        return [Message(message["channel"][self._cut :], message["data"])]
