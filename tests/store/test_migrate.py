"""Migrations: applied once, by one at a time, whole or not at all."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest

from store.connections import Connections
from store.errors import WrongSchema
from store.migrate import check_schema, migrate, migrations, schema_number
from tests.databases import execute
from wsgi.embedded import EmbeddedPostgres


@pytest.fixture
def empty_url(postgres: EmbeddedPostgres, request: pytest.FixtureRequest) -> str:
    name = f"empty_{request.node.name}"[:60]
    execute(postgres.url(), f"create database {name} template template0")
    return postgres.url(name)


def migrating(url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "store.migrate"],
        env=dict(os.environ) | {"DATABASE_URL": url},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_second_time_changes_nothing(empty_url: str) -> None:
    assert len(migrate(empty_url)) == len(migrations())
    assert migrate(empty_url) == []


def test_several_at_once_apply_each_file_once(empty_url: str) -> None:
    processes = [migrating(empty_url) for _ in range(3)]
    answers = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], answers
    lines = [line for out, _ in answers for line in out.splitlines()]
    assert lines == [f"migrated: {each.number:04} {each.name}" for each in migrations()]


def test_a_failing_file_leaves_nothing_behind(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_text("create table first (a integer)")
    (tmp_path / "0002_second.sql").write_text("create table second (a integer); select 1/0")
    with pytest.raises(psycopg2.Error):
        migrate(empty_url, tmp_path)
    (tmp_path / "0002_second.sql").write_text("create table second (a integer)")
    assert migrate(empty_url, tmp_path) == ["0002 second"]


@pytest.mark.parametrize("name", ["0002_late.sql", "1_short.sql", "first.sql"])
def test_files_are_numbered_without_gaps(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("select 1")
    with pytest.raises(ValueError):
        migrations(tmp_path)


def test_workers_refuse_an_older_schema(empty_url: str) -> None:
    with Connections(empty_url, size=1).connection() as connection:
        assert schema_number(connection) == 0
        with pytest.raises(WrongSchema, match="store.migrate"):
            check_schema(connection)


def test_workers_and_migrations_refuse_a_newer_schema(database_url: str) -> None:
    execute(database_url, "insert into schema_migrations values (9999, 'later')")
    with Connections(database_url, size=1).connection() as connection:
        with pytest.raises(WrongSchema, match="update the code"):
            check_schema(connection)
    with pytest.raises(WrongSchema):
        migrate(database_url)


def test_workers_take_the_right_schema(connections: Connections) -> None:
    with connections.connection() as connection:
        check_schema(connection)


def test_a_missing_or_wrong_address_is_one_line(new_database: Callable[[], str]) -> None:
    for url, status in (("", 2), (new_database().replace("?", "_missing?"), 1)):
        process = migrating(url)
        out, err = process.communicate(timeout=60)
        assert process.returncode == status
        assert len(err.strip().splitlines()) == 1, err
