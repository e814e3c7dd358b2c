"""Bring the tables up to date: `python -m store.migrate`, in a process of its own."""

import os
import re
import sys
from pathlib import Path
from typing import Final, NamedTuple

import psycopg2

from store.errors import WrongSchema
from store.opening import Connection, open_connection

FOLDER: Final = Path(__file__).parent / "migrations"
LOCK: Final = 0x7472656C  # one migration at a time in a database, whatever the host


class Migration(NamedTuple):
    number: int
    name: str
    sql: str


def migrations(folder: Path = FOLDER) -> list[Migration]:
    """All numbered files in order. Raises ValueError when the numbers are not 1, 2, 3, …"""
    found = [_read(path) for path in sorted(folder.glob("*.sql"))]
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations are not numbered 1 to {len(found)}")
    return found


def _read(path: Path) -> Migration:
    matched = re.fullmatch(r"(\d{4})_(\w+)", path.stem)
    if matched is None:
        raise ValueError(f"{path.name} is not named like 0001_what.sql")
    return Migration(int(matched[1]), matched[2], path.read_text(encoding="utf-8"))


def migrate(dsn: str, folder: Path = FOLDER) -> list[str]:
    """Apply what is missing, each file in a transaction of its own; the names of those applied.

    Waits for another migration of the same database, without a time limit.
    Raises WrongSchema when the database is newer than the files.
    """
    connection = open_connection(dsn, application_name="trelyazh migrate", limits=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", (LOCK,))
        return _apply_missing(connection, migrations(folder))
    finally:
        connection.close()  # which also gives the lock back


def _apply_missing(connection: Connection, wanted: list[Migration]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "create table if not exists schema_migrations ("
            " number integer primary key, name text not null,"
            " applied_at timestamptz not null default now())"
        )
    present = schema_number(connection)
    if present > len(wanted):
        raise WrongSchema(f"the database has schema {present}, this code knows {len(wanted)}")
    missing = wanted[present:]
    for migration in missing:
        _apply(connection, migration)
    return [f"{migration.number:04} {migration.name}" for migration in missing]


def _apply(connection: Connection, migration: Migration) -> None:
    connection.autocommit = False
    with connection, connection.cursor() as cursor:
        cursor.execute(migration.sql)
        cursor.execute(
            "insert into schema_migrations (number, name) values (%s, %s)",
            (migration.number, migration.name),
        )
    connection.autocommit = True


def schema_number(connection: Connection) -> int:
    """The number of the last migration applied; 0 in an empty database."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('schema_migrations') is not null")
        if cursor.fetchone() == (False,):
            return 0
        cursor.execute("select coalesce(max(number), 0) from schema_migrations")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def check_schema(connection: Connection) -> None:
    """Raise WrongSchema unless the database has exactly the tables this code was written for."""
    present, wanted = schema_number(connection), len(migrations())
    if present < wanted:
        raise WrongSchema(
            f"the database has schema {present}, this code needs {wanted}:"
            " run `python -m store.migrate`"
        )
    if present > wanted:
        raise WrongSchema(
            f"the database has schema {present}, this code knows only {wanted}:"
            " update the code before starting it"
        )


def main() -> int:
    dsn = os.environ.get("DATABASE_URL", "")
    if not dsn:
        print("DATABASE_URL: not set, so there is nothing to migrate", file=sys.stderr)
        return 2
    try:
        applied = migrate(dsn)
    except (psycopg2.Error, WrongSchema) as error:
        print(f"migration failed: {error}", file=sys.stderr)
        return 1
    for name in applied:
        print(f"migrated: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
