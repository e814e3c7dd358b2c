"""An application with a club of its own, asked without a network."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from club.addresses import address_of
from club.table import Table
from tests.club.clubs import a_table, running, settings_for, until
from tests.databases import TEMPLATE, NewDatabase
from wsgi.app import create_app
from wsgi.running import Running


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once, not by every application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def open_app(
    database_url: str, compiled: FileSystemBytecodeCache
) -> Iterator[Callable[..., Flask]]:
    """Makes applications that are open until the test ends."""
    opened: list[Running] = []

    def make(url: str = database_url, **settings: object) -> Flask:
        app = create_app(settings_for(url, **settings))
        app.jinja_env.bytecode_cache = compiled
        worker: Running = app.extensions["running"]
        worker.start()
        opened.append(worker)
        return app

    yield make
    for each in opened:
        each.stop()


@pytest.fixture
def app(open_app: Callable[..., Flask]) -> Flask:
    return open_app()


class Visitor:
    """Somebody with a browser: keeps cookies, sends forms with their token."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def post(self, path: str, **fields: object) -> TestResponse:
        return self._send(path, fields, "text/html")

    def post_by_script(self, path: str, **fields: object) -> TestResponse:
        """The same from a script, which wants no page for an answer."""
        return self._send(path, fields, "application/json")

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/").text)
        assert found
        return found[1]

    def open_table(self, **fields: object) -> str:
        return self.post("/tables", **fields).location.rsplit("/", 1)[1]

    def invitation(self, table_id: str) -> str:
        page = self.get(f"/tables/{table_id}").text
        found = re.search(r"http://localhost(/join/[^\"]+)\"", page)
        assert found, page
        return found[1]

    def _send(self, path: str, fields: dict[str, object], accept: str) -> TestResponse:
        data = {"csrf_token": self.token(), **fields}
        return self.client.post(path, data=data, headers={"Accept": accept})


class Played(NamedTuple):
    """A database with a short match three bots have played."""

    database: str
    address: str


@pytest.fixture(scope="session")
def played(new_database: NewDatabase) -> Played:
    """Played once, copied by every test that looks at a finished match."""
    url = new_database()
    with running(url) as worker:
        club = worker.club
        match_id = a_table(club, "Фома", "Лука", "Клара", target=2)
        club.tables.begin(match_id)
        with club.tables.registry.use(match_id) as table:
            for _ in range(40):
                until(lambda: table.shown.phase in ("finished", "result"), seconds=30)
                if table.shown.phase == "finished":
                    break
                until(partial(_has_moved, table, table.shown.version), seconds=30)
    return Played(urlsplit(url).path[1:], address_of(match_id))


@pytest.fixture
def database_template(request: pytest.FixtureRequest) -> str:
    """The played one for tests that look at a finished match."""
    if "finished" not in request.fixturenames:
        return TEMPLATE
    played: Played = request.getfixturevalue("played")
    return played.database


@pytest.fixture
def finished(played: Played) -> str:
    """The address of a match three bots have played in this test's database."""
    return played.address


def _has_moved(table: Table, version: int) -> bool:
    return table.shown.version > version


@pytest.fixture
def alice(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def bob(app: Flask) -> Visitor:
    return Visitor(app)
