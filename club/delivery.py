"""Delivery: each version to each audience once, in order, by a greenlet that is nobody's."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import compress, count
from operator import is_not
from typing import Any, Final, NamedTuple, Protocol

from club.absence import Absence, absence_of
from club.steps import Step, follow
from club.table import Attendee, Table
from games.preferans import Match, View, doer, told, view_for, views_for
from games.preferans.actions import Discard
from games.preferans.state import By
from green.histogram import Histogram
from green.spawn import spawn
from store.matches import Seat

FIELDS: Final = View._fields
SHARED: Final = FIELDS.index("hands")  # from there on the audiences differ


class Happened(NamedTuple):
    """One version as the audiences learn of it; number `players` is the spectators'."""

    version: int
    at: int
    doer: int | None
    told: tuple[str | None, ...]  # the act, for each audience
    by: By
    shared: dict[str, Any]  # the fields that changed for everybody
    own: tuple[dict[str, Any], ...]  # and those of each audience
    ref: str | None  # for the audience of the doer only: the receipt


class Standing(NamedTuple):
    """A whole table as one audience sees it."""

    version: int
    now: int
    you: int | None
    match: Match
    view: View
    seats: tuple[Seat | None, ...]
    host: int | None  # his seat
    rematch: int | None  # where they play on when this is over


class Wire(Protocol):
    """How events become bytes; the sockets know."""

    def events(self, happened: Happened, audiences: Sequence[int]) -> list[bytes]:
        """The frame of each of these audiences."""

    def state(self, standing: Standing) -> bytes:
        """The frame of a snapshot."""

    def seats(
        self,
        seats: tuple[Seat | None, ...],
        host: int | None,
        you: int | None,
        rematch: int | None,
    ) -> bytes:
        """The frame that tells who sits where."""

    def pong(self, version: int, now: int) -> bytes:
        """The frame that tells where the table stands."""

    def here(self, absences: Sequence[Absence | None], devices: int, watchers: int) -> bytes:
        """The frame that tells who is connected."""


def happened(
    before: Match,
    step: Step,
    views_before: tuple[View, ...],
    views_after: tuple[View, ...],
) -> Happened:
    """The differences the step makes for each audience, and what each may hear of the act."""
    seat = doer(before, step.seat, step.action)
    public = told(before, step.seat, step.action, None)
    heard = [public] * len(views_after)
    if seat is not None and (step.by == "clock" or isinstance(step.action, Discard)):
        heard[seat] = told(before, step.seat, step.action, seat)
    return Happened(
        step.version,
        step.at,
        seat,
        tuple(heard),
        step.by,
        _changes(views_before[0], views_after[0], 0, SHARED),
        tuple(
            _changes(old, new, SHARED, len(FIELDS))
            for old, new in zip(views_before, views_after, strict=True)
        ),
        step.ref,
    )


def changes(before: View, after: View) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed for everybody, and what for this audience."""
    return _changes(before, after, 0, SHARED), _changes(before, after, SHARED, len(FIELDS))


def _changes(before: View, after: View, first: int, stop: int) -> dict[str, Any]:
    # Nearly all fields are the same objects: to pass over those in C saves 2 us an act.
    old, new = before[first:stop], after[first:stop]
    moved = compress(count(first), map(is_not, new, old))
    return {FIELDS[at]: after[at] for at in moved if after[at] != before[at]}


def missed(table: Table, version: int, until: int) -> Iterator[Happened]:
    """What was shown after that version of the present deal up to another, told once more."""
    match = table.base
    views = views_for(match) if match.version == version else None
    for step in table.steps:
        if step.version > until:
            return
        after = follow(match, step)
        views_after = views_for(after) if after.version >= version else None
        if views is not None and views_after is not None:
            yield happened(match, step, views, views_after)
        match, views = after, views_after


def standing(table: Table, audience: int, now: int) -> Standing:
    """All of the table that was shown, for this audience."""
    you = None if audience == table.players else audience
    match = table.seen_by(audience)
    view = table.views[audience] if you is not None else view_for(match, None)
    seated = (table.seats, table.host_seat, table.rematch)
    return Standing(match.version, now, you, match, view, *seated)


class Courier:
    """Hands out what is saved. A worker has one; nothing in it ever waits."""

    def __init__(self, wire: Wire, now: Callable[[], int]) -> None:
        self._wire = wire
        self._now = now
        self._queue: deque[tuple[Table, Step, Match, bool]] = deque()
        self._is_running = False
        # Of players' acts, from being read to being handed to everybody here; seconds.
        self.delays = Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
        # What is to be done about a table after a step was shown; True when the step was ours.
        self.shown: list[Callable[[Table, bool], None]] = []
        self.watched: Callable[[Table], None] = lambda table: None  # and for those who watch

    def hand(self, table: Table, step: Step, after: Match, *, ours: bool) -> None:
        """The step is saved: move the head of the table, and show it to all before long."""
        table.advance(step, after)
        table.users += 1  # until it is shown
        self._queue.append((table, step, after, ours))
        self._wake()

    def greet(self, table: Table, attendee: Attendee, seen: int | None) -> None:
        """What a newcomer has not seen: the steps since `seen`, or everything."""
        audience = table.audience_of(attendee.player_id)
        version = table.seen_by(audience).version
        if seen is None or not table.base.version <= seen <= version:
            attendee.send(self._wire.state(standing(table, audience, self._now())))
            return
        for each in missed(table, seen, version):
            attendee.send(self._wire.events(each, (audience,))[0])
        attendee.send(self._seats(table, audience))
        attendee.send(self._wire.pong(version, self._now()))

    def tell_seats(self, table: Table) -> None:
        """Who sits where has changed: everybody learns it, and who changed seats sees anew."""
        for audience, attendee in table.attendees():
            new = table.audience_of(attendee.player_id)
            if new == audience:
                attendee.send(self._seats(table, audience))
                continue
            table.audiences[audience].discard(attendee)
            table.audiences[new].add(attendee)
            attendee.send(self._wire.state(standing(table, new, self._now())))

    def tell_here(self, table: Table) -> None:
        """Somebody has come or gone: everybody learns who is connected."""
        counts = table.attending
        absences = [absence_of(table, seat) for seat in range(table.players)]
        for number, audience in enumerate(table.audiences):
            devices = 0 if number == table.players else counts[number]
            frame = self._wire.here(absences, devices, counts[-1]) if audience else b""
            for attendee in tuple(audience):
                attendee.send(frame)

    def tell_all(self, table: Table) -> None:
        """The rules have changed: everybody sees the table anew."""
        for audience, attendee in table.attendees():
            new = table.audience_of(attendee.player_id)
            table.audiences[audience].discard(attendee)
            table.audiences[new].add(attendee)
            attendee.send(self._wire.state(standing(table, new, self._now())))

    def dismiss(self, table: Table, code: str) -> None:
        """Everybody at the table is sent away."""
        for _, attendee in table.attendees():
            attendee.bye(code)

    def _seats(self, table: Table, audience: int) -> bytes:
        you = None if audience == table.players else audience
        return self._wire.seats(table.seats, table.host_seat, you, table.rematch)

    def _wake(self) -> None:
        if not self._is_running:
            self._is_running = True
            spawn(self._run)

    def _run(self) -> None:
        """A table whose step cannot be told is our bug: its people come back for a snapshot."""
        whole = True
        while whole and self._queue:
            table, step, after, ours = self._queue.popleft()
            whole = False
            try:
                self._show(table, step, after)
                self.watched(table)
                if ours and step.ref is not None:
                    self.delays.observe((self._now() - step.at) / 1000)
                for each in self.shown:
                    each(table, ours)
                whole = True
            finally:
                table.users -= 1
                if not whole:
                    self.dismiss(table, "failed")
                    self._is_running = False
                    self._wake()
        self._is_running = False

    def _show(self, table: Table, step: Step, after: Match) -> None:
        if not any(table.audiences[:-1]):
            table.show(step, after)
            return
        before, views_before = table.shown, table.views
        table.show(step, after)
        told_now = happened(before, step, views_before, table.views)
        present = [number for number, audience in enumerate(table.audiences[:-1]) if audience]
        for number, frame in zip(present, self._wire.events(told_now, present), strict=True):
            for attendee in table.audiences[number]:
                attendee.send(frame)
