"""Companies: people who play together by house rules of their own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer

from club import names
from club.addresses import address_of, id_at
from club.errors import ClubRefusal
from games.preferans import Rules, rules_to_json
from store import companies
from store.accounts import Account
from store.companies import FOUNDER, Company, Member
from store.connections import Connections
from store.ids import new_id
from store.opening import Connection

MOST: Final = 20  # of one member
MOST_MEMBERS: Final = 50
LEAST_NAME: Final = 2
MOST_NAME: Final = 40
PURPOSE: Final = "company"
_NAME: Final = re.compile(r"[^\W_][\w .,:;!?'’«»\"()№&–—-]*")


class Gathering(NamedTuple):
    """A company as one of its members sees it."""

    company: Company
    members: list[Member]
    me: Member

    @property
    def is_founder(self) -> bool:
        """Whether he decides about it."""
        return self.me.role == FOUNDER


class Companies:
    """Founding, inviting, leaving. Strangers see nothing: to them there is no such company.

    Everything raises Busy, and ClubRefusal("no_such_company") where a company is named.
    """

    def __init__(self, connections: Connections, secret_key: str) -> None:
        self._connections = connections
        self._signer = URLSafeSerializer(secret_key, salt=PURPOSE)

    def of(self, player_id: int) -> list[Company]:
        """The companies of this player, by name."""
        with self._connections.connection() as connection:
            return companies.of_player(connection, player_id)

    def look(self, player_id: int, company_id: int) -> Gathering:
        """The company and who belongs to it, for one of them."""
        with self._connections.connection() as connection:
            return gathering(connection, company_id, player_id)

    def found(self, founder: Account, name: str, rules: Rules) -> int:
        """Its id. Raises ClubRefusal: bad_company_name, too_many_companies."""
        kept, company_id = _checked_name(name), new_id()
        with self._connections.transaction() as connection:
            _has_room(connection, founder.player_id)
            companies.create(connection, company_id, name=kept, rules=rules_to_json(rules))
            companies.join(connection, company_id, founder.player_id, FOUNDER)
        return company_id

    def rename(self, founder_id: int, company_id: int, name: str) -> None:
        """Raises ClubRefusal: not_founder, bad_company_name."""
        kept = _checked_name(name)
        with self._by_founder(founder_id, company_id) as connection:
            companies.rename(connection, company_id, kept)

    def change_rules(self, founder_id: int, company_id: int, rules: Rules) -> None:
        """For the tables opened from now on. Raises ClubRefusal("not_founder")."""
        with self._by_founder(founder_id, company_id) as connection:
            companies.change_rules(connection, company_id, rules_to_json(rules))

    def token_of(self, company: Company) -> str:
        """What stands in the link that invites."""
        return str(self._signer.dumps([address_of(company.company_id), company.invitation]))

    def invited(self, token: str) -> tuple[Company, list[Member]]:
        """Where the link leads. Raises ClubRefusal: link_unknown, link_expired."""
        with self._connections.connection() as connection:
            company = self._of_token(connection, token)
            return company, companies.members(connection, company.company_id)

    def join(self, account: Account, token: str) -> int:
        """Belong to the company of this link; its id.

        Raises ClubRefusal: link_unknown, link_expired, company_full, too_many_companies.
        """
        with self._connections.transaction() as connection:
            company = self._of_token(connection, token, lock=True)
            members = companies.members(connection, company.company_id)
            if all(member.player_id != account.player_id for member in members):
                if len(members) >= MOST_MEMBERS:
                    raise ClubRefusal("company_full")
                _has_room(connection, account.player_id)
                companies.join(connection, company.company_id, account.player_id)
        return company.company_id

    def change_invitation(self, founder_id: int, company_id: int) -> None:
        """Another link; the former ones lead nowhere. Raises ClubRefusal("not_founder")."""
        with self._by_founder(founder_id, company_id) as connection:
            companies.change_invitation(connection, company_id)

    def leave(self, player_id: int, company_id: int) -> None:
        """Belong to it no more; the account keeps what was played. After a founder whoever belongs
        to it longest is one, after the last one the company is gone."""
        with self._connections.transaction() as connection:
            _locked(connection, company_id)
            gathering(connection, company_id, player_id)
            companies.leave(connection, company_id, player_id)

    def send_away(self, founder_id: int, company_id: int, player_id: int) -> None:
        """Raises ClubRefusal: not_founder, no_such_player."""
        with self._by_founder(founder_id, company_id) as connection:
            gone = [m for m in companies.members(connection, company_id) if m.role != FOUNDER]
            if all(member.player_id != player_id for member in gone):
                raise ClubRefusal("no_such_player")
            companies.leave(connection, company_id, player_id)
            companies.change_invitation(connection, company_id)  # he knows the link

    def delete(self, founder_id: int, company_id: int) -> None:
        """For good, with its account. Raises ClubRefusal("not_founder")."""
        with self._by_founder(founder_id, company_id) as connection:
            companies.delete(connection, company_id)

    @contextmanager
    def _by_founder(self, founder_id: int, company_id: int) -> Iterator[Connection]:
        """A transaction in which nobody else changes the company."""
        with self._connections.transaction() as connection:
            _locked(connection, company_id)
            if not gathering(connection, company_id, founder_id).is_founder:
                raise ClubRefusal("not_founder")
            yield connection

    def _of_token(self, connection: Connection, token: str, *, lock: bool = False) -> Company:
        try:
            address, invitation = self._signer.loads(token)
            company_id = id_at(address)
        except (BadSignature, ValueError, TypeError):
            raise ClubRefusal("link_unknown") from None
        company = company_id and companies.read(connection, company_id, lock=lock)
        if not company or company.invitation != invitation:
            raise ClubRefusal("link_expired")
        return company


def gathering(connection: Connection, company_id: int, player_id: int) -> Gathering:
    """The company for one of its members. Raises ClubRefusal("no_such_company")."""
    company = companies.read(connection, company_id)
    members = companies.members(connection, company_id) if company else []
    me = next((member for member in members if member.player_id == player_id), None)
    if company is None or me is None:
        raise ClubRefusal("no_such_company")
    return Gathering(company, members, me)


def _locked(connection: Connection, company_id: int) -> None:
    if companies.read(connection, company_id, lock=True) is None:
        raise ClubRefusal("no_such_company")


def _has_room(connection: Connection, player_id: int) -> None:
    if len(companies.of_player(connection, player_id)) >= MOST:
        raise ClubRefusal("too_many_companies")


def _checked_name(text: str) -> str:
    name = names.tidied(text)
    if not LEAST_NAME <= len(name) <= MOST_NAME or not _NAME.fullmatch(name):
        raise ClubRefusal("bad_company_name")
    return name
