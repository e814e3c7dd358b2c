"""Who sits where: opening a table, filling its seats, beginning, and taking over from a bot."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from club import names
from club.agreed import Agreed
from club.apart import check_company
from club.errors import ClubRefusal
from club.leavers import Leavers
from club.look_alikes import key_of
from club.tables import Tables
from games.preferans import Clock, Rules, rules_to_json
from games.preferans.bots.levels import LEVELS, PLAIN
from store import accounts, companies, invitations, matches, players, seats
from store.club_time import ClubTime
from store.connections import Connections
from store.errors import SeatRefused
from store.ids import new_id
from store.matches import Match, Seat
from store.opening import Connection

WAITS_MS: Final = 24 * 3_600_000
WAITS_IN_HALL_MS: Final = 10 * 60_000  # after the last one who was there has gone
EMPTY_SECONDS: Final = 3_600.0
FORGOTTEN_AT_ONCE: Final = 1_000  # invitations


class Guest(NamedTuple):
    """Who asks: his id, the name he goes by, and the language of names made for him."""

    player_id: int
    name: str
    locale: str


class Look(NamedTuple):
    """A table as pages see it."""

    match: Match
    seats: tuple[Seat | None, ...]

    def seat_of(self, player_id: int | None) -> int | None:
        """The seat of this player."""
        taken = (seat for seat in self.seats if seat and player_id is not None)
        return next((seat.seat for seat in taken if seat.player_id == player_id), None)

    def others(self, player_id: int) -> list[int]:
        """The other people at the table."""
        people = (seat.player_id for seat in self.seats if seat and seat.player_id is not None)
        return [other for other in people if other != player_id]

    @property
    def is_ready(self) -> bool:
        """Whether all seats are taken, by people who agree to the rules."""
        return all(seat is not None and seat.ready for seat in self.seats)

    @property
    def has_place(self) -> bool:
        """Whether somebody can still sit down before it begins."""
        return self.match.status == "open" and None in self.seats

    @property
    def rules_mark(self) -> str:
        """Names these rules: other rules have another mark."""
        return mark_of(self.match.rules)

    @property
    def host_seat(self) -> int | None:
        """Where the host sits."""
        return self.seat_of(self.match.host)


class Seating:
    """Changes of seats. Each is one transaction, then the tables of all workers are told."""

    def __init__(
        self,
        connections: Connections,
        club_time: ClubTime,
        tables: Tables,
        told: Callable[[int], None],
        leavers: Leavers,
        pace_ms: int,
    ) -> None:
        self._connections = connections
        self._time = club_time
        self._tables = tables
        self._told = told  # of a match whose seats have changed: the bus carries it
        self.leavers = leavers
        self._pace_ms = pace_ms
        self.on_renamed: Callable[[], object] = lambda: None  # what shows names forgets them

    def look(self, match_id: int) -> Look:
        """The table as it stands. Raises ClubRefusal("no_such_table")."""
        with self._connections.connection() as connection:
            return look_at(connection, match_id)

    def tables_of(self, player_id: int) -> list[Match]:
        """The tables where this player sits and which are not over."""
        with self._connections.connection() as connection:
            return matches.of_player(connection, player_id)

    def open(self, guest: Guest, agreed: Agreed) -> int:
        """A table with its host at the first seat; its id.

        Raises ClubRefusal: bad_table, members_only, left_too_often.
        """
        self.leavers.check(guest.player_id)
        with self._connections.transaction() as connection:
            match_id = self._open(connection, guest, agreed)
            if agreed.company is not None:
                companies.add_match(connection, agreed.company, match_id)
        if agreed.public:
            self._told(match_id)
        return match_id

    def play_now(self, guest: Guest, agreed: Agreed, level: str = PLAIN) -> int:
        """A table with bots of this level at all other seats, begun at once; its id."""
        _known(level)
        with self._connections.transaction() as connection:
            match_id = self._open(connection, guest, agreed._replace(rated=False))  # with bots
            free = look_at(connection, match_id).match.seat_count - 1
            bots = names.bot_names(guest.locale, free)
            for seat, bot in enumerate(bots, start=1):
                seats.fill_with_bot(connection, match_id, seat, bot, level)
        self._tables.begin(match_id)
        return match_id

    def fill(self, guest: Guest, match_id: int, seat: int, level: str = PLAIN) -> None:
        """The host puts a bot on a free seat; the last one begins the match."""
        _known(level)
        with self._connections.transaction() as connection:
            look = _hosted(connection, match_id, guest)
            _bots_welcome(look)
            seats.fill_with_bot(connection, match_id, seat, _bot_name(guest, look), level)
        self.changed(match_id)

    def free(self, guest: Guest, match_id: int, seat: int) -> None:
        """The host takes a bot out again."""
        with self._connections.transaction() as connection:
            _hosted(connection, match_id, guest)
            seats.remove_bot(connection, match_id, seat)
        self.changed(match_id)

    def start(self, guest: Guest, match_id: int, level: str = PLAIN) -> None:
        """The host begins: bots of this level take the seats that are still free."""
        _known(level)
        with self._connections.transaction() as connection:
            look = _hosted(connection, match_id, guest)
            if look.match.status != "open":
                raise SeatRefused("not_open")
            if not all(sitter.ready for sitter in look.seats if sitter):
                raise ClubRefusal("not_all_ready")
            free = [seat for seat, sitter in enumerate(look.seats) if sitter is None]
            if free:
                _bots_welcome(look)
            taken = tuple(sitter.name for sitter in look.seats if sitter)
            bots = names.bot_names(guest.locale, len(free), taken)
            for seat, bot in zip(free, bots, strict=True):
                seats.fill_with_bot(connection, match_id, seat, bot, level)
        self.changed(match_id)

    def change_rules(self, guest: Guest, match_id: int, rules: Rules) -> None:
        """The host changes the rules while the table waits; the others are asked again."""
        with self._connections.transaction() as connection:
            look = _hosted(connection, match_id, guest)
            if rules.players != look.match.seat_count:
                raise ClubRefusal("bad_table")
            agreed, _ = self.agreements(Agreed(rules=rules, rated=look.match.rated))
            seats.change_rules(connection, match_id, rules_to_json(agreed))
        self.changed(match_id)

    def be_ready(self, guest: Guest, match_id: int, agreed_to: str | None = None) -> None:
        """Somebody agrees to the rules he saw, named by their `mark`."""
        with self._connections.transaction() as connection:
            seats.be_ready(connection, match_id, guest.player_id)
            _same_rules(look_at(connection, match_id), agreed_to)
        self.changed(match_id)

    def leave(self, guest: Guest, match_id: int) -> None:
        """Somebody stands up while the table still waits."""
        with self._connections.transaction() as connection:
            seats.leave(connection, match_id, guest.player_id)
        self.changed(match_id)

    def join(
        self, guest: Guest, match_id: int, seat: int | None = None, agreed_to: str | None = None
    ) -> None:
        """Sit down: at that seat, the first free one, or a bot's; this agrees to the rules seen.

        In a match under way the bot plays the deal to its end and the person goes on from there.
        """
        self.leavers.check(guest.player_id)
        with self._connections.transaction() as connection:
            players.ensure(connection, guest.player_id, guest.name)
            look = look_at(connection, match_id)
            if look.seat_of(guest.player_id) is not None:
                raise ClubRefusal("already_seated")
            if look.match.rated:
                members_only(connection, guest.player_id)
            wanted = _free_seat(look) if seat is None else seat
            sitter = look.seats[wanted] if wanted < len(look.seats) else None
            if sitter is None:
                seats.take_seat(connection, match_id, wanted, guest.player_id)
            else:
                seats.take_over(connection, match_id, wanted, guest.player_id)
            invitations.end(connection, match_id, guest.player_id)
            seated = look_at(connection, match_id)
            _same_rules(seated, agreed_to)  # nobody changes them from here on
            check_company(connection, guest.player_id, seated.others(guest.player_id))
        self.changed(match_id)
        if look.match.status in ("running", "adjourned"):
            self._tables.join(match_id, wanted)

    def sit(self, guest: Guest, match_id: int, agreed_to: str | None) -> None:
        """Sit down at a free seat of a public table, by the rules seen in the hall.

        Raises ClubRefusal and SeatRefused.
        """
        look = self.look(match_id)
        if not look.match.is_public:  # only a link leads there
            raise ClubRefusal("no_such_table")
        if not look.has_place:
            raise ClubRefusal("table_full")
        self.join(guest, match_id, look.seats.index(None), agreed_to)

    def close_abandoned(self) -> int:
        """Let public tables wait on where somebody is, and end those where nobody sits; how many.

        Public tables where nobody was for a while are overdue: the sweep ends them. Invitations to
        tables that wait no more are forgotten. Raises Busy.
        """
        here = self._tables.waiting_here()
        with self._connections.connection() as connection:
            if here:
                matches.keep_open(connection, here, self._time.now() + WAITS_IN_HALL_MS)
            closed = matches.close_empty(connection, EMPTY_SECONDS)
            invitations.forget_over(connection, FORGOTTEN_AT_ONCE)
        for match_id in closed:
            self._told(match_id)
        return len(closed)

    def rename(self, guest: Guest, name: str) -> str:
        """Another name from now on; the name as it is kept.

        Raises ClubRefusal (bad_name, name_taken) and AccountRefused("name_taken").
        """
        kept = names.checked_name(name)
        with self._connections.transaction() as connection:
            if accounts.is_taken(connection, key_of(kept), guest.player_id):
                raise ClubRefusal("name_taken")
            players.ensure(connection, guest.player_id, kept)  # others find him by that name
            accounts.change_name_key(connection, guest.player_id, key_of(kept))
            players.rename(connection, guest.player_id, kept)
            live = matches.of_player(connection, guest.player_id)
        for match in live:
            self._told(match.match_id)
        self.on_renamed()
        return kept

    def agreements(self, agreed: Agreed) -> tuple[Rules, Clock]:
        """What such a table plays by. Raises ClubRefusal("bad_table")."""
        return agreed.in_full(self._pace_ms)

    def lay(
        self,
        connection: Connection,
        agreed: Agreed,
        player_ids: Sequence[int],
        *,
        host: int | None,
        waits_ms: int,
    ) -> int:
        """A table with these players at its first seats; its id.

        Raises ClubRefusal("bad_table").
        """
        rules, clock = self.agreements(agreed)
        match_id = new_id()
        matches.create(
            connection,
            match_id,
            rules=rules_to_json(rules),
            clock=clock._asdict(),
            seat_count=rules.players,
            host=host,
            deadline=self._time.now() + waits_ms,
            is_public=agreed.public,
            rated=agreed.rated,
        )
        for seat, player_id in enumerate(player_ids):
            seats.take_seat(connection, match_id, seat, player_id)
        return match_id

    def _open(self, connection: Connection, guest: Guest, agreed: Agreed) -> int:
        players.ensure(connection, guest.player_id, guest.name)
        if agreed.rated:
            members_only(connection, guest.player_id)
        waits_ms = WAITS_IN_HALL_MS if agreed.public else WAITS_MS
        host = guest.player_id
        return self.lay(connection, agreed, [host], host=host, waits_ms=waits_ms)

    def changed(self, match_id: int) -> None:
        """Tell all workers, and begin when the last seat was taken and everybody is ready."""
        self._told(match_id)
        with suppress(ClubRefusal):  # gone meanwhile
            look = self.look(match_id)
            if look.match.status == "open" and look.is_ready:
                self._tables.begin(match_id)


def members_only(connection: Connection, player_id: int) -> None:
    """Guests have no rating to win or lose. Raises ClubRefusal("members_only")."""
    if accounts.of_player(connection, player_id) is None:
        raise ClubRefusal("members_only")


def _bots_welcome(look: Look) -> None:
    if look.match.rated:
        raise ClubRefusal("people_only")


def _known(level: str) -> None:
    if level not in LEVELS:
        raise ClubRefusal("bad_table")


def look_at(connection: Connection, match_id: int) -> Look:
    """The table as it stands. Raises ClubRefusal("no_such_table")."""
    match = matches.read(connection, match_id)
    if match is None:
        raise ClubRefusal("no_such_table")
    taken = {seat.seat: seat for seat in seats.of_match(connection, match_id)}
    return Look(match, tuple(taken.get(seat) for seat in range(match.seat_count)))


def mark_of(rules: Mapping[str, object]) -> str:
    """A short name of these rules; other rules have another one."""
    written = json.dumps(rules, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _same_rules(look: Look, agreed_to: str | None) -> None:
    if agreed_to is not None and agreed_to != look.rules_mark:
        raise ClubRefusal("rules_changed")


def _hosted(connection: Connection, match_id: int, guest: Guest) -> Look:
    look = look_at(connection, match_id)
    if look.match.host != guest.player_id:
        raise ClubRefusal("not_host")
    return look


def _bot_name(guest: Guest, look: Look) -> str:
    taken = tuple(sitter.name for sitter in look.seats if sitter)
    return names.bot_names(guest.locale, 1, taken)[0]


def _free_seat(look: Look) -> int:
    """The first free seat, or the first bot's."""
    wanted = [seat for seat, sitter in enumerate(look.seats) if sitter is None]
    wanted += [sitter.seat for sitter in look.seats if sitter and sitter.bot]
    if not wanted:
        raise ClubRefusal("table_full")
    return wanted[0]
