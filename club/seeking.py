"""Looking for company: wishes are kept in the store, and whichever worker looks pairs them."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

from club import chance
from club.agreed import Agreed
from club.errors import ClubRefusal
from club.pairing import company
from club.seating import Guest, Seating, members_only
from club.tables import Tables
from green.bus import PAYLOAD_BYTES, Bus
from store import blocks, players, seats, seeks
from store.club_time import ClubTime
from store.connections import Connections
from store.errors import Busy, SeatRefused
from store.opening import Connection
from store.seeks import Kind, Seek

SEEKS: Final = "seeks"  # the topic of the bus: whose wishes have changed
ALIVE_MS: Final = 60_000
READY_MS: Final = 30_000
# The table of a ready check outlives it, so that the check ends it and not its own deadline.
TABLE_MS: Final = READY_MS + 60_000
FULFILLED_MS: Final = 30_000  # so long a wish tells which table was found
MOST_WAITING: Final = 200
IDS_AT_ONCE: Final = PAYLOAD_BYTES // 20


class Seeking:
    """Any worker may pair and end wishes: what two of them do at once is done once."""

    def __init__(
        self,
        connections: Connections,
        club_time: ClubTime,
        seating: Seating,
        tables: Tables,
        bus: Bus,
        rating_of: Callable[[int, str, str], int],
    ) -> None:
        self._connections = connections
        self._time = club_time
        self._seating = seating
        self._tables = tables
        self._bus = bus
        self._rating_of = rating_of  # a player, his family of conventions, his speed

    def seek(self, guest: Guest, kind: Kind) -> None:
        """Look for company from now on, instead of for what was looked for before.

        Raises ClubRefusal: bad_table, members_only, left_too_often, busy (a table was found
        already).
        """
        self._seating.leavers.check(guest.player_id)
        self._seating.agreements(_agreed(kind))
        rating = self._rating_of(guest.player_id, kind.convention, kind.speed)
        now = self._time.now()
        with self._connections.transaction() as connection:
            players.ensure(connection, guest.player_id, guest.name)
            if kind.rated:
                members_only(connection, guest.player_id)
            seek = Seek(guest.player_id, kind, rating, now, now + ALIVE_MS)
            if not seeks.place(connection, seek):
                raise ClubRefusal("busy")
        with suppress(Busy):  # the wish is kept: the next look pairs it
            if self.pair(kind):
                return
        self._told([guest.player_id])

    def withdraw(self, guest: Guest) -> None:
        """Look no more."""
        with self._connections.connection() as connection:
            gone = seeks.withdraw(connection, guest.player_id)
        if gone:
            self._told([guest.player_id])

    def answer(self, guest: Guest, match_id: int, *, is_ready: bool) -> None:
        """Whether who was asked by this table is ready; the last one who is begins the match.

        Raises ClubRefusal("stale"): it is too late.
        """
        with self._connections.connection() as connection:
            seek = seeks.of_player(connection, guest.player_id)
        if seek is None or seek.match_id != match_id or seek.status != "open":
            raise ClubRefusal("stale")
        if not is_ready:
            self._give_up(match_id, [guest.player_id])
            return
        try:
            self._seating.be_ready(guest, match_id)
        except SeatRefused:
            raise ClubRefusal("stale") from None

    def pair(self, kind: Kind) -> bool:
        """Find a table for those who wait for this; whether one was found."""
        now = self._time.now()
        with self._connections.transaction() as connection:
            waiting = seeks.waiting(connection, kind, now, MOST_WAITING)
            apart = blocks.pairs_apart(connection, [seek.player_id for seek in waiting])
            together = company(waiting, kind.players, now, apart)
            if together is None:
                return False
            ids = chance.order_of([seek.player_id for seek in together])
            self._lay(connection, kind, ids, now)
        self._told(ids)
        return True

    def pair_all(self) -> int:
        """Look again at everything that enough people wait for: ranges have widened; tables found.

        Raises Busy.
        """
        with self._connections.connection() as connection:
            kinds = seeks.kinds_to_pair(connection, self._time.now())
        return sum(self.pair(kind) for kind in kinds)

    def sweep(self) -> int:
        """End ready checks that are over and wishes of who went away; how many. Raises Busy."""
        now = self._time.now()
        with self._connections.connection() as connection:
            overdue = seeks.overdue(connection, now)
        for match_id in overdue:
            self._end_check(match_id)
        with self._connections.connection() as connection:
            gone = seeks.sweep(connection, now, now - FULFILLED_MS)
        self._told(gone)
        return len(overdue) + len(gone)

    def keep(self, player_ids: Iterable[int]) -> None:
        """These players are here. Raises Busy."""
        with self._connections.connection() as connection:
            seeks.keep_alive(connection, player_ids, self._time.now() + ALIVE_MS)

    def _lay(self, connection: Connection, kind: Kind, ids: Sequence[int], now: int) -> None:
        """A table for these players, each of whom is asked whether he is ready."""
        agreed = _agreed(kind)
        match_id = self._seating.lay(connection, agreed, ids, host=None, waits_ms=TABLE_MS)
        seats.ask_all(connection, match_id)
        seeks.found(connection, ids, match_id, now + READY_MS)

    def _end_check(self, match_id: int) -> None:
        """Nobody waits for those who did not answer; when all did, their worker has died."""
        with suppress(ClubRefusal):
            look = self._seating.look(match_id)
            late = [s.player_id for s in look.seats if s and s.player_id and not s.ready]
            if late:
                self._give_up(match_id, late)
            else:
                self._tables.begin(match_id)

    def _give_up(self, match_id: int, leaving: Sequence[int]) -> None:
        with self._connections.transaction() as connection:
            asked = seeks.give_up(connection, match_id, leaving)
        self._told(asked)

    def _told(self, player_ids: Sequence[int]) -> None:
        for first in range(0, len(player_ids), IDS_AT_ONCE):
            some = player_ids[first : first + IDS_AT_ONCE]
            self._bus.publish(SEEKS, " ".join(map(str, some)))


def _agreed(kind: Kind) -> Agreed:
    return Agreed(
        kind.convention,
        kind.target,
        kind.speed,
        public=True,
        rated=kind.rated,
        players=kind.players,
    )
