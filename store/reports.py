"""Reports: what players complain of, with what was said there last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from psycopg2 import errors as sql_errors
from psycopg2.extras import Json

from store.errors import TalkRefused
from store.opening import Connection
from store.talk import Line

REASONS: Final = ("insult", "flood", "cheating", "stalling", "other")
_COLUMNS: Final = (
    "reports.id, by_id, reporter.name, about_id, about.name, place, line_id, reason, note, lines,"
    " reports.at, closed_at"
)
_FROM: Final = (
    "reports join players as reporter on reporter.id = by_id"
    " join players as about on about.id = about_id"
)


class Report(NamedTuple):
    """`lines` are the last ones of the place, as values of `Line` by field; times in UTC."""

    report_id: int
    by_id: int
    by: str
    about_id: int
    about: str
    place: int
    line_id: int | None
    reason: str
    note: str
    lines: list[dict[str, Any]]
    at: datetime
    closed_at: datetime | None


def file(
    connection: Connection,
    by_id: int,
    about_id: int,
    *,
    place: int,
    line_id: int | None,
    reason: str,
    note: str,
    lines: Sequence[Line],
) -> int:
    """A new report of a known player; its id.

    Raises TalkRefused("already_reported") while an earlier one of the same two is open.
    """
    kept = Json([line._asdict() for line in lines])
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "insert into reports (by_id, about_id, place, line_id, reason, note, lines)"
                " values (%s, %s, %s, %s, %s, %s, %s) returning id",
                (by_id, about_id, place, line_id, reason, note, kept),
            )
        except sql_errors.UniqueViolation:
            raise TalkRefused("already_reported") from None
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def filed_lately(connection: Connection, by_id: int, seconds: float) -> int:
    """How many reports this player has filed within the last so many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from reports"
            " where by_id = %s and at > now() - make_interval(secs => %s)",
            (by_id, seconds),
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def filed_by(connection: Connection, by_id: int, most: int) -> list[Report]:
    """What this player complained of, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from {_FROM} where by_id = %s order by reports.at desc limit %s",
            (by_id, most),
        )
        return [Report(*row) for row in cursor]


def open_ones(connection: Connection, most: int) -> list[Report]:
    """Those nobody has decided yet, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from {_FROM} where closed_at is null order by reports.at limit %s",
            (most,),
        )
        return [Report(*row) for row in cursor]


def read(connection: Connection, report_id: int) -> Report | None:
    """One report."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {_COLUMNS} from {_FROM} where reports.id = %s", (report_id,))
        row = cursor.fetchone()
    return Report(*row) if row else None


def close(connection: Connection, report_id: int) -> bool:
    """Whether it was open until now; of two moderators one closes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update reports set closed_at = now() where id = %s and closed_at is null", (report_id,)
        )
        return cursor.rowcount == 1


def forget_lines(connection: Connection, seconds: float, most: int) -> int:
    """What was said, in reports closed so long ago; of how many it was forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update reports set lines = '[]', note = '' where id in ("
            " select id from reports where closed_at < now() - make_interval(secs => %s)"
            " and (json_array_length(lines) > 0 or note <> '')"
            " limit %s for update skip locked)",
            (seconds, most),
        )
        return cursor.rowcount
