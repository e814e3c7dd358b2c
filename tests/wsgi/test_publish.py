"""Static files for nginx: named by their content, compressed beside, older ones kept."""

import gzip
from pathlib import Path

import pytest

from tests.server import ROOT
from views.assets import version_of_all
from wsgi.publish import main, publish


@pytest.fixture
def static(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "a.js").write_text("let a;\n" * 200)
    (folder / "small.css").write_text("a {}")
    return folder


def test_files_stand_under_the_version_of_all(static: Path, tmp_path: Path) -> None:
    place = publish(static, tmp_path / "public")
    assert place == tmp_path / "public" / "static" / version_of_all(static)
    pressed = (place / "js" / "a.js.gz").read_bytes()
    assert gzip.decompress(pressed) == (static / "js" / "a.js").read_bytes()
    assert not (place / "small.css.gz").exists()
    assert publish(static, tmp_path / "public") == place


def test_another_release_leaves_the_earlier_one(static: Path, tmp_path: Path) -> None:
    first = publish(static, tmp_path / "public")
    (static / "small.css").write_text("b {}")
    second = publish(static, tmp_path / "public")
    assert first != second
    assert (first / "small.css").read_text() == "a {}"
    assert sorted((tmp_path / "public" / "static").iterdir()) == sorted([first, second])


def test_the_command_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main([str(tmp_path)]) == 0
    said = capsys.readouterr().out.strip()
    assert said == str(tmp_path / "static" / version_of_all(ROOT / "static"))
