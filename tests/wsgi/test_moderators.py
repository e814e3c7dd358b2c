"""The operator's command: who are the moderators."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from club.club import Club
from tests.club.clubs import SECRET, running
from tests.club.talkers import a_member
from wsgi.moderators import main


@pytest.fixture
def club(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Club]:
    """A club whose settings the command reads too."""
    for name, value in {"DATABASE_URL": database_url, "SECRET_KEY": SECRET}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with running(database_url) as worker:
        yield worker.club


def test_a_member_becomes_a_moderator_and_is_one_no_more(
    club: Club, capsys: pytest.CaptureFixture[str]
) -> None:
    member = a_member(club, "Судья")
    assert main(["add", "судья "]) == 0
    assert club.moderation.is_moderator(member.player_id)
    assert main(["add", "Судья"]) == 1, "he is one already"
    capsys.readouterr()
    assert main([]) == 0
    assert capsys.readouterr().out == "Судья\n"
    assert main(["remove", "Судья"]) == 0
    assert not club.moderation.is_moderator(member.player_id)
    assert [entry.act for entry in club.moderation.trail()] == ["remove moderator", "add moderator"]


def test_only_members_become_moderators(club: Club, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "Никто"]) == 1
    assert "Никто" in capsys.readouterr().err


def test_it_says_when_it_is_called_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["appoint", "Судья"]) == 2
    assert "add|remove" in capsys.readouterr().err


def test_it_says_when_no_database_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert main([]) == 2
    assert "start the club first" in capsys.readouterr().err
