"""The database of a chaos run: one that keeps its promises, restarted and killed."""

import os
import signal
import time
from pathlib import Path
from typing import Final

import psycopg2

from store.migrate import migrate
from store.opening import open_connection
from tests.chaos.waiting import LOOK_SECONDS, START_SECONDS, STOP_SECONDS, wait_until
from wsgi.embedded import EmbeddedError, EmbeddedPostgres

DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
OPTIONS: Final = {"max_connections": "250"}


class NotDurable(Exception):
    """The database would lose what it said was saved; the run would prove nothing."""


class Database:
    """An embedded PostgreSQL that is restarted, or killed, and started again."""

    def __init__(self, folder: Path) -> None:
        self._postgres = EmbeddedPostgres(folder / "pg", options=OPTIONS)
        self._postgres.start()
        self.url = self._postgres.url()
        migrate(self.url)
        check_durability(self.url)

    def restart(self) -> None:
        """A fast stop, as an operator does it; back when it answers."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Kill the postmaster without a word; back when it has recovered."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._postgres.stop(at_once=True)

    def _end(self, number: signal.Signals) -> None:
        pid = self._postgres.pid
        assert pid is not None
        os.kill(pid, number)
        wait_until(lambda: not self._postgres.is_running(), STOP_SECONDS, "PostgreSQL stays")
        give_up_at = time.monotonic() + START_SECONDS
        while True:
            try:
                self._postgres.start()
                break
            except EmbeddedError:  # what the killed one left goes away a moment later
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(LOOK_SECONDS)
        assert self._postgres.url() == self.url
        wait_until(lambda: answers(self.url), START_SECONDS, "PostgreSQL does not answer")


def check_durability(url: str) -> None:
    """Raises NotDurable when speed was bought with promises."""
    connection = open_connection(url, application_name="chaos")
    try:
        with connection.cursor() as cursor:
            for name, wanted in DURABLE.items():
                cursor.execute("select current_setting(%s)", (name,))
                if cursor.fetchone() != (wanted,):
                    raise NotDurable(f"{name} is not {wanted}")
            cursor.execute(
                "select relname from pg_class where relkind in ('r', 'p')"
                " and relnamespace = 'public'::regnamespace and relpersistence <> 'p'"
            )
            if (row := cursor.fetchone()) is not None:
                raise NotDurable(f"{row[0]} is not a permanent relation")
    finally:
        connection.close()


def answers(url: str) -> bool:
    """Whether the database takes a query."""
    try:
        connection = open_connection(url, application_name="chaos", within_seconds=2.0)
    except psycopg2.OperationalError:
        return False
    connection.close()
    return True
