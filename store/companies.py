"""Companies: who belongs to them, their house rules, and the matches of their tables."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from psycopg2.extras import Json

from store.browsing import Seated, seated
from store.matches import COLUMNS, Match
from store.opening import Connection

Role = Literal["founder", "member"]
FOUNDER: Final = "founder"
MEMBER: Final = "member"
OURS: Final = "companies.id, companies.name, companies.rules, invitation, companies.created_at"


class Company(NamedTuple):
    """A company; times in UTC."""

    company_id: int
    name: str
    rules: dict[str, Any]
    invitation: int
    created_at: datetime


class Member(NamedTuple):
    """Who belongs to it, and since when."""

    player_id: int
    name: str
    role: Role
    joined_at: datetime


def create(
    connection: Connection, company_id: int, *, name: str, rules: Mapping[str, object]
) -> None:
    """A company nobody belongs to yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into companies (id, name, rules) values (%s, %s, %s)",
            (company_id, name, Json(rules)),
        )


def read(connection: Connection, company_id: int, *, lock: bool = False) -> Company | None:
    """With `lock` nobody else changes it, or who belongs to it, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {OURS} from companies where id = %s{' for update' if lock else ''}",
            (company_id,),
        )
        row = cursor.fetchone()
    return Company(*row) if row else None


def rename(connection: Connection, company_id: int, name: str) -> None:
    """Another name from now on."""
    with connection.cursor() as cursor:
        cursor.execute("update companies set name = %s where id = %s", (name, company_id))


def change_rules(connection: Connection, company_id: int, rules: Mapping[str, object]) -> None:
    """Other house rules for the tables opened from now on."""
    with connection.cursor() as cursor:
        cursor.execute("update companies set rules = %s where id = %s", (Json(rules), company_id))


def change_invitation(connection: Connection, company_id: int) -> None:
    """The links given so far lead nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update companies set invitation = invitation + 1 where id = %s", (company_id,)
        )


def delete(connection: Connection, company_id: int) -> None:
    """With its evenings and its account; the matches stay where they are."""
    with connection.cursor() as cursor:
        cursor.execute("delete from companies where id = %s", (company_id,))


def members(connection: Connection, company_id: int) -> list[Member]:
    """The founder first, then by how long they belong to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select player_id, players.name, role, joined_at from company_members"
            " join players on players.id = player_id where company_id = %s"
            " order by role = 'founder' desc, joined_at, player_id",
            (company_id,),
        )
        return [Member(*row) for row in cursor]


def of_player(connection: Connection, player_id: int) -> list[Company]:
    """The companies this player belongs to, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {OURS} from companies join company_members on company_id = companies.id"
            " where player_id = %s order by companies.name, companies.id",
            (player_id,),
        )
        return [Company(*row) for row in cursor]


def join(connection: Connection, company_id: int, player_id: int, role: Role = "member") -> None:
    """The player belongs to it from now on; nothing changes for one who does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into company_members (company_id, player_id, role) values (%s, %s, %s)"
            " on conflict (company_id, player_id) do nothing",
            (company_id, player_id, role),
        )


def leave(connection: Connection, company_id: int, player_id: int) -> None:
    """He belongs to it no more. Whoever belongs to it longest is the founder after a founder; after
    the last one the company is gone. The company must be locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from company_members where company_id = %s and player_id = %s",
            (company_id, player_id),
        )
        cursor.execute(
            "update company_members set role = 'founder' where company_id = %(company)s"
            " and player_id = (select player_id from company_members"
            "  where company_id = %(company)s order by role = 'founder' desc, joined_at, player_id"
            "  limit 1)",
            {"company": company_id},
        )
        if cursor.rowcount == 0:
            delete(connection, company_id)


def leave_all(connection: Connection, player_id: int) -> None:
    """The player leaves the club, and so all his companies."""
    for company in of_player(connection, player_id):
        read(connection, company.company_id, lock=True)
        leave(connection, company.company_id, player_id)


def add_match(connection: Connection, company_id: int, match_id: int) -> None:
    """The match of a table the company opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into company_matches (match_id, company_id) values (%s, %s)",
            (match_id, company_id),
        )


def live_tables(connection: Connection, company_id: int) -> list[Seated]:
    """Its tables that are not over, the newest first."""
    return _matches(
        connection,
        "status in ('open', 'running', 'adjourned')",
        {"company": company_id, "limit": 50},
    )


def finished(
    connection: Connection, company_id: int, before: int | None, limit: int
) -> list[Seated]:
    """What its tables have played before the match `before`, the newest first."""
    return _matches(
        connection,
        "status = 'finished' and version > 0 and (%(before)s is null or (created_at, id)"
        " < (select created_at, id from matches where id = %(before)s))",
        {"company": company_id, "before": before, "limit": limit},
    )


def _matches(connection: Connection, condition: str, values: Mapping[str, object]) -> list[Seated]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from company_matches join matches on matches.id = match_id"
            f" where company_id = %(company)s and {condition}"
            " order by created_at desc, id desc limit %(limit)s",
            values,
        )
        found = [Match(*row) for row in cursor]
    return seated(connection, found)
