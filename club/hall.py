"""The hall as one worker shows it: public tables, wishes, how many are here, told as changes.

What is told costs what changes: changes of 150 ms are read together, written as one frame and
encoded once for everybody here. Nothing in it grows with the number of people who listen.
"""

import secrets
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Final, NamedTuple, Protocol, TypeVar

from cachetools import TTLCache

from club.addresses import address_of
from club.personal_invitations import INVITED, Invited
from club.seeking import SEEKS
from club.summaries import summary_of
from club.talk import TERMS
from green.bus import Bus
from green.spawn import spawn
from store import hall, seeks
from store.club_time import ClubTime
from store.connections import Connections
from store.errors import Busy
from store.hall import PublicTable
from store.seeks import Kind, Seek

K = TypeVar("K")
V = TypeVar("V")

GATHER_SECONDS: Final = 0.15
MOST_TABLES: Final = 200
MOST_SEEKS: Final = 5_000
MOST_AT_ONCE: Final = 1_000  # of changes; when there are more, all is read anew
REMEMBERED: Final = 256  # frames for those who come back
TOLD_IN_A_ROW: Final = 200  # then others have a turn
HERE_MS: Final = 10_000
LATEST_MATCHES: Final = 5_000  # tell the usual hours
HOURS_SECONDS: Final = 600.0  # so long they are not counted anew
SHOWN_VERSIONS: Final = (0, 1)  # somebody came or went, or the match has begun


class Listener(Protocol):
    """Somebody's socket in the hall. `send` never waits or raises."""

    player_id: int | None

    def send(self, frame: bytes) -> None:
        """Hand over one message as a whole frame."""


class SeatRow(NamedTuple):
    name: str
    bot: bool


class TableRow(NamedTuple):
    """A table as the hall shows it."""

    id: str
    convention: str
    target: int
    house: bool  # rules of the house: more than the target differs from the convention
    speed: str
    rated: bool
    status: str
    mark: str  # of its rules, to sit down by
    seats: tuple[SeatRow | None, ...]


class Shown(NamedTuple):
    """Everything the hall shows, or the parts of it that changed."""

    tables: Sequence[TableRow]
    gone: Sequence[str]  # tables that are shown no more
    waiting: Mapping[Kind, int]  # how many wait for each kind; 0 when nobody does any more
    online: int | None  # None when it has not changed


class Wire(Protocol):
    """How the hall becomes bytes; the sockets know."""

    def whole(self, version: int, of: str, shown: Shown) -> bytes:
        """The frame of a snapshot."""

    def changes(self, version: int, shown: Shown) -> bytes:
        """The frame of the next version."""

    def own(self, now: int, seek: Seek | None, invited: Sequence[Invited]) -> bytes:
        """The frame that tells a player where his own wish stands, and what he is asked to."""

    def pong(self, version: int, now: int) -> bytes:
        """The frame that tells where the hall stands."""


class Hall:
    """Versions count the changes told by this worker; `of` names it, so that nobody mixes them."""

    def __init__(
        self,
        connections: Connections,
        club_time: ClubTime,
        bus: Bus,
        wire: Wire,
        online: Callable[[], Collection[int]],
        invited: Callable[[Collection[int]], Mapping[int, Sequence[Invited]]],
    ) -> None:
        self._connections = connections
        self._time = club_time
        self._wire = wire
        self._ask_invited = invited  # to what these players are asked; raises Busy
        self._online_here = online  # the players with a socket open at this worker
        self.of = secrets.token_hex(4)
        self.version = 0
        self._tables: dict[int, TableRow] = {}
        self._seeks: dict[int, Seek] = {}
        self._invited: dict[int, Sequence[Invited]] = {}  # of those here who are
        self._online = self._online_shown = 0
        self._whole: bytes | None = None  # the snapshot of this version, once somebody asked
        self._told: deque[tuple[int, bytes]] = deque(maxlen=REMEMBERED)
        self._listeners: set[Listener] = set()
        self._own: defaultdict[int, set[Listener]] = defaultdict(set)
        self._users = 0  # who needs the image; each gives it back
        self._is_fresh = False  # nothing was missed since it was read
        # Held while the store is read and all are told: two readings never overtake each other.
        self._lock = threading.Lock()
        self._changed_matches: set[int] = set()
        self._changed_players: set[int] = set()
        self._changed_invited: set[int] = set()
        self._is_gathering = False
        self._gathered_at = 0.0
        self._hours: TTLCache[str, list[int]] = TTLCache(1, HOURS_SECONDS)
        bus.subscribe_hints(self._heard_matches)
        bus.subscribe(SEEKS, self._heard_seeks)
        bus.subscribe(INVITED, self._heard_invited)
        bus.subscribe(TERMS, self._heard_invited)  # by whom somebody may be asked
        bus.on_up(self._look_again)

    @contextmanager
    def attended(
        self, listener: Listener, seen: int | None, of: str | None, *, own_only: bool = False
    ) -> Iterator[None]:
        """The listener is told all changes from what he saw last, in the block. Raises Busy.

        With `own_only` he is told nothing but what is his own.
        """
        player_id = listener.player_id
        self._users += 1  # from here on nothing is missed
        try:
            if not self._is_fresh:
                self._read_first()
            if player_id is not None:
                self._own[player_id].add(listener)
            if not own_only:
                self._listeners.add(listener)
                self._greet(listener, seen if of == self.of else None)
            if player_id is not None:
                self._tell_own([player_id])
                self._ask_again([player_id])
            yield
        finally:
            self._leave(listener)

    def look(self) -> None:
        """Tell the club who is here, and read everything: the bus may lose hints. Raises Busy."""
        self._count()
        if self._users:
            with self._lock:
                self._read_all()
            self._gather()

    def busy_hours(self) -> list[int]:
        """How many of the latest matches began in each hour of the day (UTC). Raises Busy."""
        hours = self._hours.get("utc")
        if hours is None:
            with self._connections.connection() as connection:
                hours = self._hours["utc"] = hall.busy_hours(connection, LATEST_MATCHES)
        return hours

    def pong(self) -> bytes:
        """The frame that tells where the hall stands."""
        return self._wire.pong(self.version, self._time.now())

    @property
    def here(self) -> int:
        """How many listen to everything."""
        return len(self._listeners)

    def seekers_here(self) -> list[int]:
        """Players with a wish who have a socket here."""
        return [player_id for player_id in self._own if player_id in self._seeks]

    def _heard_matches(self, pairs: Iterable[tuple[int, int]]) -> None:
        if self._users:
            shown = [match_id for match_id, version in pairs if version in SHOWN_VERSIONS]
            self._changed_matches.update(shown)
            self._gather()

    def _heard_invited(self, payload: str) -> None:
        self._ask_again(int(word) for word in payload.split() if word.isdecimal())

    def _ask_again(self, player_ids: Iterable[int]) -> None:
        """To what those of them who are here are asked is read with the next changes."""
        self._changed_invited.update(self._own.keys() & set(player_ids))
        self._gather()

    def _heard_seeks(self, payload: str) -> None:
        if self._users:
            self._changed_players.update(int(word) for word in payload.split() if word.isdecimal())
            self._gather()

    def _look_again(self) -> None:
        """What was said while the bus was down is lost."""
        self._ask_again(self._own)
        with suppress(Busy):
            self.look()

    def _is_behind(self) -> bool:
        return bool(self._changed_matches or self._changed_players or self._changed_invited)

    def _gather(self) -> None:
        if not self._is_gathering and self._is_behind():
            self._is_gathering = True
            spawn(self._run)

    def _run(self) -> None:
        """Busy: the next look at everything finds it too."""
        try:
            with suppress(Busy):
                while self._is_behind():
                    pause = self._gathered_at + GATHER_SECONDS - time.monotonic()
                    if pause > 0:
                        time.sleep(pause)
                    self._gathered_at = time.monotonic()
                    with self._lock:
                        self._read_changes()
                        self._read_invited()
        finally:
            self._is_gathering = False

    def _read_first(self) -> None:
        with self._lock:
            if not self._is_fresh:
                self._count()
                self._read_all()
                self._is_fresh = self._users > 0

    def _count(self) -> None:
        """Tell the club who is here and hear how many all are; in time for whoever comes first."""
        now, here = self._time.now(), self._online_here()
        with self._connections.connection() as connection:
            self._online = hall.be_here(connection, self.of, here, now=now, until=now + HERE_MS)

    def _read_all(self) -> None:
        with self._connections.connection() as connection:
            tables = {t.match_id: _row(t) for t in hall.tables(connection, MOST_TABLES)}
            wishes = {seek.player_id: seek for seek in seeks.everybody(connection, MOST_SEEKS)}
        self._look_for_over(self._tables.keys() - tables.keys())
        self._change(
            {match_id: tables.get(match_id) for match_id in self._tables.keys() | tables.keys()},
            {player_id: wishes.get(player_id) for player_id in self._seeks.keys() | wishes.keys()},
        )

    def _read_changes(self) -> None:
        matches, self._changed_matches = self._changed_matches, set()
        players, self._changed_players = self._changed_players, set()
        self._look_for_over(matches)
        if len(matches) + len(players) > MOST_AT_ONCE:
            self._read_all()
            return
        if not matches and not players:
            return
        with self._connections.connection() as connection:
            tables = {t.match_id: _row(t) for t in hall.some(connection, list(matches))}
            wishes = {
                seek.player_id: seek
                for seek in seeks.some(connection, list(players), list(matches))
            }
        self._change(
            {match_id: tables.get(match_id) for match_id in matches},
            {player_id: wishes.get(player_id) for player_id in players | wishes.keys()},
        )

    def _look_for_over(self, matches: Collection[int]) -> None:
        """Something happened at these tables: who is asked to one of them may not be any more."""
        if self._invited and matches:
            over = set(map(address_of, matches))
            for player_id, invited in self._invited.items():
                if any(each.table in over for each in invited):
                    self._changed_invited.add(player_id)

    def _read_invited(self) -> None:
        asked, self._changed_invited = self._changed_invited & self._own.keys(), set()
        if not asked:
            return
        try:
            found = self._ask_invited(asked)
        except Busy:
            self._changed_invited |= asked
            raise
        here = asked & self._own.keys()
        self._tell_own(_put(self._invited, {who: found.get(who) for who in here}))

    def _change(
        self, tables: Mapping[int, TableRow | None], wishes: Mapping[int, Seek | None]
    ) -> None:
        """Put these in place of what was known and tell the difference, if there is any."""
        waited = self._waiting()
        moved = _put(self._tables, tables)
        own = _put(self._seeks, wishes)
        waiting = self._waiting()
        shown = Shown(
            [self._tables[match_id] for match_id in moved if match_id in self._tables],
            [address_of(match_id) for match_id in moved if match_id not in self._tables],
            {k: waiting[k] for k in waited.keys() | waiting.keys() if waiting[k] != waited[k]},
            self._online if self._online != self._online_shown else None,
        )
        if any(shown[:3]) or shown.online is not None:
            self._online_shown = self._online
            self.version += 1
            self._whole = None
            frame = self._wire.changes(self.version, shown)
            self._told.append((self.version, frame))
            self._tell(frame)
        self._tell_own(own)

    def _waiting(self) -> Counter[Kind]:
        return Counter(seek.kind for seek in self._seeks.values() if seek.match_id is None)

    def _tell(self, frame: bytes) -> None:
        """Whoever comes meanwhile is greeted with what is told here."""
        for number, listener in enumerate(list(self._listeners), start=1):
            listener.send(frame)
            if number % TOLD_IN_A_ROW == 0:
                time.sleep(0)

    def _tell_own(self, player_ids: Iterable[int]) -> None:
        for player_id in player_ids:
            if listeners := self._own.get(player_id):
                seek, invited = self._seeks.get(player_id), self._invited.get(player_id, ())
                frame = self._wire.own(self._time.now(), seek, invited)
                for listener in listeners:
                    listener.send(frame)

    def _greet(self, listener: Listener, seen: int | None) -> None:
        """The changes since `seen`, or everything."""
        if seen is not None and self.version - len(self._told) <= seen <= self.version:
            for version, frame in self._told:
                if version > seen:
                    listener.send(frame)
            return
        if self._whole is None:
            shown = Shown(list(self._tables.values()), (), self._waiting(), self._online_shown)
            self._whole = self._wire.whole(self.version, self.of, shown)
        listener.send(self._whole)

    def _leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        if listener.player_id is not None:
            self._own[listener.player_id].discard(listener)
            if not self._own[listener.player_id]:
                del self._own[listener.player_id]
                self._invited.pop(listener.player_id, None)
        self._users -= 1
        if not self._users:
            self._is_fresh = False


def _put(known: dict[K, V], given: Mapping[K, V | None]) -> list[K]:
    """Let what is given stand; the keys of what has changed by that."""
    moved = [key for key, value in given.items() if known.get(key) != value]
    for key in moved:
        value = given[key]
        if value is None:
            del known[key]
        else:
            known[key] = value
    return moved


def _row(table: PublicTable) -> TableRow:
    seated = {seat.seat: SeatRow(seat.name, seat.bot) for seat in table.seats}
    summary = summary_of(table.rules, table.clock)
    return TableRow(
        address_of(table.match_id),
        summary.convention,
        summary.target,
        summary.house,
        summary.speed,
        table.rated,
        table.status,
        summary.mark,
        tuple(seated.get(seat) for seat in range(table.seat_count)),
    )
