"""What every answer has: safe headers, errors as pages, health."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from store.errors import Busy
from tests.club.clubs import settings_for, until
from tests.views.conftest import Visitor
from wsgi.app import create_app


def test_every_answer_is_guarded(alice: Visitor) -> None:
    sheet = re.search(r'"(/static/[^"]+base.css)"', alice.get("/").text)
    assert sheet
    for path in ("/", "/nowhere", "/healthz", sheet[1]):
        with alice.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "connect-src 'self' ws://localhost" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Strict-Transport-Security" not in headers


def test_every_address_answers_with_the_headers(app: Flask, alice: Visitor) -> None:
    asked = 0
    for rule in app.url_map.iter_rules():
        if rule.websocket or rule.endpoint == "static":
            continue
        path = re.sub("<int:[a-z]+>", "0", rule.rule)
        path = path.replace("<token>", "unknown").replace("<table_id>", "0" * 13)
        for method in ("GET", "POST"):
            headers = alice.client.open(path, method=method).headers
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self';"), path
            assert headers["X-Frame-Options"] == "DENY", path
            assert "private" in headers["Cache-Control"] or "no-store" in headers["Cache-Control"]
            asked += 1
    assert asked > 50


def test_an_encrypted_site_stays_encrypted(open_app: Callable[..., Flask]) -> None:
    app = open_app(origins=("https://club.example",))
    answer = app.test_client().get("/", base_url="https://club.example")
    assert answer.headers["Strict-Transport-Security"]
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "wss://club.example" in answer.headers["Content-Security-Policy"]


def test_pages_run_no_script_of_their_own(alice: Visitor) -> None:
    for path in ("/", alice.post("/play").location):
        page = alice.get(path).text
        for tag in page.split("<script")[1:]:
            assert "src=" in tag.split(">")[0] or 'type="application/json"' in tag.split(">")[0]
        assert " onclick=" not in page
        assert " style=" not in page


def test_errors_are_pages(alice: Visitor) -> None:
    page = alice.get("/nowhere")
    assert page.status_code == 404
    assert "<html" in page.text
    wrong = alice.get("/play")
    assert wrong.status_code == 405
    assert "POST" in wrong.headers["Allow"]
    assert alice.get("/nowhere", Accept="application/json").json == {"code": "http_404"}


def test_a_fault_of_ours_is_a_page(app: Flask, alice: Visitor) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["club"].seating.tables_of = lambda player: 1 / 0
    answer = alice.get("/")
    assert answer.status_code == 500
    assert "<html" in answer.text


def test_a_database_that_is_away_is_said_so(app: Flask, alice: Visitor) -> None:
    def away(player: int) -> None:
        raise Busy("away")

    app.extensions["club"].seating.tables_of = away
    answer = alice.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_a_body_that_is_too_long(alice: Visitor) -> None:
    assert alice.client.post("/name", data={"name": "x" * 100_000}).status_code == 413


def test_health_asks_nobody(app: Flask) -> None:
    app.extensions["running"].connections.close()
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert "Set-Cookie" not in answer.headers


def test_ready_says_what_is_missing(app: Flask) -> None:
    client = app.test_client()
    until(lambda: client.get("/readyz").status_code == 200)
    app.extensions["club"].bus.stop()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["bus"], answer.json["database"]) == (False, True)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_no_visit(app: Flask, path: str) -> None:
    assert "Set-Cookie" not in app.test_client().get(path).headers


def test_nobody_is_served_before_the_time_is_known(database_url: str) -> None:
    client = create_app(settings_for(database_url)).test_client()
    assert client.get("/").status_code == 503
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/players/a%00b", "/join/%00", "/api/players/%00"])
def test_an_address_with_a_nul_is_refused(alice: Visitor, path: str) -> None:
    assert alice.get(path).status_code == 400
