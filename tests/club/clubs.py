"""Clubs in this process: each is what one worker runs, without gunicorn and sockets."""

import itertools
import json
import secrets
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from club.agreed import CLOCKS, Agreed
from club.club import Club
from club.look_alikes import key_of
from club.seating import Guest
from club.table import Table
from games.preferans import Clock, rules_to_json
from games.preferans import asked as seats_asked
from games.preferans.rules import SOCHI, Rules
from store import accounts, matches, players, seats
from store.ids import new_id
from tests.databases import execute, transactions_left
from tests.waiting import until as until
from wsgi.running import Running
from wsgi.settings import Settings

SECRET = "a secret that only the tests know, and no club"
SLOW = CLOCKS["usual"]._replace(pace_ms=0)  # nothing runs out while a test looks
_numbers = itertools.count(1)


def settings_for(database_url: str, **changes: Any) -> Settings:
    """Settings of a club whose bots act at once."""
    given = Settings(
        database_url=database_url,
        data_dir=Path("var"),
        secret_key=SECRET,
        bot_pace_ms=(0, 0),
        pool_size=4,
    )
    return replace(given, **changes)


@contextmanager
def running(database_url: str, **changes: Any) -> Iterator[Running]:
    """What one worker runs, open."""
    worker = Running(settings_for(database_url, **changes))
    worker.start()
    try:
        yield worker
        assert transactions_left(worker.connections) == []
    finally:
        worker.stop()


@contextmanager
def running_without(database_url: str, *jobs: str) -> Iterator[Club]:
    """A worker's club; these of its jobs are done when the test says so."""
    with running(database_url) as worker:
        for job in worker.jobs:
            if job.name in jobs:
                job.stop()
        yield worker.club


def a_guest(name: str = "alice") -> Guest:
    return Guest(new_id(), name, "en")


def a_member(club: Club, name: str) -> Guest:
    """Somebody with an account, whose password nobody needs."""
    guest = a_guest(name)
    with club.connections.transaction() as connection:
        players.ensure(connection, guest.player_id, guest.name)
        accounts.create(
            connection, guest.player_id, name_key=key_of(name), password="none", email=None
        )
    return guest


def a_table(
    club: Club,
    *sitters: Guest | str,
    clock: Clock = SLOW,
    target: int = 10,
    level: str | None = None,
    rules: Rules = SOCHI,
    rated: bool = False,
) -> int:
    """A table that is about to begin: guests and bots (by their names) at its seats."""
    match_id = new_id()
    people = [each for each in sitters if isinstance(each, Guest)]
    with club.connections.transaction() as connection:
        for guest in people:
            players.ensure(connection, guest.player_id, guest.name)
        matches.create(
            connection,
            match_id,
            rules=rules_to_json(replace(rules, pool_target=target)),
            clock=clock._asdict(),
            seat_count=3,
            host=people[0].player_id if people else None,
            deadline=club.time.now() + 86_400_000,
            rated=rated,
        )
        for seat, each in enumerate(sitters):
            if isinstance(each, Guest):
                seats.take_seat(connection, match_id, seat, each.player_id)
            else:
                seats.fill_with_bot(connection, match_id, seat, each, level)
    return match_id


class Onlooker:
    """Somebody at a table who keeps what he is told, as a client does."""

    def __init__(self, player_id: int | None) -> None:
        self.player_id = player_id
        self.frames: list[bytes] = []
        self.messages: list[dict[str, Any]] = []
        self.view: dict[str, Any] = {}
        self.version = -1
        self.here: dict[str, Any] = {}
        self.gone: str | None = None
        self.has_left = False

    def send(self, frame: bytes) -> None:
        message = json.loads(payload_of(frame))
        if message["t"] == "here":  # comes whenever it likes
            self.here = message
            return
        self.frames.append(frame)
        self.messages.append(message)
        if message["t"] == "state":
            self.version, self.view = message["v"], message["view"]
        if message["t"] == "ev":
            assert message["v"] == self.version + 1, "a version is missing or comes twice"
            self.version = message["v"]
            self.view |= message.get("set", {})

    def bye(self, code: str) -> None:
        self.gone = code

    def events(self) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["t"] == "ev"]


class Player(Onlooker):
    """Somebody who attends through one worker and acts."""

    def __init__(self, club: Club, match_id: int, guest: Guest | None) -> None:
        super().__init__(guest.player_id if guest else None)
        self.club = club
        self.match_id = match_id
        self._held = ExitStack()
        self.table: Table

    def come(self, seen: int | None = None) -> "Player":
        if seen is not None:
            self.version = seen
        self.table = self._held.enter_context(self.club.tables.attended(self.match_id, self, seen))
        return self

    def go(self) -> None:
        self._held.close()

    def act(
        self, text: str | None = None, *, seen: int | None = None, ref: str | None = None
    ) -> int | None:
        """Act (the first legal thing, when no text is given) on what was seen.

        The version that held it before, if it was sent before.
        """
        saved = self.club.tables.act(
            self.table,
            self,
            text or self.choice(),
            seen=self.version if seen is None else seen,
            ref=ref or a_ref(),
            read_at=time.monotonic(),
        )
        return None if saved.is_new else saved.version

    def choice(self) -> str:
        """Something legal and dull."""
        legal: list[str] = self.view["legal"]
        wanted = "pass" if "pass" in legal else legal[0]
        if self.view["phase"] != "discard":
            return wanted
        seat = self.table.seat_of(self.player_id)
        assert seat is not None
        hand = self.view["hands"][seat]
        return f"{hand[0]} {hand[1]} {wanted}"

    @property
    def is_asked(self) -> bool:
        return bool(self.view["legal"])


@contextmanager
def attending(club: Club, match_id: int, *guests: Guest | None) -> Iterator[list[Player]]:
    """Everybody at the table; guests that are None only watch."""
    here = [Player(club, match_id, guest) for guest in guests]
    with ExitStack() as stack:
        for player in here:
            player.come()
            stack.callback(player.go)
        yield here


def asked(players: list[Player]) -> Player:
    """Who is asked, once everybody knows the same."""
    until(lambda: len({p.version for p in players}) == 1 and any(p.is_asked for p in players))
    return next(player for player in players if player.is_asked)


def play_deal(players: list[Player]) -> None:
    """To the end of the deal under way."""
    number = players[0].view["number"]
    while players[0].view["phase"] not in ("result", "finished"):
        assert players[0].view["number"] == number
        player = asked(players)
        if player.view["phase"] in ("result", "finished"):  # a bot played the last card
            break
        version = player.version
        player.act()
        until(lambda: player.version > version)  # noqa: B023
    until(lambda: len({player.version for player in players}) == 1)


def end(club: Club, match_id: int) -> None:
    """As if it was over, once a person is waited for: another act would make it run again."""
    with club.tables.registry.use(match_id) as table:
        until(lambda: _waits_for_a_person(table))
    execute(club.connections.dsn, f"update matches set status = 'finished' where id = {match_id}")


def _waits_for_a_person(table: Table) -> bool:
    sitters = [table.seats[seat] for seat in seats_asked(table.shown)]
    return any(sitter is not None and not sitter.bot for sitter in sitters)


def a_ref() -> str:
    return secrets.token_urlsafe(16)


def payload_of(frame: bytes) -> bytes:
    """What an unmasked text frame holds."""
    length = frame[1]
    if length < 126:
        return frame[2:]
    if length == 126:
        assert struct.unpack("!H", frame[2:4])[0] == len(frame) - 4
        return frame[4:]
    return frame[10:]


def agreed(target: int = 10, speed: str = "usual") -> Agreed:
    return Agreed(target=target, speed=speed)
