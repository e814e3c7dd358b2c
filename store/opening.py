"""Opening a connection: the address found without libpq, limits here and on the server."""

import queue
import socket
import threading
from collections.abc import Callable
from typing import Any, Final

import psycopg2
from psycopg2 import extensions

STATEMENT_MS: Final = 3_000
LOCK_MS: Final = 1_000
IDLE_IN_TRANSACTION_MS: Final = 10_000
# Without it a backend whose client was killed goes on, locks held, until its statement ends.
CHECK_CLIENT_MS: Final = 500
# The server ends a statement long before; this is for a server that hangs.
ANSWER_SECONDS: Final = 10.0

KEEPALIVE: Final[dict[str, Any]] = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class Connection(extensions.connection):
    """A connection that never waits for ever, opening included.

    `connect_timeout` does nothing once psycopg2 waits through a callback, and a server that hangs
    keeps a client for ever: the callback is given the limit of each connection. Without a callback
    libpq's own limits have to do.
    """

    def __init__(self, dsn: str, *, open_seconds: float, answer_seconds: float | None) -> None:
        self.wait_seconds: float | None = open_seconds
        self.prepared: set[str] = set()  # names of statements prepared on this connection
        super().__init__(dsn)
        self.wait_seconds = answer_seconds


class _Limited:
    """A wait callback that takes a `timeout`, such as psycogreen's, with that of the connection."""

    def __init__(self, wait: Callable[..., object]) -> None:
        self.wait = wait

    def __call__(self, connection: extensions.connection) -> None:
        seconds = getattr(connection, "wait_seconds", None)
        try:
            self.wait(connection, timeout=seconds)
        except TimeoutError:
            raise psycopg2.OperationalError(f"no answer within {seconds} s") from None


def _limit_waits() -> None:
    wait = extensions.get_wait_callback()
    if wait is not None and not isinstance(wait, _Limited):
        extensions.set_wait_callback(_Limited(wait))


def open_connection(
    dsn: str,
    *,
    within_seconds: float = 5.0,
    application_name: str = "trelyazh",
    limits: bool = True,
) -> Connection:
    """A new connection, in autocommit; without `limits` a statement may take as long as it takes.

    Raises psycopg2.OperationalError when it cannot be had: no wait lasts over `within_seconds`.
    """
    parameters = KEEPALIVE | _addressed(extensions.parse_dsn(dsn), within_seconds)
    parameters["application_name"] = application_name
    parameters["connect_timeout"] = max(2, round(within_seconds))  # for the unpatched case
    _limit_waits()
    if limits:
        parameters["options"] = f"{parameters.get('options', '')} {_limits()}".strip()
    connection = Connection(
        extensions.make_dsn(**parameters),
        open_seconds=within_seconds,
        answer_seconds=ANSWER_SECONDS if limits else None,
    )
    connection.autocommit = True
    return connection


def _addressed(parameters: dict[str, Any], within_seconds: float) -> dict[str, Any]:
    """libpq looks names up by itself, holding the whole process; hand it the address instead."""
    host = parameters.get("host")
    if not isinstance(host, str) or "hostaddr" in parameters or host[:1] in ("/", "@", ""):
        return parameters
    if "," in host:
        raise psycopg2.OperationalError("DATABASE_URL may name one host only")
    found: queue.SimpleQueue[str | OSError] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, found), daemon=True).start()
    try:
        address = found.get(timeout=within_seconds)
    except queue.Empty:
        address = TimeoutError(f"none found within {within_seconds} s")
    if isinstance(address, OSError):
        raise psycopg2.OperationalError(f"no address for {host}: {address}") from address
    return parameters | {"hostaddr": address}


def _look_up(host: str, found: "queue.SimpleQueue[str | OSError]") -> None:
    """The resolver knows no limit but its own, which may be half a minute."""
    try:
        addresses = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found.put(str(addresses[0][4][0]))
    except OSError as error:
        found.put(error)


def _limits() -> str:
    settings = {
        "statement_timeout": STATEMENT_MS,
        "lock_timeout": LOCK_MS,
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_MS,
        "client_connection_check_interval": CHECK_CLIENT_MS,
    }
    return " ".join(f"-c {name}={milliseconds}" for name, milliseconds in settings.items())
