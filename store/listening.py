"""LISTEN and NOTIFY: hints that cross workers; they may be lost, repeated or late."""

import os
import socket
from collections.abc import Sequence
from typing import NamedTuple

import psycopg2
from psycopg2 import sql

from store.errors import Busy, Lost
from store.opening import Connection, open_connection


class Hint(NamedTuple):
    topic: str
    payload: str


def notify(connection: Connection, topic: str, payload: str) -> None:
    """Tell all listeners, ourselves included; the payload takes 7,999 bytes."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", (topic, payload))


class Listener:
    """A connection that hears hints; after any error make a new one and catch up by version."""

    def __init__(self, dsn: str, topics: Sequence[str]) -> None:
        """Raises Busy when the database cannot be reached. Hints are heard from here on."""
        try:
            self._connection: Connection = open_connection(dsn, application_name="trelyazh bus")
            with self._connection.cursor() as cursor:
                for topic in topics:
                    cursor.execute(sql.SQL("listen {}").format(sql.Identifier(topic)))
            # One that lasts: to wait by a new poll object each time costs 20 us more for each hint.
            self._ear = socket.socket(fileno=os.dup(self._connection.fileno()))
        except psycopg2.Error as error:
            raise Busy(f"cannot listen: {error}") from error

    def wait(self, seconds: float) -> list[Hint]:
        """The hints that came, as soon as there is one; none after that many seconds.

        A silent connection is asked for a sign of life. Raises Lost when it is dead.
        """
        connection = self._connection
        try:
            if not connection.notifies and not self._is_readable(seconds):
                with connection.cursor() as cursor:
                    cursor.execute("select 1")
            connection.poll()
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            self.close()
            raise Lost(f"the listening connection was lost: {error}") from error
        hints = [Hint(found.channel, found.payload) for found in connection.notifies]
        connection.notifies.clear()
        return hints

    def close(self) -> None:
        self._ear.close()
        self._connection.close()

    def _is_readable(self, seconds: float) -> bool:
        self._ear.settimeout(seconds)
        try:
            self._ear.recv(1, socket.MSG_PEEK)
        except (TimeoutError, BlockingIOError):
            return False
        except OSError:  # the connection itself will say what is wrong
            pass
        return True
