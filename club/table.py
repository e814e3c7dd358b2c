"""One live table of this worker: what is saved, what was shown, and who attends."""

import threading
import time
from collections.abc import Iterator, Sequence
from typing import Protocol

from club.addresses import address_of
from club.steps import Step
from games.preferans import Match, View, views_for
from games.preferans.actions import NewDeal
from store.matches import LoadPoint, Seat


class Attendee(Protocol):
    """Somebody's socket at a table. Neither call ever waits or raises."""

    player_id: int | None

    def send(self, frame: bytes) -> None:
        """Hand over one message as a whole frame."""

    def bye(self, code: str) -> None:
        """Say why and close."""


class Table:
    """A match in memory. Only a holder of the lock moves `head`; only the courier moves `shown`."""

    def __init__(self, point: LoadPoint, base: Match) -> None:
        match = point.match
        self.match_id = match.match_id
        self.rated = match.rated
        self.address = address_of(match.match_id)
        self.lock = threading.Lock()
        self.head = base  # the last version known to be saved
        self.head_at = base.clock_from or 0  # when its act was done, ms of club time
        self.shown = base  # the last version handed to the audiences
        self.base = base  # the state the present deal began with
        self.steps: list[Step] = []  # what was shown since `base`; emptied by each deal
        self.latest = base.version  # the highest version anybody spoke of
        self.is_catching_up = False
        self.alarm_at: int | None = None  # when the alarm set for it rings, ms of club time
        self.thought = 0  # the last version a bot was set to think about here
        self.proofs = [0] * match.seat_count  # asked for by each seat in this deal
        self.users = 0  # who holds this object across a wait; each gives it back
        self.used_at = time.monotonic()
        self.audiences: tuple[set[Attendee], ...] = tuple(
            set() for _ in range(match.seat_count + 1)
        )
        self._views: tuple[View, ...] | None = None
        self.reseat(point.seats, seating=match.seating, host=match.host)

    @property
    def players(self) -> int:
        return len(self.audiences) - 1

    @property
    def is_attended(self) -> bool:
        return any(self.audiences)

    @property
    def views(self) -> tuple[View, ...]:
        """What each audience sees of `shown`: the seats, then the spectators if there are any."""
        watched = bool(self.audiences[-1])
        if self._views is None or (watched and len(self._views) == self.players):
            self._views = views_for(self.shown, spectators=watched)
        return self._views

    def reseat(self, seats: Sequence[Seat], *, seating: int, host: int | None) -> None:
        """Who sits where, as the store has it."""
        taken = {seat.seat: seat for seat in seats}
        self.seats = tuple(taken.get(seat) for seat in range(self.players))
        self._seat_of = {s.player_id: s.seat for s in seats if s.player_id is not None}
        self.seating = seating
        self.host = host

    @property
    def is_ready(self) -> bool:
        """Whether all seats are taken, by people who agree to the rules."""
        return all(seat is not None and seat.ready for seat in self.seats)

    def seat_of(self, player_id: int | None) -> int | None:
        """The seat of this player; None for spectators."""
        return None if player_id is None else self._seat_of.get(player_id)

    @property
    def host_seat(self) -> int | None:
        """Where the host sits."""
        return self.seat_of(self.host)

    def audience_of(self, player_id: int | None) -> int:
        """The number of this player's audience: his seat, or the last for spectators."""
        seat = self.seat_of(player_id)
        return self.players if seat is None else seat

    def attendees(self) -> Iterator[tuple[int, Attendee]]:
        """Everybody here with the number of his audience; safe while they come and go."""
        for number, audience in enumerate(self.audiences):
            for attendee in tuple(audience):
                yield number, attendee

    def rebase(self, base: Match) -> None:
        """Before the first act: the rules were changed."""
        assert self.head.version == 0
        self.base = self.head = self.shown = base
        self._views = None

    def advance(self, step: Step, after: Match) -> None:
        """The step is saved."""
        self.head, self.head_at = after, step.at
        self.latest = max(self.latest, after.version)

    def show(self, step: Step, after: Match) -> None:
        """The step is about to be handed out."""
        self.shown, self._views = after, None
        if isinstance(step.action, NewDeal):
            self.base, self.steps = after, []
            self.proofs = [0] * self.players
        else:
            self.steps.append(step)
