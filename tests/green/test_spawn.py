"""Greenlets of ours: named, their errors logged and counted."""

from contextvars import ContextVar

import pytest
from gevent import GreenletExit

from green.spawn import failures, spawn

whose: ContextVar[str] = ContextVar("whose", default="nobody's")


def tidy(name: str, *, loud: bool = False) -> None:
    if loud:
        raise ValueError(f"{name} failed")


def test_it_runs_with_its_arguments_under_its_name() -> None:
    seen: list[object] = []

    def note(first: int, *, second: int) -> None:
        seen.append((first, second))

    greenlet = spawn(note, 1, second=2)
    assert greenlet.name.endswith("note")
    assert seen == []  # when the caller next waits
    greenlet.join()
    assert seen == [(1, 2)]


def test_its_error_is_logged_and_counted_and_disturbs_nobody(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    before = failures["tidy"]
    greenlet = spawn(tidy, "the cellar", loud=True)
    greenlet.join()
    assert greenlet.successful()
    assert failures["tidy"] == before + 1
    [record] = caplog.records
    assert record.getMessage() == "tidy failed"
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "the cellar failed"
    assert capfd.readouterr().err == ""


def test_a_killed_one_is_no_failure() -> None:
    def leave() -> None:
        raise GreenletExit

    before = failures.copy()
    spawn(leave).join()
    assert failures == before


def test_it_starts_with_an_empty_context() -> None:
    whose.set("the caller's")
    seen: list[str] = []
    spawn(lambda: seen.append(whose.get())).join()
    assert seen == ["nobody's"]
