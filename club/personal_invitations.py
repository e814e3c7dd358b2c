"""Invitations by name: whoever sits at a table that waits asks one player to come."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Final, NamedTuple

from club.addresses import address_of
from club.blocks import Blocks
from club.errors import ClubRefusal
from club.invitations import Invitations
from club.look_alikes import key_of
from club.names import NOBODY, tidied
from club.seating import Guest, Look, look_at
from club.summaries import summary_of
from green.bus import Bus
from green.credits import Purses
from store import accounts, invitations, matches, players
from store.connections import Connection, Connections
from store.errors import SeatRefused
from store.invitations import Companion, Invitation

INVITED: Final = "invited"  # the topic of the bus: a player who is asked to other tables now
MOST_TO_TABLE: Final = 10
MOST_BY_PLAYER: Final = 20
MOST_TO_PLAYER: Final = 10
CREDITS: Final = 10
PER_SECONDS: Final = 300.0
LATELY: Final = 20  # matches
MOST_COMPANIONS: Final = 12


class Invited(NamedTuple):
    """A table as whoever is asked to it is shown it."""

    table: str  # its address
    by: str  # who asks him
    link: str  # what stands in the link that leads there
    convention: str
    target: int
    house: bool
    speed: str
    rated: bool
    mark: str  # of its rules, to sit down by


class PersonalInvitations:
    """Nobody is told whether the other one is here, has seen it, or why he may not be asked."""

    def __init__(
        self, connections: Connections, bus: Bus, blocks: Blocks, links: Invitations
    ) -> None:
        self._connections = connections
        self._bus = bus
        self._blocks = blocks
        self._links = links
        self._purses = Purses()

    def invite(self, guest: Guest, match_id: int, name: str) -> None:
        """Ask whoever goes by that name to a table where one sits oneself.

        Raises ClubRefusal: no_such_table, not_seated, table_full, link_expired, no_such_player,
        several_of_that_name, not_yourself, already_there, takes_no_invitations,
        too_many_invitations; SeatRefused("not_open").
        """
        with self._connections.connection() as connection:
            look = look_at(connection, match_id)
            self._check_place(look, guest.player_id)
            invited_id = _found(connection, guest.player_id, name)
        if invited_id == guest.player_id:
            raise ClubRefusal("not_yourself")
        if look.seat_of(invited_id) is not None:
            raise ClubRefusal("already_there")
        if not self._is_welcome(guest.player_id, invited_id, look):
            raise ClubRefusal("takes_no_invitations")
        with self._connections.transaction() as connection:
            self._check_bounds(connection, match_id, guest.player_id, invited_id)
            invitations.put(connection, match_id, guest.player_id, invited_id)
        self._told(invited_id)

    def decline(self, guest: Guest, match_id: int) -> None:
        """Whoever is asked does not come; nothing when he is not asked (any more)."""
        with self._connections.connection() as connection:
            invitations.decline(connection, match_id, guest.player_id)
        self._told(guest.player_id)

    def of(self, player_ids: Collection[int]) -> Mapping[int, list[Invited]]:
        """To what each of these players is asked; who is asked to nothing is left out. Raises Busy.

        What he would not be asked to now, he is not shown.
        """
        with self._connections.connection() as connection:
            asked = invitations.of_players(connection, list(player_ids))
        found: defaultdict[int, list[Invited]] = defaultdict(list)
        for each in asked:
            link = self._links.token_of(each.match)
            if link and self._blocks.may_invite(each.inviter_id, each.invited_id):
                found[each.invited_id].append(_invited(each, link))
        return found

    def names_asked(self, match_id: int) -> list[str]:
        """Who was asked to this table."""
        with self._connections.connection() as connection:
            return invitations.names_asked(connection, match_id)

    def companions(self, player_id: int) -> list[str]:
        """The names of those the player has lately played with."""
        with self._connections.connection() as connection:
            return [each.name for each in _companions(connection, player_id)]

    def table_for(self, player_id: int, other_id: int) -> int | None:
        """The table to which this player could ask the other one."""
        with self._connections.connection() as connection:
            for match in matches.of_player(connection, player_id, ("open",)):
                look = look_at(connection, match.match_id)
                with suppress(ClubRefusal, SeatRefused):
                    self._check_place(look, player_id)
                    if look.seat_of(other_id) is None:
                        return match.match_id
        return None

    def _check_place(self, look: Look, player_id: int) -> None:
        if look.seat_of(player_id) is None:
            raise ClubRefusal("not_seated")
        if look.match.status != "open":
            raise SeatRefused("not_open")
        if not look.has_place:
            raise ClubRefusal("table_full")
        if self._links.token_of(look.match) is None:
            raise ClubRefusal("link_expired")

    def _is_welcome(self, player_id: int, invited_id: int, look: Look) -> bool:
        """Whom he does not meet may sit there too."""
        if self._blocks.apart_from(invited_id, look.others(invited_id)):
            return False
        return self._blocks.may_invite(player_id, invited_id)

    def _check_bounds(
        self, connection: Connection, match_id: int, player_id: int, invited_id: int
    ) -> None:
        """Two who ask at once may go over by one."""
        there = invitations.counts(connection, match_id, player_id, invited_id)
        if there.is_known:
            return
        if there.to_invited >= MOST_TO_PLAYER:
            raise ClubRefusal("takes_no_invitations")
        if there.to_match >= MOST_TO_TABLE or there.by_inviter >= MOST_BY_PLAYER:
            raise ClubRefusal("too_many_invitations")
        now = time.monotonic()
        if not self._purses.pay(player_id, now, credits=CREDITS, per_seconds=PER_SECONDS):
            raise ClubRefusal("too_many_invitations")

    def _told(self, player_id: int) -> None:
        self._bus.publish(INVITED, str(player_id))


def _found(connection: Connection, player_id: int, text: str) -> int:
    """A member, or a guest one has played with, by what the name looks like; or a guest by it.

    Raises ClubRefusal: no_such_player, several_of_that_name.
    """
    name = tidied(text)
    if not name.isprintable() or name in ("", NOBODY):
        raise ClubRefusal("no_such_player")
    key = key_of(name)
    account = accounts.named(connection, key)
    if account is not None:
        return account.player_id
    lately = [each for each in _companions(connection, player_id) if key_of(each.name) == key]
    if lately:
        return lately[0].player_id
    found = players.guests_named(connection, name, 2)
    if not found:
        raise ClubRefusal("no_such_player")
    if len(found) > 1:
        raise ClubRefusal("several_of_that_name")
    return found[0]


def _companions(connection: Connection, player_id: int) -> Iterable[Companion]:
    found = invitations.companions(connection, player_id, of_matches=LATELY, most=MOST_COMPANIONS)
    return [each for each in found if each.name != NOBODY]


def _invited(invitation: Invitation, link: str) -> Invited:
    match = invitation.match
    summary = summary_of(match.rules, match.clock)
    return Invited(
        address_of(match.match_id),
        invitation.by,
        link,
        summary.convention,
        summary.target,
        summary.house,
        summary.speed,
        match.rated,
        summary.mark,
    )
