"""Programs of members: players that are no people, and the tokens they sign in with."""

import hashlib
import secrets
from typing import Final

from club import names
from club.errors import ClubRefusal
from club.look_alikes import key_of
from club.people import People
from club.shut_out import check_entry
from store import accounts, players, programs
from store.accounts import Account
from store.connections import Connections
from store.ids import new_id
from store.programs import Program

MOST: Final = 5  # of one member
PREFIX: Final = "trelyazh_"  # so that whoever finds one knows what it is
BYTES: Final = 32


class Programs:
    """A token is told once, when it is made. Everything raises Busy."""

    def __init__(self, connections: Connections, people: People) -> None:
        self._connections = connections
        self._people = people

    def of(self, owner: Account) -> list[Program]:
        """The programs of this member, the oldest first."""
        with self._connections.connection() as connection:
            return programs.of_owner(connection, owner.player_id)

    def create(self, owner: Account, name: str) -> str:
        """A program of that name; its token.

        Raises ClubRefusal: bad_name, name_taken, too_many_programs; AccountRefused("name_taken").
        """
        bare, player_id, token = names.checked_name(name), new_id(), _new_token()
        key = key_of(bare)
        with self._connections.transaction() as connection:
            if len(programs.of_owner(connection, owner.player_id)) >= MOST:
                raise ClubRefusal("too_many_programs")
            if accounts.is_taken(connection, key):
                raise ClubRefusal("name_taken")
            players.ensure(connection, player_id, names.marked(bare))
            programs.create(
                connection,
                player_id,
                owner=owner.player_id,
                name_key=key,
                token_hash=_hash(token),
            )
        return token

    def renew(self, owner: Account, player_id: int) -> str:
        """Another token; who carries the former one is sent away.

        Raises ClubRefusal("no_such_program").
        """
        token = _new_token()
        self._change(owner, player_id, _hash(token))
        return token

    def revoke(self, owner: Account, player_id: int) -> None:
        """The token works no more and its sockets are closed.

        Raises ClubRefusal("no_such_program").
        """
        self._change(owner, player_id, None)

    def with_token(self, token: str) -> Program:
        """Who carries this token.

        Raises ClubRefusal("bad_token"), and ShutOut as its owner would get it.
        """
        with self._connections.connection() as connection:
            program = programs.of_token(connection, _hash(token))
            if program is None:
                raise ClubRefusal("bad_token")
            check_entry(connection, program.player_id)
            check_entry(connection, program.owner)
        return program

    def _change(self, owner: Account, player_id: int, token_hash: bytes | None) -> None:
        with self._connections.transaction() as connection:
            if not programs.change_token(connection, player_id, owner.player_id, token_hash):
                raise ClubRefusal("no_such_program")
            epoch = players.sign_out(connection, player_id)
        self._people.send_away({player_id: epoch})


def _new_token() -> str:
    return PREFIX + secrets.token_urlsafe(BYTES)


def _hash(token: str) -> bytes:
    """Nobody can guess a token, so that a quick hash is enough."""
    return hashlib.sha256(token.encode()).digest()
