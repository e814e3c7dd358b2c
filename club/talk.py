"""Talk: what is said in a place is kept, and told on every worker to those who listen there.

It has a path of its own, one errand after another: no act ever waits for talk.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final, NamedTuple, Protocol

from club.errors import ClubRefusal
from club.phrases import PHRASES
from club.seating import Guest
from club.table import Table
from club.table_talk import check_is_free
from green.bus import Bus
from green.credits import Purses
from green.errands import Errands
from store import players, talk
from store.connections import Connection, Connections
from store.errors import Busy
from store.talk import LOBBY, STRANGER, Line, Standing

SAID: Final = "said"  # the topic of the bus: a place where something was said
TERMS: Final = "terms"  # the topic of the bus: a player who hears or says other things from now on
LINES: Final = 30
MOST_LETTERS: Final = 200
NEWCOMER_SECONDS: Final = 24 * 3600.0
CREDITS: Final = 5
PER_SECONDS: Final = 15.0
# All that is said in the lobby, by whomever: more than that nobody can read.
LOBBY_CREDITS: Final = 20
LOBBY_PER_SECONDS: Final = 20.0
AGAIN_SECONDS: Final = 1.0
TOLD_AT_ONCE: Final = 200  # then the others of this worker go on


class Terms(NamedTuple):
    """What somebody should know of himself where he talks."""

    no_text: str | None  # the code why he has no free text
    is_warned: bool  # by a moderator, and has not read it yet


class Listener(Protocol):
    """Whoever hears what is said in a place. `send` never waits or raises."""

    player_id: int | None

    def send(self, frame: bytes) -> None:
        """Hand over one message as a whole frame."""


class Wire(Protocol):
    """How talk becomes bytes; the sockets know."""

    def said(self, line: Line, ref: str | None = None) -> bytes:
        """The frame of one line; the ref is for whoever said it."""

    def talk(self, you: int | None, terms: Terms, lines: Iterable[Line]) -> bytes:
        """The frame that begins anew: the last lines, and on what terms this player is here."""


class Saying(NamedTuple):
    """What somebody wants to say: the name of a phrase, or a text."""

    player_id: int | None
    name: str  # of a guest the store does not know yet
    phrase: str | None
    text: str | None
    table: Table | None = None  # None in the lobby

    @property
    def place(self) -> int:
        """Where."""
        return LOBBY if self.table is None else self.table.match_id


class Room:
    """Those of this worker who listen in one place."""

    __slots__ = ("is_waking", "lines", "listeners", "place")

    def __init__(self, place: int) -> None:
        self.place = place
        self.listeners: dict[Listener, Standing | None] = {}  # None until he was greeted
        self.lines: tuple[Line, ...] | None = None  # the last ones, once they were read
        self.is_waking = False  # it will be read anew


class Talk:
    """The talk of one worker. What the bus loses is seen with the next line, or on coming back."""

    def __init__(self, connections: Connections, bus: Bus, wire: Wire) -> None:
        self.errands = Errands()
        self._connections = connections
        self._bus = bus
        self.wire = wire
        self._rooms: dict[int, Room] = {}
        self._newcomers: list[tuple[Room, Listener]] = []
        self._purses = Purses()
        bus.subscribe(SAID, self._heard)
        bus.subscribe(TERMS, self._terms_heard)

    @contextmanager
    def hearing(self, place: int, listener: Listener) -> Iterator[None]:
        """In the block the listener is told what is said there, the last lines first."""
        room = self._rooms.setdefault(place, Room(place))
        room.listeners[listener] = None
        self._welcome(room, listener)
        try:
            yield
        finally:
            del room.listeners[listener]
            if not room.listeners:
                del self._rooms[place]

    def say(self, saying: Saying) -> Line:
        """Keep it and have it told. Waits for the store.

        Raises Busy and ClubRefusal: silenced, newcomer, calm_mode, phrases_only, bad_line,
        too_talkative.
        """
        if saying.player_id is None:
            raise ClubRefusal("newcomer")
        phrase, text = _words(saying)
        self._pay(saying)
        with self._connections.transaction() as connection:
            self._check(connection, saying)
            players.ensure(connection, saying.player_id, saying.name)
            seat = saying.table.seat_of(saying.player_id) if saying.table else None
            line_id = talk.write(
                connection, saying.place, saying.player_id, seat=seat, phrase=phrase, text=text
            )
            line = talk.line(connection, line_id)
        assert line is not None
        self._bus.publish(SAID, str(saying.place))
        self._heard(str(saying.place))
        return line

    def line(self, line_id: int) -> Line:
        """One line. Raises ClubRefusal("no_such_line")."""
        with self._connections.connection() as connection:
            found = talk.line(connection, line_id)
        if found is None:
            raise ClubRefusal("no_such_line")
        return found

    def is_calm(self, player_id: int) -> bool:
        """Whether this player has calm mode."""
        with self._connections.connection() as connection:
            return talk.standings(connection, [player_id], 0).get(player_id, STRANGER).is_calm

    def be_calm(self, guest: Guest, is_calm: bool) -> None:
        """Calm mode on or off."""
        with self._connections.transaction() as connection:
            players.ensure(connection, guest.player_id, guest.name)
            talk.be_calm(connection, guest.player_id, is_calm)
        self.refresh(guest.player_id)

    def refresh(self, player_id: int) -> None:
        """Somebody hears or may say other things now: wherever he listens it begins anew."""
        self._bus.publish(TERMS, str(player_id))
        self._terms_heard(str(player_id))

    def _pay(self, saying: Saying) -> None:
        now = time.monotonic()
        pays = self._purses.pay(saying.player_id, now, credits=CREDITS, per_seconds=PER_SECONDS)
        if pays and saying.table is None:
            pays = self._purses.pay(
                "lobby", now, credits=LOBBY_CREDITS, per_seconds=LOBBY_PER_SECONDS
            )
        if not pays:
            raise ClubRefusal("too_talkative")

    def _check(self, connection: Connection, saying: Saying) -> None:
        assert saying.player_id is not None
        known = talk.standings(connection, [saying.player_id], NEWCOMER_SECONDS)
        standing = known.get(saying.player_id, STRANGER)
        if standing.is_silenced:
            raise ClubRefusal("silenced")
        if saying.text is None:
            return
        refusal = why_no_text(standing)
        if refusal is not None:
            raise ClubRefusal(refusal)
        if saying.table is not None:
            check_is_free(connection, saying.table)

    def _heard(self, payload: str) -> None:
        room = self._rooms.get(int(payload)) if payload.isdecimal() else None
        if room is not None and not room.is_waking:
            room.is_waking = self.errands.put(partial(self._read, room))

    def _terms_heard(self, payload: str) -> None:
        player_id = int(payload) if payload.isdecimal() else 0
        for room in self._rooms.values():
            for listener in room.listeners:
                if listener.player_id == player_id:
                    room.listeners[listener] = None
                    self._welcome(room, listener)

    def _welcome(self, room: Room, listener: Listener) -> None:
        self._newcomers.append((room, listener))
        if len(self._newcomers) == 1:
            self.errands.put(self._greet)

    def _greet(self) -> None:
        """All who came meanwhile, with two questions to the store; while it is away they wait."""
        waiting, self._newcomers = self._newcomers, []
        try:
            self._greet_each([(r, each) for r, each in waiting if each in r.listeners])
        except Busy:
            self._newcomers = waiting + self._newcomers
            time.sleep(AGAIN_SECONDS)
            self.errands.put(self._greet)

    def _greet_each(self, waiting: list[tuple[Room, Listener]]) -> None:
        known = {each.player_id for _, each in waiting if each.player_id is not None}
        unread = {room.place for room, _ in waiting if room.lines is None}
        with self._connections.connection() as connection:
            standings = talk.standings(connection, list(known), NEWCOMER_SECONDS) if known else {}
            lines = talk.last_lines(connection, list(unread), LINES) if unread else {}
        for room, listener in waiting:
            if room.lines is None:
                room.lines = lines.get(room.place, ())
            if listener in room.listeners:
                standing = standings.get(listener.player_id or 0, STRANGER)
                room.listeners[listener] = standing
                heard = [line for line in room.lines if _may_hear(standing, line)]
                terms = Terms(why_no_text(standing), standing.is_warned)
                listener.send(self.wire.talk(listener.player_id, terms, heard))

    def _read(self, room: Room) -> None:
        """Tell what was said since it was read last."""
        room.is_waking = False
        if room.lines is None:  # whoever is greeted hears it
            return
        with suppress(Busy), self._connections.connection() as connection:
            lines = talk.last_lines(connection, [room.place], LINES).get(room.place, ())
            known = {line.line_id for line in room.lines}
            room.lines = lines
            for line in lines:
                if line.line_id not in known:
                    self._tell(room, line)

    def _tell(self, room: Room, line: Line) -> None:
        frame = self.wire.said(line)
        for number, (listener, standing) in enumerate(tuple(room.listeners.items()), start=1):
            if standing is not None and _may_hear(standing, line):
                listener.send(frame)
            if number % TOLD_AT_ONCE == 0:
                time.sleep(0)


def why_no_text(standing: Standing) -> str | None:
    """Why somebody may not write in his own words; None when he may."""
    if standing.is_silenced:
        return "silenced"
    if standing.is_calm:
        return "calm_mode"
    return None if standing.is_settled else "newcomer"


def _may_hear(standing: Standing, line: Line) -> bool:
    if standing.is_calm and line.text is not None:
        return False
    return line.player_id not in standing.hidden


def _words(saying: Saying) -> tuple[str | None, str | None]:
    """The phrase or the text, on one line and without what cannot be seen.

    Raises ClubRefusal("bad_line").
    """
    if saying.text is None:
        if saying.phrase not in PHRASES:
            raise ClubRefusal("bad_line")
        return saying.phrase, None
    seen = "".join(each for each in saying.text if each.isprintable() or each.isspace())
    text = " ".join(seen.split())
    if saying.phrase is not None or not 1 <= len(text) <= MOST_LETTERS:
        raise ClubRefusal("bad_line")
    return None, text
