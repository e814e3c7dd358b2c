"""The life of an act: judged under the table's lock, saved by the journal, shown by the courier."""

from typing import Final, NamedTuple

from club.catch_up import CatchUp
from club.delivery import Courier
from club.errors import ClubRefusal, Unsaved
from club.holding import Hold
from club.proofs import Proofs
from club.steps import Step, follow, row_of, text_of
from club.table import Table
from games.errors import Refusal
from games.preferans import Action, parse_action, print_action, put_at
from games.preferans.state import By
from green.errors import NotTaken
from green.journal import Fate, Journal
from store import events
from store.connections import Connections
from store.events import EventRow

JOURNAL_SECONDS: Final = 5.0
MOST_RACES: Final = 20


class Saved(NamedTuple):
    """An act that is stored."""

    version: int
    is_new: bool  # stored just now, so that its event is told; not when its ref came before


class Acts:
    """Takes acts of players and of the club itself."""

    def __init__(
        self,
        journal: Journal[EventRow],
        connections: Connections,
        catch_up: CatchUp,
        courier: Courier,
    ) -> None:
        self._journal = journal
        self._connections = connections
        self._catch_up = catch_up
        self._courier = courier
        self._proofs = Proofs()

    def by_player(
        self, table: Table, seat: int, text: str, *, seen: int, ref: str, at: int
    ) -> Saved:
        """A player's act on what he saw at version `seen`; `at` is when it came, ms of club time.

        Raises Refusal, ClubRefusal and Busy (nothing was done), Unsaved.
        """
        with self._catch_up.hold(table) as hold:
            if seen > table.head.version:
                self._catch_up.now(table)
            try:
                return self._saved(hold, seat, text, seen=seen, ref=ref, at=at)
            except (Refusal, ClubRefusal):
                earlier = self._earlier(table, seat, text, ref)
                if earlier is None:
                    raise
                return Saved(earlier, is_new=False)

    def by_club(
        self,
        table: Table,
        version: int,
        action: Action,
        *,
        seat: int | None = None,
        by: By = "player",
        at: int,
        seating: int | None = None,
    ) -> bool:
        """An act of nobody's, or of a bot, on just this version; whether it was saved.

        Many workers may try the same: it is made once. Raises Refusal, ClubRefusal, Busy, Unsaved.
        """
        with self._catch_up.hold(table) as hold:
            if table.head.version != version:
                return False
            step = Step(version + 1, seat, action, by, max(at, table.head_at), None)
            if self._write(hold, step, seating):
                return True
            self._catch_up.now(table)
            return False

    def _saved(self, hold: Hold, seat: int, text: str, *, seen: int, ref: str, at: int) -> Saved:
        table, action = hold.table, parse_action(text)
        for _ in range(MOST_RACES):
            if seen < put_at(table.head, seat, action):
                raise ClubRefusal("stale")
            act, version = self._proofs.vouch(table, seat, action), table.head.version + 1
            step = Step(version, seat, act, "player", max(at, table.head_at), ref)
            if self._write(hold, step):
                return Saved(version, is_new=True)
            earlier = self._earlier(table, seat, text, ref)
            if earlier is not None:
                table.latest = max(table.latest, earlier)
                return Saved(earlier, is_new=False)
            self._catch_up.now(table)
        raise ClubRefusal("busy")

    def _write(self, hold: Hold, step: Step, seating: int | None = None) -> bool:
        """Whether the step is saved; False when another was. Raises Refusal and Unsaved."""
        table, before = hold.table, hold.table.head
        after = follow(before, step)
        row = row_of(table.match_id, before, step, after, seating)

        def landed(fate: Fate | None) -> None:
            if fate is Fate.WRITTEN:
                self._courier.hand(table, step, after, ours=True)
            hold.land(is_done=fate is Fate.WRITTEN)

        hold.take_off()
        try:
            fate = self._journal.append(row, JOURNAL_SECONDS, landed)
        except NotTaken:
            raise ClubRefusal("busy") from None
        if fate in (Fate.WRITTEN, Fate.LOST):
            return fate is Fate.WRITTEN
        raise Unsaved(table.match_id, step.version)

    def _earlier(self, table: Table, seat: int, text: str, ref: str) -> int | None:
        """The version this ref is stored at. Raises ClubRefusal("ref_reused")."""
        with self._connections.connection() as connection:
            event = events.by_ref(connection, table.match_id, seat, ref)
        if event is None:
            return None
        if text_of(event) != _canonical(text):
            raise ClubRefusal("ref_reused")
        return event.version


def _canonical(text: str) -> str | None:
    try:
        return print_action(parse_action(text))
    except Refusal:
        return None
