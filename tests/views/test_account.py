"""A guest becomes a member, signs in and out, changes what is his, and leaves the club."""

import re
from typing import Final

import pytest
from flask import Flask

from tests.views.conftest import Visitor

PASSWORD: Final = "a long enough sentence"
OTHER: Final = "another long sentence"


def register(visitor: Visitor, name: str = "Аня", **more: str) -> None:
    answer = visitor.post("/account/register", name=name, password=PASSWORD, **more)
    assert answer.status_code == 303, answer.text


def sign_in(visitor: Visitor, login: str, password: str = PASSWORD) -> int:
    answer = visitor.post("/account/sign-in", login=login, old_password=password)
    return answer.status_code


def is_member(visitor: Visitor) -> bool:
    return "/account/sign-out-everywhere" in visitor.get("/account").text


def error_beside(page: str, field: str) -> str | None:
    found = re.search(rf'id="[\w-]+-{field}-error">([^<]+)<', page)
    return found and found[1]


def test_a_guest_who_registers_keeps_his_seat(alice: Visitor) -> None:
    table_id = alice.open_table()
    register(alice)
    assert is_member(alice)
    assert f"/tables/{table_id}" in alice.get("/").text
    page = alice.get(f"/tables/{table_id}").text
    assert "Аня" in page


def test_a_member_signs_in_from_another_browser(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table()
    register(alice)
    elsewhere = Visitor(app)
    assert sign_in(elsewhere, "Аня") == 303
    assert f"/tables/{table_id}" in elsewhere.get("/").text


def test_a_member_signs_in_with_his_address(app: Flask, alice: Visitor) -> None:
    register(alice, email="Anna@Example.org")
    elsewhere = Visitor(app)
    assert sign_in(elsewhere, "anna@example.ORG ") == 303
    assert is_member(elsewhere)


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    app: Flask, alice: Visitor, bob: Visitor
) -> None:
    register(alice)
    known = bob.post("/account/sign-in", login="Аня", old_password=OTHER)
    unknown = bob.post("/account/sign-in", login="Никто", old_password=OTHER)
    assert known.status_code == unknown.status_code == 422
    assert error_beside(known.text, "old_password") == error_beside(unknown.text, "old_password")
    assert not is_member(bob)


def test_the_seat_of_a_guest_goes_with_him_when_he_signs_in(app: Flask, alice: Visitor) -> None:
    register(alice)
    elsewhere = Visitor(app)
    table_id = elsewhere.open_table()
    assert sign_in(elsewhere, "Аня") == 303
    assert f"/tables/{table_id}" in elsewhere.get("/").text
    page = elsewhere.get(f"/tables/{table_id}").text
    assert 'action="/tables/' + table_id + '/start"' in page, "he is still the host"


@pytest.mark.parametrize("name", ["Aня", "аня", "А-н я", "AHЯ"])
def test_nobody_is_called_like_a_member(alice: Visitor, bob: Visitor, name: str) -> None:
    register(alice)
    answer = bob.post("/account/register", name=name, password=PASSWORD)
    assert answer.status_code == 422
    assert error_beside(answer.text, "name")
    bob.post("/name", name=name)
    assert f'name="name" value="{name}"' not in bob.get("/").text


@pytest.mark.parametrize("name", ["Прохор", "Пpoxop", "GLAFIRA"])
def test_nobody_is_called_like_a_bot(alice: Visitor, name: str) -> None:
    answer = alice.post("/account/register", name=name, password=PASSWORD)
    assert answer.status_code == 422
    assert error_beside(answer.text, "name")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"name": "x"}, "name"),
        ({"email": "nowhere"}, "email"),
        ({"email": "a@b"}, "email"),
    ],
)
def test_a_bad_form_is_answered_beside_the_field(
    alice: Visitor, fields: dict[str, str], field: str
) -> None:
    answer = alice.post("/account/register", **{"name": "Аня", "password": PASSWORD, **fields})
    assert answer.status_code == 422
    assert error_beside(answer.text, field)
    assert PASSWORD not in answer.text
    assert not is_member(alice)


def test_an_address_belongs_to_one_member(alice: Visitor, bob: Visitor) -> None:
    register(alice, email="anna@example.org")
    answer = bob.post("/account/register", name="Олег", password=PASSWORD, email="ANNA@example.org")
    assert (answer.status_code, bool(error_beside(answer.text, "email"))) == (422, True)


def test_whoever_is_registered_does_not_register_again(alice: Visitor) -> None:
    register(alice)
    answer = alice.post("/account/register", name="Олег", password=PASSWORD)
    assert answer.status_code == 422
    assert is_member(alice)


def test_signing_out_leaves_other_browsers_alone(app: Flask, alice: Visitor) -> None:
    register(alice)
    elsewhere = Visitor(app)
    sign_in(elsewhere, "Аня")
    alice.post("/account/sign-out")
    assert not is_member(alice)
    assert is_member(elsewhere)


def test_signing_out_everywhere_ends_every_browser(app: Flask, alice: Visitor) -> None:
    register(alice)
    elsewhere = Visitor(app)
    sign_in(elsewhere, "Аня")
    alice.post("/account/sign-out-everywhere")
    assert not is_member(alice)
    assert not is_member(elsewhere)
    assert sign_in(elsewhere, "Аня") == 303


def test_a_changed_password_signs_out_everybody_else(app: Flask, alice: Visitor) -> None:
    register(alice)
    elsewhere = Visitor(app)
    sign_in(elsewhere, "Аня")
    answer = alice.post("/account/password", old_password=PASSWORD, password=OTHER)
    assert answer.status_code == 303
    assert is_member(alice)
    assert not is_member(elsewhere)
    assert sign_in(elsewhere, "Аня", PASSWORD) == 422
    assert sign_in(elsewhere, "Аня", OTHER) == 303


@pytest.mark.parametrize("form", ["password", "email", "delete"])
def test_what_matters_asks_for_the_password(alice: Visitor, form: str) -> None:
    register(alice)
    answer = alice.post(f"/account/{form}", old_password=OTHER, password=OTHER, email="a@b.example")
    assert answer.status_code == 422
    assert error_beside(answer.text, "old_password")
    assert is_member(alice)


def test_settings_are_kept_and_reach_the_pages(app: Flask, alice: Visitor) -> None:
    register(alice)
    alice.post("/account/preferences", language="en", deck="four", animation="none")
    page = alice.get("/", **{"Accept-Language": "ru"}).text
    assert 'data-deck="four" data-animation="none"' in page
    elsewhere = Visitor(app)
    sign_in(elsewhere, "Аня")
    assert '<html lang="en"' in elsewhere.get("/", **{"Accept-Language": "ru"}).text


def test_a_setting_that_does_not_exist_changes_nothing(alice: Visitor) -> None:
    register(alice)
    alice.post("/account/preferences", deck="five", animation="none")
    assert 'data-deck="two" data-animation="none"' in alice.get("/").text


def test_a_guest_has_no_settings(alice: Visitor) -> None:
    assert alice.post("/account/preferences", deck="four").status_code == 303
    assert "data-deck" not in alice.get("/").text


def test_a_member_takes_his_data_with_him(alice: Visitor) -> None:
    register(alice, email="anna@example.org")
    table_id = alice.open_table()
    alice.post("/companies", name="Четверги")
    alice.post("/account/programs", name="Робот")
    answer = alice.get("/account/export")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = answer.json
    assert data is not None
    assert (data["name"], data["email"]) == ("Аня", "anna@example.org")
    assert [match["id"] for match in data["matches"]] == [table_id]
    assert (data["companies"], data["bots"]) == (["Четверги"], ["⚙ Робот"])
    assert "argon2" not in answer.text


def test_a_deleted_member_is_gone_but_not_from_the_records(app: Flask, alice: Visitor) -> None:
    register(alice)
    table_id = alice.post("/play", target=5).location.rsplit("/", 1)[1]
    answer = alice.post("/account/delete", old_password=PASSWORD)
    assert answer.status_code == 303
    assert sign_in(Visitor(app), "Аня") == 422
    page = Visitor(app).get(f"/tables/{table_id}").text
    assert page
    assert "Аня" not in page
    register(Visitor(app), "Аня")


def test_a_key_moves_the_seat_of_a_guest_to_another_browser(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table()
    page = alice.get(f"/tables/{table_id}/key").text
    found = re.search(r"http://localhost(/seat/[^\"]+)\"", page)
    assert found
    assert 'src="data:image/svg+xml' in page
    phone = Visitor(app)
    assert f"/tables/{table_id}" not in phone.get("/").text
    phone.get(found[1])
    assert f"/tables/{table_id}" not in phone.get("/").text, "looking takes nothing"
    assert phone.post(found[1]).location == f"/tables/{table_id}"
    assert f"/tables/{table_id}" in phone.get("/").text


def test_a_key_is_dead_after_signing_out_everywhere(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table()
    found = re.search(
        r"http://localhost(/seat/[^\"]+)\"", alice.get(f"/tables/{table_id}/key").text
    )
    assert found
    alice.post("/account/sign-out-everywhere")
    assert Visitor(app).get(found[1]).status_code == 410


def test_a_key_is_dead_once_its_guest_is_a_member(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table()
    key = re.search(r"http://localhost(/seat/[^\"]+)\"", alice.get(f"/tables/{table_id}/key").text)
    assert key
    register(alice)
    assert Visitor(app).get(key[1]).status_code == 410
    assert Visitor(app).post(key[1]).status_code == 410


def test_a_made_up_key_opens_nothing(alice: Visitor) -> None:
    assert alice.get("/seat/nonsense").status_code == 404
    table_id = alice.open_table()
    link = alice.invitation(table_id).replace("/join/", "/seat/")
    assert alice.get(link).status_code == 404, "an invitation is no key"


def test_a_spectator_has_no_key(alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table()
    assert bob.get(f"/tables/{table_id}/key").location == f"/tables/{table_id}"
