"""Every page says everything in the language of its reader: words outside messages are found."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from flask import Flask, render_template

from club.addresses import address_of
from club.club import Club
from club.languages import LANGUAGES
from club.look_alikes import key_of
from club.moderation import Decision
from club.reports import Complaint
from games.preferans.bots.review import Cost
from games.preferans.rules import SOCHI
from store import accounts, moderators
from tests.club.talkers import a_member, known, say
from tests.pseudo import unmarked, words_outside, write_catalogues
from tests.views.conftest import Visitor
from views.act_words import act_words

NAME: Final = "Аня"
NAMES: Final = (NAME, "Оля", "Фома", "Лука", "Клара", *LANGUAGES.values())
PASSWORD: Final = "correct horse battery"
STATUSES: Final = (400, 403, 404, 405, 410, 413, 418, 429, 500, 503, 504)


@pytest.fixture
def app(open_app: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    write_catalogues(tmp_path)
    monkeypatch.setattr("wsgi.app.CATALOGUES", tmp_path)
    return open_app()


def addresses(app: Flask, alice: Visitor, finished: str) -> dict[str, list[str]]:
    """By endpoint, the pages whose address has a part of its own."""
    club: Club = app.extensions["club"]
    alice.post("/name", name="Оля")
    waiting = alice.open_table()
    alice.post(f"/tables/{waiting}/invitations", name=NAME)
    running = alice.post("/play").location.rsplit("/", 1)[1]
    friend = alice.invitation(waiting)
    key = re.search(r"http://localhost(/seat/[^\"]+)\"", alice.get(f"/tables/{running}/key").text)
    reset = club.accounts.reset_token(NAME)
    report = reported(club)
    assert key and reset
    etude = club.etudes.all[0].name
    company_id = club.companies.found(reset[0], "Фома", SOCHI)
    company = address_of(company_id)
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    club.evenings.call(reset[0].player_id, company_id, tomorrow, "Europe/Berlin")
    link = club.companies.token_of(club.companies.look(reset[0].player_id, company_id).company)
    return {
        "companies.show": [f"/companies/{company}"],
        "companies.show_rules": [f"/companies/{company}/rules"],
        "companies.invited": [f"/companies/join/{link}", "/companies/join/nothing"],
        "tables.show": [f"/tables/{table}" for table in (waiting, running, finished)],
        "tables.invited": [friend, "/join/nobody"],
        "rules.show": ["/rules?base=rostov&players=4", "/rules?talon_bonus=dealer"],
        "rules.of_table": [f"/tables/{waiting}/rules"],
        "seat_keys.show": [f"/tables/{running}/key"],
        "seat_keys.look": [key[1], "/seat/nobody"],
        "account.show_reset": [f"/account/reset/{reset[1]}", "/account/reset/nothing"],
        "account.form_again": ["/account/register"],
        "commentary.show": [f"/tables/{finished}/commentary"],
        "commentary.latest": [f"/tables/{finished}/commentary/latest"],
        "moderation.report": [f"/moderation/reports/{report}"],
        "appeals.show_shut_out": [f"/appeals/{club.appeals.token_of(judged(club, report))}"],
        "replays.show": [f"/matches/{finished}"],
        "replays.show_deal": [f"/matches/{finished}/deals/1?seat=0"],
        "replays.review_deal": [f"/matches/{finished}/deals/1/review"],
        "players.show": [f"/players/{NAME}", "/players/nobody"],
        "ratings.at_table": [f"/tables/{waiting}/stakes"],
        "ratings.of_match": [f"/matches/{finished}/ratings"],
        "deal_logs.latest": [f"/tables/{finished}/log.txt"],
        "deal_logs.show": [f"/tables/{finished}/deals/1/log.txt"],
        "replays.export": [f"/matches/{finished}/record.json"],
        "replays.notation": [f"/matches/{finished}/record.txt"],
        "replays.export_deal": [f"/matches/{finished}/deals/1.json"],
        "etudes.show": [f"/etudes/{etude}"],
        "etudes.answer": [f"/etudes/{etude}/answer?cards=SA"],
        "etudes.solve": [f"/etudes/{etude}/solution"],
    }


def reported(club: Club) -> int:
    """The id of a report of something said; its reader is a moderator."""
    offender = a_member(club, "Лука")
    line_id = say(club, offender, "12")
    with club.connections.connection() as connection:
        reader = accounts.named(connection, key_of(NAME))
        assert reader is not None
        moderators.appoint(connection, reader.player_id, True)
    complaint = Complaint(offender.player_id, "insult", "12", line_id=line_id)
    return club.moderation.report(known(club, "Клара"), complaint)


def judged(club: Club, report_id: int) -> int:
    """Whoever is complained of was silenced and has appealed; the report is open once more."""
    report = club.moderation.case(report_id).report
    club.moderation.decide(report.by_id, report_id, Decision("silence", "12", 24))
    appealed = club.appeals.of(report.about_id)[0].sanction.sanction_id
    club.appeals.file(report.about_id, appealed, "12")
    club.moderation.report(known(club, "Клара"), Complaint(report.about_id, "other"))
    return report.about_id


def all_addresses(app: Flask, alice: Visitor, finished: str) -> list[str]:
    """Every page somebody can ask for; an address with parts of its own must be among ours."""
    ours = addresses(app, alice, finished)
    pages = [one for several in ours.values() for one in several] + ["/nowhere"]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not _is_no_page(rule.endpoint):
            assert not rule.arguments or rule.endpoint in ours, f"add a page of {rule.endpoint}"
            pages += [] if rule.arguments else [rule.rule]
    return pages


def _is_no_page(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.startswith(("sockets.", "api."))


def foreign(page: str) -> list[str]:
    """Words of a page that are in no catalogue and no name."""
    return unmarked(page, NAMES)


def test_every_page_says_everything_in_the_readers_language(
    app: Flask, alice: Visitor, bob: Visitor, finished: str
) -> None:
    bob.post("/account/register", name=NAME, password=PASSWORD)
    rated, seen = bob.open_table(rated="yes"), 0
    pages = [f"/tables/{rated}", bob.invitation(rated), *all_addresses(app, alice, finished)]
    for address in pages:
        for visitor in (alice, bob):
            answer = visitor.get(address)
            if answer.mimetype == "text/html" and answer.status_code not in (302, 303):
                assert foreign(answer.text) == [], address
                seen += 1
    assert seen > 30


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_is_said_in_the_readers_language(app: Flask, status: int) -> None:
    with app.test_request_context():
        assert foreign(render_template("errors/error.html", status=status, code="busy")) == []


def test_whoever_waits_for_long_work_reads_his_language(app: Flask) -> None:
    with app.test_request_context():
        assert foreign(render_template("postponed/show.html")) == []


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("/name", {"name": ""}),
        ("/name", {"name": NAME}),
        ("/tables", {"preset": "none"}),
        ("/rules", {"base": "sochi", "talon_bonus": "dealer"}),
        ("/rules", {"base": "sochi", "pool_target": "51"}),
        ("/rules", {"base": "sochi", "speed": "never"}),
        ("/account/register", {"name": "", "password": PASSWORD}),
        ("/account/register", {"name": NAME, "password": "x"}),
        ("/account/register", {"name": NAME, "password": PASSWORD}),
        ("/account/sign-in", {"login": NAME, "old_password": PASSWORD}),
    ],
)
def test_every_form_is_answered_in_the_readers_language(
    alice: Visitor, form: str, fields: dict[str, str]
) -> None:
    answer = alice.post(form, **fields)
    page = alice.get(answer.location).text if answer.status_code == 303 else answer.text
    assert foreign(page) == []


@pytest.mark.parametrize("page", ["/", "/calculator", "/rules"])
def test_scripts_get_every_word_in_the_readers_language(alice: Visitor, page: str) -> None:
    found = re.search(r'id="words">(.*?)</script>', alice.get(page).text)
    assert found
    words: dict[str, list[str]] = json.loads(found[1])
    assert len(words) > 300
    assert [forms for forms in words.values() if any(map(words_outside, forms))] == []


@pytest.mark.parametrize(("language", "number"), [("ru", "−1,5"), ("uk", "−1,5"), ("en", "−1.5")])
def test_a_review_says_everything_and_its_numbers_by_language(
    app: Flask, language: str, number: str
) -> None:
    costs = [{"at": 1, **Cost(1, 0, "open", "closed", 1.5, "half", 0.5)._asdict()}]
    with app.test_request_context(headers={"Accept-Language": language}):
        page = render_template(
            "replays/review.html",
            **{"table_id": "x", "number": 1, "names": ["Фома"], "costs": costs},
            **{"words": act_words, "least": 0.5},
        )
    assert foreign(page) == []
    assert number in page


@pytest.mark.parametrize(
    "act",
    [
        *("pass", "hold", "concede", "whist", "half", "return", "confirm", "open", "closed"),
        *("catch", "trust", "dealer_whist 2", "SA", "6S", "7N", "misere!", "DK DA 8N"),
    ],
)
def test_every_act_somebody_decides_on_has_words(app: Flask, act: str) -> None:
    with app.test_request_context():
        assert words_outside(act_words(act)) == set()


def test_a_word_outside_the_catalogues_is_found() -> None:
    page = "<html lang='en'><p title='⟦a⟧'>⟦⟦b⟧ c⟧, <b dir='auto'>Аня</b> 12<img alt='d'> e</p>"
    assert unmarked(page) == ["d", "e"]
