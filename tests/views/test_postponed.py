"""Pages that take long: at once when they can, otherwise a spinner and a stream of progress."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Blueprint, Flask, Response, abort, redirect, render_template_string, session
from werkzeug.test import TestResponse

import wsgi.app
from green.progress import LongWork
from store.connections import Connections
from tests.club.clubs import until
from tests.green.sites import serving
from tests.green.wire import Plain
from tests.views.conftest import Visitor
from views import postponed as views_postponed
from views.people import current_club
from views.postponed import Progress, Steps, postponed

STREAM = "text/event-stream"
END_OF_CHUNKS = b"\r\n0\r\n\r\n"
PAGE = "<!doctype html><title>{{ name }}</title>"
bp = Blueprint("tried", __name__)


@bp.get("/tried/<kind>")
@postponed
def work(kind: str) -> Steps:
    if kind == "refused":
        abort(403)
    for done in range(3):
        yield Progress(done, 3)
        time.sleep(0.01)
    if kind == "missing":
        abort(404)
    if kind == "broken":
        raise ZeroDivisionError("a fault of ours")
    answers: dict[str, Any] = {
        "page": lambda: render_template_string(PAGE, name=session.get("name")),
        "facts": lambda: {"tricks": [6, 2, 2]},
        "elsewhere": lambda: redirect("/?from=work"),
        "text": lambda: Response("SA\nпики\n", mimetype="text/plain", headers=KEPT),
    }
    return answers[kind]()  # type: ignore[no-any-return]


KEPT = {"Content-Disposition": 'attachment; filename="deal.txt"'}


@bp.get("/sleep/<float:seconds>")
@postponed
def sleep(seconds: float) -> Steps:
    """One long statement."""
    yield Progress(0, 1)
    with current_club().connections.transaction() as connection, connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute("select pg_sleep(%s)", (seconds,))
    return "slept"


@pytest.fixture
def app(open_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(wsgi.app, "BLUEPRINTS", (*wsgi.app.BLUEPRINTS, bp))
    app = open_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture(autouse=True)
def plenty(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, the works of these tests are quick."""
    monkeypatch.setattr(views_postponed, "BUDGET_SECONDS", 60.0)


@pytest.fixture
def no_budget(plenty: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every work takes too long for a reader to wait."""
    monkeypatch.setattr(views_postponed, "BUDGET_SECONDS", 0.0)


def events(answer: TestResponse) -> list[tuple[str, Any]]:
    """The events of a stream that has ended."""
    found = []
    for block in answer.text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def answer_of(visitor: Visitor, path: str) -> dict[str, Any]:
    """What the stream of that page ends with."""
    stream = visitor.get(path, Accept=STREAM)
    assert stream.status_code == 200
    assert stream.mimetype == STREAM
    *told, (last, answer) = events(stream)
    assert {name for name, _ in told} <= {"progress"}
    assert last == "answer"
    found: dict[str, Any] = answer
    return found


def test_what_is_quick_is_answered_at_once(alice: Visitor) -> None:
    alice.get("/")
    page = alice.get("/tried/page")
    assert page.text.startswith("<!doctype html><title>")
    assert "None" not in page.text
    assert alice.get("/tried/facts").json == {"tricks": [6, 2, 2]}
    assert alice.get("/tried/elsewhere").location == "/?from=work"
    assert alice.get("/tried/text").text == "SA\nпики\n"


def test_what_is_not_becomes_a_page_with_a_spinner(alice: Visitor, no_budget: None) -> None:
    page = alice.get("/tried/page")
    assert page.status_code == 200
    assert "js/postponed.js" in page.text
    assert 'class="spinner"' in page.text
    assert "Accept" in page.headers["Vary"]


def test_its_stream_tells_how_far_it_is_and_then_the_answer(
    alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_postponed, "TELL_SECONDS", 0.0)
    stream = alice.get("/tried/facts", Accept=STREAM)
    told = [("progress", {"done": done, "of": 3}) for done in range(3)]
    assert events(stream)[:-1] == told
    assert stream.headers["Cache-Control"] == "no-store"
    assert stream.headers["X-Accel-Buffering"] == "no"


def test_pages_facts_redirects_and_texts_arrive_whole(alice: Visitor) -> None:
    alice.get("/")
    page = answer_of(alice, "/tried/page")
    assert (page["status"], page["type"]) == (200, "text/html")
    assert page["body"] == alice.get("/tried/page").text  # the session is that of the request
    facts = answer_of(alice, "/tried/facts")
    assert (facts["type"], json.loads(facts["body"])) == ("application/json", {"tricks": [6, 2, 2]})
    assert answer_of(alice, "/tried/elsewhere")["location"] == "/?from=work"
    text = answer_of(alice, "/tried/text")
    assert (text["keep"], text["body"]) == ("deal.txt", "SA\nпики\n")


@pytest.mark.parametrize(("kind", "status"), [("refused", 403), ("missing", 404)])
def test_an_http_error_keeps_its_status(alice: Visitor, kind: str, status: int) -> None:
    assert alice.get(f"/tried/{kind}").status_code == status
    answer = answer_of(alice, f"/tried/{kind}")
    assert answer["status"] == status
    assert "<html" in answer["body"]
    script = alice.get(f"/tried/{kind}", Accept="application/json")
    assert (script.status_code, script.json) == (status, {"code": f"http_{status}"})


def test_what_is_refused_before_the_first_step_is_refused_at_once(
    alice: Visitor, no_budget: None
) -> None:
    assert alice.get("/tried/refused").status_code == 403


def test_any_other_error_is_logged_and_becomes_a_page(
    alice: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    answers: tuple[Callable[[], int], ...] = (
        lambda: alice.get("/tried/broken").status_code,
        lambda: int(answer_of(alice, "/tried/broken")["status"]),
    )
    for status in answers:
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            assert status() == 500
        assert "ZeroDivisionError: a fault of ours" in caplog.text
        assert 'raise ZeroDivisionError("a fault of ours")' in caplog.text  # with its traceback


def test_scripts_wait_for_the_answer(alice: Visitor, no_budget: None) -> None:
    answer = alice.get("/tried/facts", Accept="application/json")
    assert answer.json == {"tricks": [6, 2, 2]}


def test_over_its_time_it_is_ended_and_said_so(
    app: Flask, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_postponed, "LONGEST_SECONDS", 0.2)
    assert answer_of(alice, "/sleep/30.0")["status"] == 504
    assert alice.get("/sleep/30.0", Accept="application/json").status_code == 504
    nothing_under_way(app)


def test_too_much_at_once_is_refused(app: Flask, alice: Visitor) -> None:
    long_work: LongWork = app.extensions["long_work"]
    long_work._turn_seconds = 0.05
    long_work._doing.update(range(long_work._at_once))
    assert answer_of(alice, "/tried/facts")["status"] == 429
    assert alice.get("/tried/facts", Accept="application/json").status_code == 429
    long_work._doing.clear()
    assert answer_of(alice, "/tried/facts")["status"] == 200


def test_a_script_that_waits_is_told_when_the_worker_goes_away(app: Flask, alice: Visitor) -> None:
    app.extensions["long_work"].stop()
    assert alice.get("/tried/facts", Accept="application/json").status_code == 503


def nothing_under_way(app: Flask) -> None:
    """No turn taken, no connection in use, and the database has stopped too."""
    connections: Connections = app.extensions["running"].connections
    until(lambda: not connections.counts.in_use and not app.extensions["long_work"].running, 10.0)
    until(lambda: not _active(connections), 10.0)


def _active(connections: Connections) -> int:
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and query like '%pg_sleep(%' and state = 'active'"
            " and pid <> pg_backend_pid()"
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count)


@pytest.fixture
def stream(app: Flask) -> Iterator[Plain]:
    """Of a statement that takes a minute, from a real server."""
    with serving(app) as site, Plain(site.port) as reading:
        reading.send(
            b"GET /sleep/60.0 HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
        )
        reading.until(b"event: progress")
        yield reading


def test_a_client_that_goes_ends_the_work_in_the_middle_of_a_statement(
    app: Flask, stream: Plain
) -> None:
    running = app.extensions["running"]
    until(lambda: _active(running.connections))
    assert app.extensions["long_work"].running == 1
    stream.end.close()
    nothing_under_way(app)


def test_a_worker_that_goes_away_ends_its_streams(app: Flask, stream: Plain) -> None:
    app.extensions["long_work"].stop()
    assert b"answer" not in stream.until(END_OF_CHUNKS)  # so the browser asks another worker
    nothing_under_way(app)
