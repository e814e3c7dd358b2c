"""A member's bots: made with a name that no person can have, known by a token, sent away."""

import json
import re
from typing import Any, Final

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from club.club import Club
from club.moderation import Decision
from club.reports import Complaint
from store import players, programs
from tests.club.clubs import a_guest, a_ref, until
from tests.green.sites import Site, serving
from tests.green.wire import Client
from tests.views.conftest import Visitor
from tests.views.test_account import PASSWORD, register

REF: Final = a_ref()


def made(visitor: Visitor, name: str = "Робот") -> str:
    """The token of a new bot."""
    page = visitor.post("/account/programs", name=name)
    assert page.status_code == 200, page.text
    return token_on(page)


def token_on(page: TestResponse) -> str:
    found = re.search(r"data-token>([^<]+)<", page.text)
    assert found
    return found[1]


def asked(app: Flask, token: str, path: str, **fields: Any) -> TestResponse:
    """What a stranger with this token is answered; he has no cookies."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return app.test_client().post(path, data=fields, headers=headers)


def addresses(visitor: Visitor) -> list[str]:
    return re.findall(r"/account/programs/(\w+)/renew", visitor.get("/account/programs").text)


@pytest.fixture
def owner(alice: Visitor) -> Visitor:
    register(alice)
    return alice


def test_a_bot_sits_down_with_its_token_alone(app: Flask, owner: Visitor, bob: Visitor) -> None:
    answer = asked(app, made(owner), "/play", target=1)
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    page = bob.get(f"/api/v1{answer.location}").json
    assert page is not None
    assert [seat["name"] for seat in page["seats"]][0] == "⚙ Робот"


def test_a_bot_comes_to_the_table_of_a_person(app: Flask, owner: Visitor, bob: Visitor) -> None:
    table_id = bob.open_table()
    answer = asked(app, made(owner), bob.invitation(table_id))
    assert (answer.status_code, answer.location) == (303, f"/tables/{table_id}")
    assert "⚙ Робот" in bob.get(f"/tables/{table_id}").text


def test_a_bot_sits_at_a_public_table_but_not_at_a_rated_one(
    app: Flask, owner: Visitor, bob: Visitor
) -> None:
    token = made(owner)
    public = bob.open_table(public="yes")
    assert asked(app, token, f"/tables/{public}/sit").status_code == 204
    register(bob, "Олег")
    rated = bob.open_table(public="yes", rated="yes")
    answer = asked(app, token, f"/tables/{rated}/sit")
    assert (answer.status_code, answer.json) == (409, {"code": "members_only"})
    assert asked(app, token, "/tables", rated="yes").status_code == 409


def test_only_a_hash_is_kept(app: Flask, owner: Visitor) -> None:
    token = made(owner)
    club: Club = app.extensions["club"]
    with club.connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select programs::text, encode(token_hash, 'escape') from programs")
        row = cursor.fetchone()
    assert row is not None and token not in "".join(row) and len(token) > 40
    assert token not in owner.get("/account/programs").text


def test_an_unknown_token_is_nobody(app: Flask) -> None:
    for token in ("trelyazh_nothing", "é\xff"):
        answer = asked(app, token, "/play")
        assert (answer.status_code, answer.json) == (401, {"code": "bad_token"})
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_is_worth_nothing_elsewhere(app: Flask, owner: Visitor) -> None:
    token = made(owner)
    for path in ("/name", "/account/register", "/account/programs", "/account/sign-out-everywhere"):
        assert asked(app, token, path, name="Прохор").status_code == 400, path  # no form token


def test_a_revoked_token_works_no_more(app: Flask, owner: Visitor) -> None:
    token = made(owner)
    owner.post(f"/account/programs/{addresses(owner)[0]}/revoke")
    assert asked(app, token, "/play").status_code == 401


def test_a_new_token_takes_the_place_of_the_old_one(app: Flask, owner: Visitor) -> None:
    old = made(owner)
    new = token_on(owner.post(f"/account/programs/{addresses(owner)[0]}/renew"))
    assert asked(app, old, "/play").status_code == 401
    assert asked(app, new, "/play").status_code == 303


def test_nobody_touches_the_bot_of_another(app: Flask, owner: Visitor, bob: Visitor) -> None:
    token = made(owner)
    register(bob, "Олег")
    for act in ("renew", "revoke"):
        assert bob.post(f"/account/programs/{addresses(owner)[0]}/{act}").status_code == 404
    assert asked(app, token, "/play").status_code == 303


def test_a_guest_has_no_bots(alice: Visitor) -> None:
    assert alice.get("/account/programs").location == "/account"
    assert alice.post("/account/programs", name="Робот").location == "/account"


def test_a_bot_is_called_like_nobody_else(owner: Visitor) -> None:
    for name in ("Аня", "AHЯ", "Прохор", "⚙ Робот", "x"):
        assert owner.post("/account/programs", name=name).status_code == 422, name


def test_two_bots_have_two_names(owner: Visitor, bob: Visitor) -> None:
    made(owner)
    register(bob, "Олег")
    assert bob.post("/account/programs", name="Pобот").status_code == 422


def test_no_person_bears_the_mark(alice: Visitor) -> None:
    answer = alice.post("/account/register", name="⚙ Робот", password=PASSWORD)
    assert answer.status_code == 422


def test_a_member_has_so_many_bots_and_no_more(owner: Visitor) -> None:
    for name in ("Один", "Два", "Три", "Четыре", "Пять"):
        made(owner, name)
    assert owner.post("/account/programs", name="Шесть").status_code == 422


def test_bots_leave_with_their_member(app: Flask, owner: Visitor) -> None:
    token = made(owner)
    until(lambda: owner.post("/account/delete", old_password=PASSWORD).status_code == 303)
    assert asked(app, token, "/play").status_code == 401


def test_the_socket_of_a_bot_says_no_more_once_its_member_is_banned(
    app: Flask, owner: Visitor
) -> None:
    token = made(owner)
    table = asked(app, token, "/play").location
    club: Club = app.extensions["club"]
    with serving(app) as site, socket_of(site, token, table) as socket:
        version = json.loads(socket.hear())["v"]
        ban(club, owner)
        socket.say(json.dumps({"t": "act", "ref": REF, "v": version, "act": "pass"}))
        told = [json.loads(socket.hear())]
        while told[-1]["t"] != "bye":
            told.append(json.loads(socket.hear()))
        assert socket.farewell()[1] == "signed_out"  # nothing in between
    assert REF not in {message.get("ref") for message in told}  # not even refused


def socket_of(site: Site, token: str, table: str) -> Client:
    """Of the bot with this token at this table."""
    path = table.replace("/tables/", "/ws/table/")
    return Client(site.port, path, {"Authorization": f"Bearer {token}"})


def ban(club: Club, owner: Visitor) -> None:
    """As moderators do, by their names in the store."""
    with owner.client.session_transaction() as session:
        about_id = session["player"]
    judge = a_guest("Судья")
    with club.connections.connection() as connection:
        players.ensure(connection, judge.player_id, judge.name)
    report_id = club.moderation.report(judge, Complaint(about_id, "cheating"))
    club.moderation.decide(judge.player_id, report_id, Decision("ban", "Двигает картами"))


class Socket:
    """A visitor who remembers how he was sent away."""

    def __init__(self, player_id: int | None, epoch: int) -> None:
        self.player_id = player_id
        self.epoch = epoch
        self.gone: str | None = None

    def bye(self, code: str) -> None:
        self.gone = code


def test_revoking_closes_its_sockets(app: Flask, owner: Visitor) -> None:
    made(owner)
    club: Club = app.extensions["club"]
    with owner.client.session_transaction() as session, club.connections.connection() as connection:
        (program,) = programs.of_owner(connection, session["player"])
    socket = Socket(program.player_id, program.epoch)
    with club.people.visit(socket):
        owner.post(f"/account/programs/{addresses(owner)[0]}/revoke")
        assert socket.gone == "signed_out"
