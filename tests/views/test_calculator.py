"""The scorekeeper's page and its worker, which names all the page needs."""

import json
import re
from pathlib import Path

from flask import Flask

from games.preferans.rules import PRESETS, preset, rules_to_json
from tests.views.conftest import Visitor
from views.calculator import ENTRY
from views.scripts import modules_of, version_of

STATIC = Path(__file__).parents[2] / "static"


def files_of(worker: str) -> list[str]:
    found = re.search(r"^const FILES = (\[.*\]);$", worker, re.M)
    assert found
    files: list[str] = json.loads(found[1])
    return files


def test_the_page_carries_the_conventions(alice: Visitor) -> None:
    page = alice.get("/calculator").text
    found = re.search(r'id="calculator-data">(.*?)</script>', page, re.S)
    assert found
    presets = json.loads(found[1])["presets"]
    for name in PRESETS:
        for players in (3, 4):
            assert presets[name][str(players)] == rules_to_json(preset(name, players))


def test_the_page_and_its_worker_need_nothing_inline(alice: Visitor) -> None:
    answer = alice.get("/calculator")
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))", answer.text)
    assert scripts == [] and "style=" not in answer.text and "onclick" not in answer.text


def test_the_worker_keeps_all_that_the_page_loads(alice: Visitor) -> None:
    worker = alice.get("/calculator-worker.js")
    assert worker.content_type == "text/javascript; charset=utf-8"
    assert "no-cache" in worker.headers["Cache-Control"]
    page = alice.get("/calculator").text
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert loaded <= set(files_of(worker.text))
    for path in files_of(worker.text):
        with alice.get(path) as answer:
            assert answer.status_code == 200


def test_the_modules_are_found_by_their_imports() -> None:
    modules = modules_of(STATIC, ENTRY)
    assert "js/calculator/all-pass.js" in modules and "js/dom.js" in modules
    assert "js/table.js" not in modules


def test_another_file_makes_another_version(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    before = version_of(tmp_path, ["a.js"])
    (tmp_path / "a.js").write_text("2")
    assert before != version_of(tmp_path, ["a.js"])


def test_every_module_of_the_scorekeeper_is_used(app: Flask) -> None:
    modules = modules_of(STATIC, ENTRY)
    own = {path.name for path in (STATIC / "js" / "calculator").glob("*.js")}
    assert own == {Path(name).name for name in modules if name.startswith("js/calculator/")}
