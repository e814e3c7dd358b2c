"""The first page, a guest's name, and his language."""

import html
import re
from http.cookies import SimpleCookie

import pytest
from flask import Flask

from tests.views.conftest import Visitor


def name_on(page: str) -> str:
    found = re.search(r'name="name" value="([^"]*)"', page)
    assert found
    return found[1]


def next_on(page: str) -> str:
    found = re.search(r'name="next" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def test_a_guest_gets_a_name_and_keeps_it(alice: Visitor) -> None:
    first = name_on(alice.get("/").text)
    assert first
    assert name_on(alice.get("/").text) == first


def test_a_name_is_changed(alice: Visitor) -> None:
    answer = alice.post("/name", name="  Аня  и Ко ")
    assert (answer.status_code, answer.location) == (303, "/")
    assert name_on(alice.get("/").text) == "Аня и Ко"


@pytest.mark.parametrize("name", ["", "x", "<script>", "x" * 21, "a\0b"])
def test_an_unreadable_name_is_refused_with_a_word(alice: Visitor, name: str) -> None:
    before = name_on(alice.get("/").text)
    alice.post("/name", name=name)
    page = alice.get("/").text
    assert name_on(page) == before
    assert 'class="note refused"' in page


def test_the_cookie_is_strict(alice: Visitor) -> None:
    cookies: SimpleCookie = SimpleCookie(alice.get("/").headers["Set-Cookie"])
    cookie = cookies["trelyazh"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["expires"]
    assert not cookie["secure"]  # the tests speak plain http


@pytest.mark.parametrize(
    ("preferred", "locale"),
    [
        *(("en-GB,en;q=0.9", "en"), ("ru", "ru"), ("uk-UA,uk;q=0.9,ru;q=0.8", "uk")),
        *(("de,fr", "ru"), ("", "ru"), ("fr,en;q=0.5", "en"), ("pl,uk;q=0.5", "uk")),
    ],
)
def test_the_browsers_language_is_spoken(alice: Visitor, preferred: str, locale: str) -> None:
    page = alice.get("/", **{"Accept-Language": preferred}).text
    assert f'<html lang="{locale}"' in page


def test_a_chosen_language_stays(alice: Visitor) -> None:
    answer = alice.post("/language", locale="en", next="/tables/x?y=1")
    assert (answer.status_code, answer.location) == (303, "/tables/x?y=1")
    assert '<html lang="en"' in alice.get("/", **{"Accept-Language": "ru"}).text
    alice.post("/language", locale="de")
    assert '<html lang="en"' in alice.get("/").text


@pytest.mark.parametrize("here", ["/", "/rules?base=rostov&stalingrad=true", "/account"])
def test_another_language_shows_the_same_page(alice: Visitor, here: str) -> None:
    assert alice.post("/language", locale="uk", next=next_on(alice.get(here).text)).location == here


def test_another_language_after_a_refused_form_shows_the_page_of_the_form(alice: Visitor) -> None:
    page = alice.post("/account/sign-in", login="nobody", old_password="x" * 12).text
    answer = alice.client.get(next_on(page), follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, "/account")


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("http://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"),
        *("", "evil", "/\t/evil.example", "/%0d%0aSet-Cookie:x=1 \r\nX: y"),
    ],
)
def test_a_language_form_leads_nowhere_else(alice: Visitor, elsewhere: str) -> None:
    answer = alice.post("/language", locale="en", next=elsewhere)
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t"))
    assert "\r" not in location


def test_what_the_first_page_says_about_the_club(app: Flask, alice: Visitor) -> None:
    page = alice.get("/").text
    for preset in ("sochi", "leningrad", "rostov"):
        assert f'value="{preset}"' in page
    table_id = alice.open_table()
    assert f"/tables/{table_id}" in alice.get("/").text
    assert f"/tables/{table_id}" not in Visitor(app).get("/").text
