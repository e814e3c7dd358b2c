"""The audit trail: who did what to whom. It is only added to; the database holds it to that."""

from datetime import datetime
from typing import Final, NamedTuple

from store.opening import Connection

_COLUMNS: Final = (
    "audit.id, audit.at, doer.name, act, about.name, audit.report_id, audit.sanction_id, note"
)


class Entry(NamedTuple):
    """`by` is None when the operator or the time did it; times in UTC."""

    entry_id: int
    at: datetime
    by: str | None
    act: str
    about: str | None
    report_id: int | None
    sanction_id: int | None
    note: str


def add(
    connection: Connection,
    act: str,
    *,
    by_id: int | None = None,
    about_id: int | None = None,
    report_id: int | None = None,
    sanction_id: int | None = None,
    note: str = "",
) -> None:
    """One entry, in the transaction of what it tells of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit (act, by_id, about_id, report_id, sanction_id, note)"
            " values (%s, %s, %s, %s, %s, %s)",
            (act, by_id, about_id, report_id, sanction_id, note),
        )


def last_entries(connection: Connection, most: int, before: int | None = None) -> list[Entry]:
    """The newest first, those before the entry of that id."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from audit"
            " left join players as doer on doer.id = by_id"
            " left join players as about on about.id = about_id"
            " where %(before)s::bigint is null or audit.id < %(before)s"
            " order by audit.id desc limit %(most)s",
            {"before": before, "most": most},
        )
        return [Entry(*row) for row in cursor]
