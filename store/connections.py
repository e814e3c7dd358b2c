"""The connections of one worker: wait with a limit, always give back, never reuse a broken one."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psycopg2
from psycopg2 import errors as sql_errors
from psycopg2 import extensions

from store.errors import Busy, Lost
from store.opening import Connection, open_connection

__all__ = ["Connection", "Connections", "Counts"]

# The database's own "not now": the statement was undone, sending it again may work.
GIVEN_UP = (
    sql_errors.QueryCanceled,
    sql_errors.LockNotAvailable,
    sql_errors.DeadlockDetected,
    sql_errors.SerializationFailure,
)


@dataclass(slots=True)
class Counts:
    """For metrics; only ever grows, except `in_use`."""

    in_use: int = 0
    opened: int = 0
    discarded: int = 0
    waits: int = 0  # had to wait for a free one
    refused: int = 0  # waited in vain


class Connections:
    """At most `size` connections, each used by one greenlet (or thread) at a time."""

    def __init__(
        self,
        dsn: str,
        *,
        size: int = 8,
        wait_seconds: float = 2.0,
        connect_seconds: float = 5.0,
        application_name: str = "trelyazh",
    ) -> None:
        self.dsn = dsn
        self.size = size
        self.wait_seconds = wait_seconds
        self.connect_seconds = connect_seconds
        self.application_name = application_name
        self.counts = Counts()
        self._closed = False
        # A slot is an idle connection or None, to be opened by whoever takes it. There are always
        # `size` slots, in the queue or in a `with` block; last in, first out keeps the rest idle.
        self._slots: queue.LifoQueue[Connection | None] = queue.LifoQueue()
        for _ in range(size):
            self._slots.put(None)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection in autocommit: every statement is a transaction of its own.

        Raises Busy (waited in vain, database unreachable or over its limits) and Lost (it died).
        """
        with self._slot() as connection, _own_errors(connection):
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection in a transaction: committed at the end, rolled back on anything raised."""
        with self._slot() as connection, _own_errors(connection):
            connection.autocommit = False
            try:
                yield connection
                connection.commit()
            except BaseException:
                _roll_back(connection)
                raise

    def close(self) -> None:
        """Close the idle ones now and each other one when it is given back."""
        self._closed = True
        idle: list[Connection | None] = []
        with suppress(queue.Empty):
            while True:
                idle.append(self._slots.get_nowait())
        for connection in idle:
            if connection is not None:
                connection.close()
            self._slots.put(None)

    @contextmanager
    def _slot(self) -> Iterator[Connection]:
        idle = self._take()
        kept: Connection | None = None
        self.counts.in_use += 1
        try:
            kept = connection = self._usable(idle)
            yield connection
        finally:
            self.counts.in_use -= 1
            self._slots.put(self._kept(kept))

    def _take(self) -> Connection | None:
        with suppress(queue.Empty):
            return self._slots.get_nowait()
        self.counts.waits += 1
        try:
            return self._slots.get(timeout=self.wait_seconds)
        except queue.Empty:
            self.counts.refused += 1
            raise Busy(f"no connection within {self.wait_seconds} s") from None

    def _usable(self, idle: Connection | None) -> Connection:
        if idle is not None:
            if _is_alive(idle):
                return idle
            self._discard(idle)
        try:
            connection = open_connection(
                self.dsn,
                within_seconds=self.connect_seconds,
                application_name=self.application_name,
            )
        except psycopg2.OperationalError as error:
            raise Busy(f"the database cannot be reached: {error}") from error
        self.counts.opened += 1
        return connection

    def _kept(self, connection: Connection | None) -> Connection | None:
        """The connection if it may be used again; otherwise an empty slot."""
        if connection is None:
            return None
        if self._closed or not _is_clean(connection):
            self._discard(connection)
            return None
        connection.autocommit = True
        return connection

    def _discard(self, connection: Connection) -> None:
        self.counts.discarded += 1
        with suppress(psycopg2.Error):
            connection.close()


def _is_clean(connection: Connection) -> bool:
    if connection.closed:
        return False
    return connection.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE


def _is_alive(connection: Connection) -> bool:
    """Whether the server is still there, as far as can be told without asking it.

    The first look may find only its last words, the second finds that it is gone.
    """
    try:
        looks = (connection.poll(), connection.poll())
        return looks == (extensions.POLL_OK, extensions.POLL_OK) and not connection.closed
    except psycopg2.Error:
        return False


def _roll_back(connection: Connection) -> None:
    """The first error is the one to be seen; a connection that cannot roll back is discarded."""
    if not connection.closed:
        with suppress(psycopg2.Error):
            connection.rollback()


@contextmanager
def _own_errors(connection: Connection) -> Iterator[None]:
    try:
        yield
    except GIVEN_UP as error:
        raise Busy(f"the database gave up: {error}") from error
    except (psycopg2.OperationalError, psycopg2.InterfaceError, psycopg2.DatabaseError) as error:
        if connection.closed:
            raise Lost(f"the connection was lost: {error}") from error
        raise
