"""What everybody may look through: live tables, members, and what they have played."""

from typing import NamedTuple

from club import names
from club.errors import ClubRefusal
from club.look_alikes import key_of
from store import accounts, browsing
from store.accounts import Account
from store.browsing import Seated
from store.connections import Connections
from store.opening import Connection


class Page(NamedTuple):
    """A page of matches; `members` are those at them whose names lead somewhere."""

    matches: list[Seated]
    members: frozenset[int]
    has_more: bool


class Browsing:
    """Everything raises Busy."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def tables(self, after: int, limit: int) -> Page:
        """Live tables with ids above `after`, by id."""
        with self._connections.connection() as connection:
            return page_of(connection, browsing.live(connection, after, limit + 1), limit)

    def matches_of(self, player_id: int, before: int | None, limit: int) -> Page:
        """What a member has played, the newest first, older than the match `before`.

        Raises ClubRefusal("no_such_player").
        """
        with self._connections.connection() as connection:
            _member(connection, player_id)
            found = browsing.finished_of(connection, player_id, before, limit + 1)
            return page_of(connection, found, limit)

    def member(self, player_id: int) -> Account:
        """Raises ClubRefusal("no_such_player"): guests are shown to nobody."""
        with self._connections.connection() as connection:
            return _member(connection, player_id)

    def member_named(self, name: str) -> Account:
        """Whoever has a name that looks like that. Raises ClubRefusal("no_such_player")."""
        with self._connections.connection() as connection:
            account = accounts.named(connection, key_of(names.tidied(name)))
        if account is None:
            raise ClubRefusal("no_such_player")
        return account

    def members_at(self, seated: Seated) -> frozenset[int]:
        """Who of those at this table is registered."""
        with self._connections.connection() as connection:
            return browsing.members_among(connection, _players([seated]))


def _member(connection: Connection, player_id: int) -> Account:
    account = accounts.of_player(connection, player_id)
    if account is None:
        raise ClubRefusal("no_such_player")
    return account


def page_of(connection: Connection, found: list[Seated], limit: int) -> Page:
    """The page of what was found, which is one more than `limit` when there is more."""
    shown = found[:limit]
    members = browsing.members_among(connection, _players(shown))
    return Page(shown, members, len(found) > limit)


def _players(found: list[Seated]) -> set[int]:
    sitters = (sitter for each in found for sitter in each.seats)
    return {sitter.player_id for sitter in sitters if sitter and sitter.player_id is not None}
