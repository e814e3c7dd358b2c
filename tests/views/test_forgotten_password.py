"""A forgotten password: a link by mail, good once and for an hour; not a word about who is here."""

import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask

from club import accounts
from tests.club.clubs import until
from tests.mailbox import Mailbox
from tests.views.conftest import Visitor
from tests.views.test_account import OTHER, PASSWORD, is_member, register, sign_in


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def link_in(mailbox: Mailbox) -> str:
    until(lambda: mailbox.letters)
    text = mailbox.letters.pop().get_payload(decode=True)
    assert isinstance(text, bytes)
    found = re.search(r"http://localhost(/account/reset/\S+)", text.decode())
    assert found, text
    return found[1]


def test_a_link_by_mail_opens_a_new_password_once(
    open_app: Callable[..., Flask], mailbox: Mailbox
) -> None:
    with mailbox.open() as url:
        app = open_app(smtp_url=url, mail_from="club@club.example")
        alice, elsewhere = Visitor(app), Visitor(app)
        register(alice, email="anna@example.org")
        assert elsewhere.post("/account/forgot", login="Аня").status_code == 303
        link = link_in(mailbox)
        assert elsewhere.get(link).status_code == 200
        assert elsewhere.post(link, password="short").status_code == 422
        assert elsewhere.post(link, password=OTHER).status_code == 303
        assert is_member(elsewhere)
        assert not is_member(alice), "whoever knew the old one is signed out"
        assert sign_in(Visitor(app), "Аня", OTHER) == 303
        assert elsewhere.post(link, password=PASSWORD).status_code == 410


def test_the_answer_does_not_tell_who_is_a_member(app: Flask, alice: Visitor) -> None:
    register(alice, email="anna@example.org")
    known, unknown = Visitor(app), Visitor(app)
    pages = []
    for visitor, login in ((known, "anna@example.org"), (unknown, "nobody@example.org")):
        assert visitor.post("/account/forgot", login=login).status_code == 303
        pages.append(re.findall(r'class="note[^>]*>([^<]+)<', visitor.get("/account").text))
    assert pages[0] == pages[1] != []


def test_without_a_mail_server_the_operator_gets_the_link(
    app: Flask, alice: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    register(alice, email="anna@example.org")
    with caplog.at_level(logging.WARNING):
        Visitor(app).post("/account/forgot", login="Аня")
    assert "/account/reset/" in caplog.text
    assert "anna@example.org" not in caplog.text


def test_a_link_dies_with_time(
    open_app: Callable[..., Flask], mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mailbox.open() as url:
        app = open_app(smtp_url=url)
        alice = Visitor(app)
        register(alice, email="anna@example.org")
        alice.post("/account/forgot", login="Аня")
        link = link_in(mailbox)
        monkeypatch.setattr(accounts, "RESET_SECONDS", -1)
        assert Visitor(app).get(link).status_code == 410


def test_a_made_up_link_opens_nothing(alice: Visitor) -> None:
    assert alice.get("/account/reset/nonsense").status_code == 410
    assert alice.post("/account/reset/nonsense", password=OTHER).status_code == 410


def test_a_mail_server_that_is_away_holds_nobody_up(open_app: Callable[..., Flask]) -> None:
    app = open_app(smtp_url="smtp://127.0.0.1:9")
    alice = Visitor(app)
    register(alice, email="anna@example.org")
    assert alice.post("/account/forgot", login="Аня").status_code == 303
