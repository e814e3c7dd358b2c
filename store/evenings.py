"""Evenings of companies: when they meet, and who was reminded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from store.opening import Connection

COLUMNS: Final = "evenings.id, company_id, companies.name, at, zone, called_by"


class Evening(NamedTuple):
    """A company meets: at that moment (UTC), named in that time zone by that player."""

    evening_id: int
    company_id: int
    company: str
    at: datetime
    zone: str
    called_by: int


class Letter(NamedTuple):
    """Whom to remind, and how he reads."""

    email: str
    name: str
    preferences: dict[str, Any]


def create(
    connection: Connection,
    evening_id: int,
    *,
    company_id: int,
    at: datetime,
    zone: str,
    called_by: int,
) -> None:
    """Call an evening."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into evenings (id, company_id, at, zone, called_by)"
            " values (%s, %s, %s, %s, %s)",
            (evening_id, company_id, at, zone, called_by),
        )


def delete(connection: Connection, company_id: int, evening_id: int) -> bool:
    """Call it off; False when the company has no such evening."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from evenings where id = %s and company_id = %s", (evening_id, company_id)
        )
        return cursor.rowcount == 1


def coming(connection: Connection, company_ids: Sequence[int], since: datetime) -> list[Evening]:
    """The evenings of these companies from that moment on, the next first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from evenings join companies on companies.id = company_id"
            " where company_id = any(%s) and at >= %s order by at, evenings.id",
            (list(company_ids), since),
        )
        return [Evening(*row) for row in cursor]


def take_due(connection: Connection, before_seconds: float, limit: int) -> list[Evening]:
    """Evenings that begin within so many seconds and nobody was reminded of: each is handed to
    one caller of the whole club, and those long over to nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"with due as (select id from evenings where reminded_at is null"
            " and at < now() + make_interval(secs => %(seconds)s) order by at"
            " limit %(limit)s for update skip locked),"
            " taken as (update evenings set reminded_at = now() from due"
            " where evenings.id = due.id and reminded_at is null returning evenings.*)"
            f" select {COLUMNS.replace('evenings.', 'taken.')} from taken"
            " join companies on companies.id = company_id where at > now()",
            {"seconds": before_seconds, "limit": limit},
        )
        return [Evening(*row) for row in cursor]


def letters(connection: Connection, company_id: int) -> list[Letter]:
    """The members who have an address."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select email, players.name, preferences from company_members"
            " join accounts using (player_id) join players on players.id = player_id"
            " where company_id = %s and email is not null order by email",
            (company_id,),
        )
        return [Letter(*row) for row in cursor]
