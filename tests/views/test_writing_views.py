"""docs/writing-views.md as it is written: its files in a real application, its exchanges asked."""

import doctest
import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import websocket
from flask import Blueprint, Flask
from jinja2 import ChoiceLoader, FileSystemLoader

import wsgi.app
from club.club import Club
from store import events
from store.ids import new_id
from tests.green.sites import serving
from tests.store.rows import a_match, an_act

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT / "docs" / "writing-views.md"
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME: Final = re.compile(r"^(?:# (\S+\.py)|\{# (\S+\.html) #\})\n")
PACKAGES: Final = ("store", "club", "views", "sockets", "jobs")
SECTIONS: Final = (
    "A page",
    "A JSON answer",
    "A redirect",
    "An error",
    "Long CPU work",
    "Long SQL, or anything whose time you cannot bound",
    "A socket handler",
    "A job",
)


class Block(NamedTuple):
    section: str
    language: str
    text: str


def blocks() -> list[Block]:
    """All code of the document, with the heading it stands under."""
    _, *sections = DOCUMENT.read_text(encoding="utf-8").split("\n## ")
    return [
        Block(section.split("\n", 1)[0], found[1], found[2])
        for section in sections
        for found in BLOCK.finditer(section)
    ]


def written(language: str) -> list[Block]:
    return [block for block in blocks() if block.language == language]


def files() -> dict[str, str]:
    """Path to text, of each file in the document."""
    found = {}
    for block in written("python") + written("html"):
        name = NAME.match(block.text)
        assert name, block.text
        found[name[1] or name[2]] = block.text
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The files of the document, where the packages of the house find them."""
    for path, text in files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    for package in PACKAGES:
        module = importlib.import_module(package)
        monkeypatch.setattr(module, "__path__", [*module.__path__, str(tmp_path / package)])
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        package, _, module_name = name.rpartition(".")
        if package in PACKAGES:
            del sys.modules[name]
            delattr(sys.modules[package], module_name)


@pytest.fixture
def app(folder: Path, open_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application with the document's blueprints, templates and matches."""
    modules = [
        importlib.import_module(path.removesuffix(".py").replace("/", "."))
        for path in files()
        if path.endswith(".py")
    ]
    own = [each.bp for each in modules if isinstance(getattr(each, "bp", None), Blueprint)]
    assert len(own) == 7
    monkeypatch.setattr(wsgi.app, "BLUEPRINTS", (*wsgi.app.BLUEPRINTS, *own))
    app = open_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder / "templates"), app.jinja_loader])  # type: ignore[list-item]
    _play(app.extensions["club"])
    return app


def _play(club: Club) -> None:
    """Five matches under way, two of them with a deal."""
    for number in range(5):
        match_id = a_match(club.connections)
        rows = [an_act(match_id, 1, seat=None, kind="start", deadline=None)]
        rows += [an_act(match_id, 2, seat=None, kind="deal", deadline=None)] * (number < 2)
        with club.connections.connection() as connection:
            events.write_batch(connection, rows)


def test_all_sorts_of_views_are_in_the_document() -> None:
    assert tuple(dict.fromkeys(block.section for block in blocks())) == SECTIONS
    assert {block.language for block in blocks()} == {"python", "html", "http", "ws", "pycon"}


def test_every_exchange_goes_as_written(app: Flask) -> None:
    exchanges = written("http")
    assert len(exchanges) == 13
    for block in exchanges:
        client = app.test_client()
        with client.session_transaction() as session:
            session.update(player=new_id(), name="Anna")
        request, answer = block.text.rstrip("\n").split("\n\n", 1)
        line, *fields = request.split("\n")
        method, path = line.split(" ")
        headers = dict(field.split(": ", 1) for field in fields)
        given = client.open(path, method=method, headers={"Accept": "text/html"} | headers)
        first, *lines = answer.split("\n")
        assert f"{given.status_code} {given.location or given.mimetype}" == first, given.text
        rest = given.text
        for wanted in lines:
            assert wanted in rest, (block.text, given.text)
            rest = rest.split(wanted, 1)[1]


def test_the_socket_talks_as_written(app: Flask) -> None:
    (block,) = written("ws")
    path, *lines = block.text.rstrip("\n").split("\n")
    with serving(app) as site:
        socket = websocket.create_connection(f"ws://127.0.0.1:{site.port}{path}", timeout=10)
        for line in lines:
            if line.startswith("> "):
                socket.send(line[2:])
            else:
                assert socket.recv() == line.removeprefix("< ")
        socket.close()


def test_the_job_does_as_written(app: Flask) -> None:
    (block,) = written("pycon")
    names = {"club": app.extensions["club"]}
    test = doctest.DocTestParser().get_doctest(block.text, names, "a job", str(DOCUMENT), 0)
    results = doctest.DocTestRunner(verbose=False).run(test)
    assert (results.attempted, results.failed) == (3, 0)


def test_the_files_are_in_the_style_of_the_house(folder: Path) -> None:
    settings = str(ROOT / "pyproject.toml")
    for command in (("check",), ("format", "--check")):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "--config", settings, folder],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_of_the_document_hides_one_of_the_house(package: str) -> None:
    assert not [path for path in files() if (ROOT / path).exists()]
    assert any(path.startswith(f"{package}/") for path in files())
