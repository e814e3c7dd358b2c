"""One more pulka: the seats are kept for a minute, then the hall or bots may have them."""

from collections.abc import Callable
from typing import Final

from club import names
from club.errors import ClubRefusal
from club.languages import LANGUAGES
from club.seating import WAITS_MS, Guest, Look, Seating, look_at
from club.steps import step_of
from games.preferans.actions import Start
from store import events, matches, rematches, seats
from store.club_time import ClubTime
from store.connections import Connections
from store.ids import new_id
from store.opening import Connection

KEPT_MS: Final = 60_000
LEVEL: Final = "steady"  # of bots on seats nobody wanted
MOST_IN_A_ROW: Final = 100  # pulkas of an evening
OFFERED_AT_ONCE: Final = 20


class OneMore:
    """Changes of seats between a match that is over and the one that follows it."""

    def __init__(
        self,
        connections: Connections,
        club_time: ClubTime,
        seating: Seating,
        told: Callable[[int], None],
    ) -> None:
        self._connections = connections
        self._time = club_time
        self._seating = seating
        self._told = told  # of a match whose people have news

    def again(self, guest: Guest, match_id: int) -> int:
        """Somebody wants one more pulka, or agrees to it; the match it is.

        Raises ClubRefusal (no_such_table, no_such_match, not_seated, table_full) and SeatRefused.
        """
        look = self._over(guest, match_id)
        wanted = new_id()
        with self._connections.transaction() as connection:
            rematch = matches.point_to_rematch(connection, match_id, wanted)
            assert rematch is not None  # matches are never deleted
            if rematch == wanted:
                self._lay(connection, guest, look, rematch)
            else:
                self._come(connection, guest, rematch)
        self._told(match_id)
        self._seating.changed(rematch)
        return rematch

    def decline(self, guest: Guest, match_id: int) -> None:
        """Whoever was asked does not play on: his seat is free.

        Raises ClubRefusal (no_such_table, no_such_match, not_seated) and SeatRefused.
        """
        rematch = self._over(guest, match_id).match.rematch
        if rematch is None:
            raise ClubRefusal("no_such_match")
        with self._connections.transaction() as connection:
            seats.leave(connection, rematch, guest.player_id)
        self._seating.changed(rematch)

    def latest(self, match_id: int) -> int:
        """Where the people of a match that is over play now: its link leads there."""
        with self._connections.connection() as connection:
            for _ in range(MOST_IN_A_ROW):
                match = matches.read(connection, match_id)
                if match is None or match.rematch is None:
                    break
                match_id = match.rematch
        return match_id

    def offer(self) -> int:
        """Give away the seats that were kept long enough; how many tables. Raises Busy."""
        for number in range(OFFERED_AT_ONCE):
            with self._connections.transaction() as connection:
                kept = rematches.stop_keeping(connection, self._time.now())
                if kept is None:
                    return number
                rematches.free_unready(connection, kept.match_id)
                if not kept.is_public:
                    _fill(connection, kept.match_id)
            self._seating.changed(kept.match_id)
        return OFFERED_AT_ONCE

    def _over(self, guest: Guest, match_id: int) -> Look:
        look = self._seating.look(match_id)
        if look.match.status != "finished" or not look.match.version:
            raise ClubRefusal("no_such_match")
        if look.seat_of(guest.player_id) is None:
            raise ClubRefusal("not_seated")
        return look

    def _lay(self, connection: Connection, guest: Guest, look: Look, rematch: int) -> None:
        now = self._time.now()
        dealer = _first_dealer(connection, look.match.match_id)
        rematches.lay(
            connection,
            rematch,
            look.match.match_id,
            host=guest.player_id,
            first_dealer=(dealer + 1) % look.match.seat_count,
            deadline=now + WAITS_MS,
            kept_until=now + KEPT_MS,
        )

    def _come(self, connection: Connection, guest: Guest, rematch: int) -> None:
        """To his own seat, or to one he gave up and nobody has taken."""
        look = look_at(connection, rematch)
        if look.match.status != "open":
            return  # he looks on, or is there already
        if look.seat_of(guest.player_id) is not None:
            seats.be_ready(connection, rematch, guest.player_id)
        elif look.has_place:
            seats.take_seat(connection, rematch, look.seats.index(None), guest.player_id)
        else:
            raise ClubRefusal("table_full")


def _first_dealer(connection: Connection, match_id: int) -> int:
    start = step_of(events.next_after(connection, match_id, 0, 1)[0]).action
    assert isinstance(start, Start)
    return start.dealer


def _fill(connection: Connection, match_id: int) -> None:
    """Bots on the free seats, if there is anybody to play with them and nothing to win."""
    look = look_at(connection, match_id)
    taken = tuple(sitter.name for sitter in look.seats if sitter)
    if look.match.rated or all(sitter is None or sitter.bot for sitter in look.seats):
        return
    free = [seat for seat, sitter in enumerate(look.seats) if sitter is None]
    bots = names.bot_names(next(iter(LANGUAGES)), len(free), taken)
    for seat, bot in zip(free, bots, strict=True):
        seats.fill_with_bot(connection, match_id, seat, bot, LEVEL)
