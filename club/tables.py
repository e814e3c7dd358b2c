"""All tables of one worker, as sockets, jobs and the bus use them."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from club import chance
from club.acts import MOST_RACES, Acts, Saved
from club.alarms import Alarms
from club.attendance import Attendance
from club.bots import Bots
from club.catch_up import FROZEN, CatchUp
from club.clocks import Clocks
from club.delivery import Courier, Wire
from club.errors import ClubRefusal, Unsaved
from club.gallery import Gallery
from club.halts import Halts
from club.holding import spawn_for
from club.leavers import Leavers
from club.leaving import Leaving
from club.registry import Registry, opening
from club.table import Attendee, Gone, Table
from games.errors import Refusal
from games.preferans.actions import Credit, Join
from green.bus import Bus
from green.journal import Journal
from green.spawn import spawn
from store import matches, seats
from store.club_time import ClubTime
from store.connections import Connections
from store.errors import Busy, StoreError
from store.events import EventRow
from store.matches import Known, Overdue, Versions

CREDIT_MS: Final = 10_000
SWEPT_AT_ONCE: Final = 100
SWEEP_AFTER_MS: Final = 600  # past the grace: a time-out is legal by then


class Tables:
    """Any worker takes any act for any table; this is what one of them holds of them."""

    def __init__(
        self,
        connections: Connections,
        journal: Journal[EventRow],
        club_time: ClubTime,
        wire: Wire,
        bus: Bus,
        leavers: Leavers,
        *,
        bot_pace_ms: tuple[int, int],
        watchers_per_table: int,
        is_closing: Callable[[], bool],
        is_connected: Callable[[int], bool],
        on_frozen: Callable[[int], object],
    ) -> None:
        self._connections = connections
        self._time = club_time
        self._is_closing = is_closing  # from then on nothing is taken
        self._wire = wire
        self._most_watchers = watchers_per_table
        self._courier = Courier(wire, club_time.now)
        self._courier.watched = Gallery(wire, club_time.now).follow
        self.delays = self._courier.delays
        self.outcomes: Counter[str] = Counter()  # acts of players by what became; only grows
        self._catch_up = CatchUp(connections, self._courier, self._retire, on_frozen)
        self.registry = Registry(connections, self._catch_up)
        self._acts = Acts(journal, connections, self._catch_up, self._courier)
        self._alarms = Alarms(club_time)
        self._bots = Bots(club_time, self._alarms, self._acts, bot_pace_ms)
        self.attendance = Attendance(
            bus,
            club_time.now,
            self.registry.live,
            self.registry.found,
            self._courier.tell_here,
            is_closing,
        )
        halts = Halts(club_time, self._acts, self.attendance)
        self._leavers = leavers
        self._is_connected = is_connected
        self.leaving = Leaving(club_time, self._acts, halts, self.registry, self._blame)
        self._clocks = Clocks(club_time, self._alarms, self._acts, self._bots, halts)
        self._courier.shown += [self._clocks.follow, self._bots.follow]

    def on_shown(self, follow: Callable[[Table, bool], None]) -> None:
        """Call it after each version shown at a table; True when this worker wrote it."""
        self._courier.shown.append(follow)

    def start(self) -> None:
        """Let the alarms ring."""
        self._alarms.start()

    def stop(self) -> None:
        """No alarm rings any more."""
        self._alarms.stop()

    @contextmanager
    def attended(
        self, match_id: int, attendee: Attendee, seen_version: int | None
    ) -> Iterator[Table]:
        """The attendee is told everything of the table, from what he saw last, in the block.

        Raises ClubRefusal (no_such_table, frozen, restarting, too_many_watchers) and Busy before
        anything was told.
        """
        with self.registry.use(match_id) as table:
            audience = table.audience_of(attendee.player_id)
            if audience == table.players and table.attending[-1] >= self._most_watchers:
                raise ClubRefusal("too_many_watchers")
            table.audiences[audience].add(attendee)
            self.attendance.came(table)
            try:
                self._courier.greet(table, attendee, seen_version)
                self._clocks.arm(table)
                yield table
            finally:
                self.attendance.went(table, table.depart(attendee), attendee)

    def act(
        self, table: Table, attendee: Attendee, text: str, *, seen: int, ref: str, read_at: float
    ) -> Saved:
        """An act of whoever attends; `read_at` is when it came, seconds of the monotonic clock.

        Raises what `Acts.by_player` does; spectators are refused.
        """
        try:
            saved = self._act(table, attendee, text, seen=seen, ref=ref, read_at=read_at)
        except (Refusal, ClubRefusal, StoreError) as refusal:
            self.outcomes[refusal.code] += 1
            raise
        except Unsaved:
            self.outcomes["unsaved"] += 1
            raise
        self.outcomes["saved" if saved.is_new else "saved_before"] += 1
        return saved

    def _act(
        self, table: Table, attendee: Attendee, text: str, *, seen: int, ref: str, read_at: float
    ) -> Saved:
        if self._is_closing():
            raise ClubRefusal("restarting")
        seat = table.seat_of(attendee.player_id)
        if seat is None:
            raise ClubRefusal("not_seated")
        late_ms = int((time.monotonic() - read_at) * 1000)
        at = self._time.now() - late_ms
        return self._acts.by_player(table, seat, text, seen=seen, ref=ref, at=at)

    def hint(self, table: Table, attendee: Attendee, *, seen: int) -> str:
        """What a good player would do about the decision this seat saw at version `seen`.

        Raises ClubRefusal: not_seated, hints_off, stale, busy.
        """
        seat = table.seat_of(attendee.player_id)
        if seat is None:
            raise ClubRefusal("not_seated")
        return self._bots.hint(table, seat, seen)

    def pong(self, table: Table, attendee: Attendee) -> bytes:
        """The frame that tells where the table stands, as far as it was shown to him."""
        seen = table.seen_by(table.audience_of(attendee.player_id))
        return self._wire.pong(seen.version, self._time.now())

    def begin(self, match_id: int) -> bool:
        """Version 1 of a match whose seats are all taken and ready; whether it runs now."""
        with self.registry.use(match_id) as table:
            if not table.is_ready:  # what the bus says of them may still be on its way
                self.reseat(table)
            while table.head.version == 0 and table.is_ready:
                bots = tuple(seat is not None and seat.bot for seat in table.seats)
                start = chance.new_start(bots, table.first_dealer)
                if self._acts.by_club(table, 0, start, at=self._time.now(), seating=table.seating):
                    break
                self.reseat(table)  # somebody came or went meanwhile
            return table.head.version > 0

    def join(self, match_id: int, seat: int) -> None:
        """A person plays on for the bot of this seat from the next deal."""
        with self.registry.use(match_id) as table:
            for _ in range(MOST_RACES):
                match = table.head
                if not match.bots[seat] or match.joining[seat]:
                    return
                with suppress(Refusal):
                    if self._acts.by_club(table, match.version, Join(seat), at=self._time.now()):
                        return
            raise ClubRefusal("busy")

    def heard(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Hints from the bus; version 0 says that somebody came or went."""
        for match_id, version in pairs:
            if version:
                self.registry.hint(match_id, version)
                continue
            table = self.registry.found(match_id)
            if table is not None:
                spawn(self._hear_of_seats, table)

    def compare(self) -> int:
        """Ask the store which live tables stand elsewhere; how many had missed something."""
        live = {table.match_id: table for table in self.registry.live()}
        known = [Known(number, each.head.version, each.seating) for number, each in live.items()]
        if not known:
            return 0
        with self._connections.connection() as connection:
            moved = matches.moved(connection, known)
        return sum(self._compare(live[match_id], versions) for match_id, versions in moved.items())

    def waiting_here(self) -> list[int]:
        """The tables that have not begun and where somebody is."""
        live = self.registry.live()
        return [table.match_id for table in live if table.is_attended and not table.head.version]

    def reseat(self, table: Table) -> None:
        """Read who sits where and tell it."""
        with self._connections.connection() as connection:
            match = matches.read(connection, table.match_id)
            seated = seats.of_match(connection, table.match_id)
        if match is None or match.seating < table.seating:
            return
        table.reseat(seated, seating=match.seating, host=match.host, rematch=match.rematch)
        if table.head.version == 0 and (base := opening(match)).rules != table.head.rules:
            table.rebase(base)
            self._courier.tell_all(table)
        else:
            self._courier.tell_seats(table)
            self.attendance.moved(table)

    def sweep(self) -> int:
        """What is overdue at tables that nobody watches; how many were looked at."""
        if not self._time.is_sure():
            return 0
        with self._connections.connection() as connection:
            before = self._time.now() - SWEEP_AFTER_MS
            found = matches.overdue(connection, before, SWEPT_AT_ONCE)
        for overdue in found:
            self._settle(overdue)
        return len(found)

    def credit(self) -> list[Table]:
        """Time back for the seat on turn at each table it attends from here."""
        credited = []
        for table in self.registry.live():
            seat = next((seat for seat in table.head.turn if table.audiences[seat]), None)
            if seat is not None:
                spawn_for(table, self._credit, table, seat)
                credited.append(table)
        return credited

    def _hear_of_seats(self, table: Table) -> None:
        with suppress(Busy):  # the next look at all tables finds it too
            self.reseat(table)

    def _credit(self, table: Table, seat: int) -> None:
        with suppress(Refusal, ClubRefusal, Busy, Unsaved):
            act = Credit(seat, CREDIT_MS)
            self._acts.by_club(table, table.head.version, act, at=self._time.now())

    def _blame(self, player_id: int, match_id: int, gone: Gone) -> None:
        """Whoever is still seen elsewhere in the club has no broken line."""
        if not self.attendance.many_vanished(gone.since):
            is_seen = gone.why == "lost" and self._is_connected(player_id)
            self._leavers.note(player_id, match_id, "left" if is_seen else gone.why)

    def _settle(self, overdue: Overdue) -> None:
        with self._connections.connection() as connection:
            if overdue.status == "open" and matches.close_unplayed(connection, overdue.match_id):
                return
        with suppress(ClubRefusal, Busy), self.registry.use(overdue.match_id) as table:
            if table.head.version != overdue.version:
                with self._catch_up.hold(table):
                    self._catch_up.now(table)
            self._clocks.strike(table)

    def _compare(self, table: Table, stored: Versions) -> bool:
        missed = stored.version > table.head.version
        if missed:
            self.registry.hint(table.match_id, stored.version)
        if stored.seating != table.seating:
            self.reseat(table)
        if stored.status == FROZEN:
            self._retire(table, FROZEN)
        if stored.status == "finished" and stored.version == 0:
            self._retire(table, "table_closed")
        return missed

    def _retire(self, table: Table, code: str) -> None:
        """It is out of play: everybody is sent away with this code."""
        self.registry.forget(table)
        self._courier.dismiss(table, code)
