"""A bus that was cut or whose database was restarted hears again, and nobody misses anything."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from club.errors import ClubRefusal
from store.errors import StoreError
from tests.club.clubs import a_guest, a_table, asked, attending, running
from tests.databases import execute, kill, start_again
from tests.waiting import until
from wsgi.embedded import EmbeddedPostgres
from wsgi.running import Running

CUT = """select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and query ilike 'listen%'"""
ALICE, BOB, CAROL = a_guest("alice"), a_guest("bob"), a_guest("carol")


class Two:
    """A table with three people at one worker and somebody who watches at another."""

    def __init__(self, here: Running, there: Running, stack: ExitStack) -> None:
        self.here, self.there = here, there
        match_id = a_table(here.club, ALICE, BOB, CAROL)
        assert here.club.tables.begin(match_id)
        self.players = stack.enter_context(attending(here.club, match_id, ALICE, BOB, CAROL))
        [self.onlooker] = stack.enter_context(attending(there.club, match_id, None))
        asked(self.players)
        until(self.is_level)

    def is_level(self) -> bool:
        return {each.version for each in self.players} == {self.onlooker.version}

    def play(self, acts: int) -> None:
        """Whatever is refused while the database is away is tried again."""
        goal = self.players[0].version + acts
        until(lambda: self._try(goal))

    def _try(self, goal: int) -> bool:
        player = next((each for each in self.players if each.is_asked), None)
        if player is not None and player.version < goal:
            try:
                player.act()
            except (StoreError, ClubRefusal):
                return False
        return all(each.version >= goal for each in self.players)


@contextmanager
def two_workers(url: str) -> Iterator[Two]:
    with ExitStack() as stack:
        here, there = (stack.enter_context(running(url)) for _ in range(2))
        yield Two(here, there, stack)


def test_after_a_restart_of_the_database_acts_are_saved_and_heard_again(
    own_postgres: EmbeddedPostgres,
) -> None:
    with two_workers(own_postgres.url()) as two:
        two.play(2)
        kill(own_postgres)
        start_again(own_postgres)
        two.play(4)
        until(two.is_level)
        until(lambda: two.here.bus.is_up and two.there.bus.is_up)
        heard = two.there.bus.received
        two.play(1)
        until(lambda: two.there.bus.received > heard)
        until(two.is_level)


def test_what_was_said_while_the_bus_was_cut_is_read_from_the_store(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_workers(database_url) as two:
        [job] = [job for job in two.there.jobs if job.name == "compare versions"]
        job.stop()  # which would find it too
        wire: Any = two.there.bus._wire
        with monkeypatch.context() as cut:
            cut.setattr(two.there.bus, "_wire", wire._replace(listen=_refuse))
            execute(database_url, CUT)
            until(lambda: two.here.bus.is_up and not two.there.bus.is_up)
            before = two.onlooker.version
            two.play(5)
            assert two.onlooker.version == before
        until(lambda: two.there.bus.is_up)
        until(two.is_level)


def _refuse(topics: list[str]) -> None:
    raise ConnectionError("cut by the test")
