"""One live table of this worker: what is saved, what was shown, and who attends."""

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, Protocol

from club.addresses import address_of
from club.steps import Step
from games.preferans import Match, View, views_for
from games.preferans.actions import NewDeal
from store.matches import LoadPoint, Seat

TRICKS: Final = ("play", "choose", "offer")
Why = Literal["lost", "left", "ours"]  # the network, he himself, or a worker of ours that ended


class Gone(NamedTuple):
    """Nobody of a seat is connected: since when (ms of club time), and how the last one went."""

    since: int
    why: Why


class Attendee(Protocol):
    """Somebody's socket at a table. Neither call ever waits or raises."""

    player_id: int | None

    @property
    def has_left(self) -> bool:
        """Whether he said goodbye before he went."""

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
        self.watched = base  # the last version handed to those who watch
        self.behind: deque[tuple[Step, Match]] = deque()  # what they were not shown yet
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
        # Who attends elsewhere, by worker: how many for each audience.
        self.elsewhere: dict[str, tuple[int, ...]] = {}
        self.attendance_asked_at: float | None = None  # the other workers; monotonic
        self.attendance_told: object = None  # what its people were told of it last
        self.gone: tuple[Gone | None, ...] = (None,) * match.seat_count
        self.held_from = base.started_at  # or since it goes on again, ms of club time
        self.is_missed = True  # somebody, as far as anybody has looked
        self.whys: list[Why] = ["lost"] * match.seat_count  # how the last of each seat went
        self._views: tuple[View, ...] | None = None
        self.first_dealer = match.first_dealer  # None when it is a lot
        self.reseat(point.seats, seating=match.seating, host=match.host, rematch=match.rematch)

    @property
    def players(self) -> int:
        return len(self.audiences) - 1

    @property
    def is_attended(self) -> bool:
        return any(self.audiences)

    @property
    def views(self) -> tuple[View, ...]:
        """What each seat sees of `shown`."""
        if self._views is None:
            self._views = views_for(self.shown, spectators=False)
        return self._views

    def seen_by(self, audience: int) -> Match:
        """What was handed to this audience last."""
        return self.watched if audience == self.players else self.shown

    def reseat(
        self, seats: Sequence[Seat], *, seating: int, host: int | None, rematch: int | None
    ) -> None:
        """Who sits where and where they play on, as the store has it."""
        taken = {seat.seat: seat for seat in seats}
        self.seats = tuple(taken.get(seat) for seat in range(self.players))
        self._seat_of = {s.player_id: s.seat for s in seats if s.player_id is not None}
        self.seating = seating
        self.host = host
        self.rematch = rematch

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

    @property
    def people(self) -> tuple[int, ...]:
        """The seats that are no bot's of the table."""
        return tuple(sitter.seat for sitter in self.seats if sitter and not sitter.bot)

    @property
    def attending(self) -> tuple[int, ...]:
        """How many attend of each audience, over all workers."""
        counts = [len(audience) for audience in self.audiences]
        for told in self.elsewhere.values():
            counts = list(map(int.__add__, counts, told))
        return tuple(counts)

    def depart(self, attendee: Attendee) -> int:
        """He attends no more; the number of the audience he was in: he may have changed seats."""
        number = next(n for n, audience in enumerate(self.audiences) if attendee in audience)
        self.audiences[number].discard(attendee)
        return number

    def attendees(self) -> Iterator[tuple[int, Attendee]]:
        """Everybody here with the number of his audience; safe while they come and go."""
        for number, audience in enumerate(self.audiences):
            for attendee in tuple(audience):
                yield number, attendee

    def next_for_watchers(self) -> tuple[Step, Match] | None:
        """The next step they may see, which they are held to have seen from now on."""
        if not self.behind or (self.rated and self._is_too_new(self.behind[0][1])):
            return None
        step, self.watched = self.behind.popleft()
        return step, self.watched

    def _is_too_new(self, match: Match) -> bool:
        """Whether the trick after the one this belongs to is still to be finished."""
        now = self.shown
        is_played = now.phase in TRICKS and match.phase in TRICKS and now.number == match.number
        if not is_played or now.deal is None or match.deal is None:
            return False
        finished = len(match.deal.history)
        trick = finished + 1 if match.deal.trick else finished
        return trick > 0 and len(now.deal.history) <= trick

    def rebase(self, base: Match) -> None:
        """Before the first act: the rules were changed."""
        assert self.head.version == 0
        self.base = self.head = self.shown = self.watched = base
        self._views = None

    def advance(self, step: Step, after: Match) -> None:
        """The step is saved."""
        self.head, self.head_at = after, step.at
        self.latest = max(self.latest, after.version)

    def show(self, step: Step, after: Match) -> None:
        """The step is about to be handed out."""
        if self.shown.halt is not after.halt or after.version == 1:
            self.held_from = step.at
        self.shown, self._views = after, None
        self.behind.append((step, after))
        if isinstance(step.action, NewDeal):
            self.base, self.steps = after, []
            self.proofs = [0] * self.players
        else:
            self.steps.append(step)
