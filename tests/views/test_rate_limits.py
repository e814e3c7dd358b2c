"""Whoever sends forms too often is told to wait, by address and by player; others are not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from sockets.lobby import bp as sockets
from tests.chaos.buses import ValkeyBus
from tests.club.clubs import settings_for
from tests.views.conftest import Visitor
from views.rate_limits import PASSWORDS, SEATING
from wsgi.app import create_app


def forms() -> list[Rule]:
    """Every address of the club that takes a form."""
    app = create_app(settings_for("postgresql://nobody@/nowhere"))
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint.partition(".")[0] != sockets.name
    ]


def path_of(rule: Rule) -> str:
    return (
        rule.rule.replace("<int:seat>", "1")
        .replace("<table_id>", "0" * 13)
        .replace("<token>", "unknown")
        .replace("<int:report_id>", "1")
        .replace("<int:sanction_id>", "1")
        .replace("<program>", "0" * 13)
        .replace("<company>", "0" * 13)
        .replace("<evening>", "0" * 13)
        .replace("<player>", "0" * 13)
    )


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    return forms()


def test_every_form_has_a_limit(open_app: Callable[..., Flask], rules: list[Rule]) -> None:
    client = open_app(forms_per_address=len(rules)).test_client()
    for rule in rules:
        assert client.post(path_of(rule)).status_code != 429, rule.endpoint
    for rule in rules:
        assert client.post(path_of(rule)).status_code == 429, rule.endpoint


@pytest.mark.parametrize(
    ("endpoints", "setting"),
    [(SEATING, "seatings_per_address"), (PASSWORDS, "passwords_per_address")],
)
def test_seats_and_passwords_have_limits_of_their_own(
    open_app: Callable[..., Flask], rules: list[Rule], endpoints: frozenset[str], setting: str
) -> None:
    client = open_app(**{setting: len(endpoints)}).test_client()
    guarded = [path_of(rule) for rule in rules if rule.endpoint in endpoints]
    assert len(guarded) == len(endpoints)
    for path in guarded:
        assert client.post(path).status_code != 429, path
    for path in guarded:
        assert client.post(path).status_code == 429, path
    assert client.post("/language").status_code != 429


def test_every_form_is_refused_without_its_token(app: Flask, rules: list[Rule]) -> None:
    visitor = Visitor(app)
    visitor.get("/")
    for rule in rules:
        answer = visitor.client.post(path_of(rule), headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json) == (400, {"code": "http_400"}), rule.endpoint


def test_too_fast_is_said_on_a_page_and_to_scripts(open_app: Callable[..., Flask]) -> None:
    visitor = Visitor(open_app(forms_per_address=2))
    for _ in range(2):
        assert visitor.post("/language", locale="en").status_code == 303
    page = visitor.post("/language", locale="en")
    assert page.status_code == 429
    assert "Too fast: take a breath" in page.text
    assert "Wait a minute" in page.text
    assert page.headers["Retry-After"] == "60"
    assert visitor.post_by_script("/language").json == {"code": "too_fast"}
    assert visitor.get("/").status_code == 200


def test_a_player_is_known_at_every_address(open_app: Callable[..., Flask]) -> None:
    app = open_app(forms_per_player=2, proxy_hops=1)
    alice, bob = Visitor(app), Visitor(app)
    answers = [status(alice, f"10.0.0.{number}") for number in range(3)]
    assert answers == [303, 303, 429]
    assert status(bob, "10.0.0.0") == 303


def test_an_address_is_the_one_our_proxy_saw(open_app: Callable[..., Flask]) -> None:
    app = open_app(forms_per_address=2, proxy_hops=1)
    made_up = [status(Visitor(app), f"10.0.0.{number}, 192.0.2.7") for number in range(3)]
    assert made_up == [303, 303, 429]
    assert status(Visitor(app), "192.0.2.8") == 303


def test_a_household_is_one_address(open_app: Callable[..., Flask]) -> None:
    app = open_app(forms_per_address=2, proxy_hops=1)
    answers = [status(Visitor(app), f"2001:db8:1:2::{number}") for number in range(3)]
    assert answers == [303, 303, 429]
    assert status(Visitor(app), "2001:db8:1:3::1") == 303


def test_two_clubs_in_one_process_count_apart(open_app: Callable[..., Flask]) -> None:
    first, second = Visitor(open_app(forms_per_address=1)), Visitor(open_app(forms_per_address=1))
    assert [first.post("/language").status_code for _ in range(2)] == [303, 429]
    assert second.post("/language").status_code == 303


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[ValkeyBus]:
    server = ValkeyBus(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def counting(valkey: ValkeyBus) -> Iterator[Callable[[], FlaskClient]]:
    """Makes clubs that only count: each allows an address two forms a minute."""
    with ExitStack() as stack:

        def make() -> FlaskClient:
            settings = settings_for("postgresql://nobody@/nowhere", forms_per_address=2)
            app = create_app(replace(settings, bus_url=valkey.settings["BUS_URL"]))
            stack.callback(app.extensions["running"].stop)
            return app.test_client()

        yield make


def are_refused(*clients: FlaskClient) -> list[bool]:
    return [client.post("/language").status_code == 429 for client in clients]


def test_with_a_bus_all_workers_count_together(counting: Callable[[], FlaskClient]) -> None:
    first, second = counting(), counting()
    assert are_refused(first, second, first, second) == [False, False, True, True]


def test_without_its_valkey_a_worker_counts_for_itself(
    counting: Callable[[], FlaskClient], valkey: ValkeyBus
) -> None:
    first, second = counting(), counting()
    assert are_refused(first, first, second) == [False, False, True]
    valkey.stop()
    assert are_refused(second, second, second) == [False, False, True]


def status(visitor: Visitor, told: str) -> int:
    """Of a form sent from there."""
    token = visitor.token()
    answer = visitor.client.post(
        "/language", data={"csrf_token": token}, headers={"X-Forwarded-For": told}
    )
    return answer.status_code
