"""The pages of moderators and of those they judged; nobody else finds them."""

import re

import pytest
from flask import Flask

from club.addresses import address_of
from club.club import Club
from club.look_alikes import key_of
from store import accounts, moderators
from tests.club.clubs import a_table
from tests.club.talkers import PASSWORD, a_member, say
from tests.views.conftest import Visitor

MARKUP = "<script>alert('xss')</script>"


@pytest.fixture
def club(app: Flask) -> Club:
    found: Club = app.extensions["club"]
    return found


@pytest.fixture
def judge(app: Flask, club: Club) -> Visitor:
    return a_judge(app, club, "Судья")


def a_judge(app: Flask, club: Club, name: str) -> Visitor:
    visitor = Visitor(app)
    visitor.post("/account/register", name=name, password=PASSWORD)
    with club.connections.connection() as connection:
        account = accounts.named(connection, key_of(name))
        assert account is not None
        assert moderators.appoint(connection, account.player_id, True)
    return visitor


def sign_in(visitor: Visitor, name: str) -> str:
    """Where it leads to."""
    answer = visitor.post("/account/sign-in", login=name, old_password=PASSWORD)
    assert answer.status_code == 303
    return answer.location


def a_report(club: Club, alice: Visitor, note: str = "") -> str:
    """Alice reports what the offender said at his table; the address of the report."""
    offender = a_member(club, "Грубиян")
    match_id = a_table(club, offender)
    with club.tables.registry.use(match_id) as table:
        line = say(club, offender, MARKUP, table)
    answer = alice.post_by_script("/talk/report", line=line, reason="insult", note=note)
    assert answer.status_code == 204
    return f"/moderation/reports/{club.moderation.queue().reports[0].report_id}"


@pytest.mark.parametrize("address", ["", "/reports/1", "/audit", "/reports/99999999999999999999"])
def test_for_all_others_there_is_no_moderation(alice: Visitor, bob: Visitor, address: str) -> None:
    bob.post("/account/register", name="Боря", password=PASSWORD)
    for visitor in (alice, bob):
        assert visitor.get(f"/moderation{address}").status_code == 404
    assert bob.post("/moderation/reports/1", decision="ban", reason="x").status_code == 404


def test_a_report_is_decided_and_the_player_reads_why(
    club: Club, alice: Visitor, bob: Visitor, judge: Visitor
) -> None:
    report = a_report(club, alice)
    assert f'href="{report}"' in judge.get("/moderation").text
    answer = judge.post(report, decision="silence", hours=24, reason="Так не говорят")
    assert answer.location == "/moderation"
    assert f'href="{report}"' not in judge.get("/moderation").text
    assert "Так не говорят" in judge.get("/moderation/audit").text
    sign_in(bob, "Грубиян")
    assert "Так не говорят" in bob.get("/appeals").text
    assert "Так не говорят" not in alice.get("/appeals").text


def test_what_players_write_is_never_markup(club: Club, alice: Visitor, judge: Visitor) -> None:
    report = a_report(club, alice, note=MARKUP)
    judge.post(report, decision="warn", reason=MARKUP)
    for address in (report, "/moderation", "/moderation/audit"):
        page = judge.get(address).text
        assert "alert(" in page or address == "/moderation"
        assert MARKUP not in page


def test_somebody_at_a_seat_is_reported_too(club: Club, alice: Visitor) -> None:
    table = address_of(a_table(club, a_member(club, "Грубиян")))
    fields = {"table": table, "seat": 0, "reason": "stalling"}
    assert alice.post_by_script("/talk/report", **fields).status_code == 204
    answer = alice.post_by_script("/talk/report", **fields)
    assert (answer.status_code, answer.json) == (409, {"code": "already_reported"})
    answer = alice.post_by_script("/talk/report", line=10**9, reason="insult")
    assert answer.json == {"code": "no_such_line"}


def test_a_wrong_decision_is_refused_on_the_same_page(
    club: Club, alice: Visitor, judge: Visitor
) -> None:
    report = a_report(club, alice)
    assert judge.post(report, decision="silence", hours=5, reason="x").location == report
    assert judge.get("/moderation/reports/77").status_code == 404


def test_whoever_is_shut_out_may_appeal_and_comes_back_when_it_is_granted(
    app: Flask, club: Club, alice: Visitor, bob: Visitor, judge: Visitor
) -> None:
    judge.post(a_report(club, alice), decision="ban", reason="Навсегда")
    door = sign_in(bob, "Грубиян")
    assert re.fullmatch(r"/appeals/[\w.-]+", door)
    page = bob.get(door).text
    assert "Навсегда" in page
    found = re.search(r'name="sanction" value="(\d+)"', page)
    assert found
    assert bob.post(door, sanction=found[1], text="Больше не буду").location == door
    assert "/account/sign-out-everywhere" not in bob.get("/account").text, "he is still outside"
    second = a_judge(app, club, "Второй судья")
    assert "Больше не буду" in second.get("/moderation").text
    second.post(f"/moderation/appeals/{found[1]}", granted="yes", answer="Поверим")
    assert "Поверим" in bob.get(door).text
    assert sign_in(bob, "Грубиян") == "/"


def test_a_sanction_is_lifted_from_the_record_of_the_player(
    club: Club, alice: Visitor, judge: Visitor
) -> None:
    report = a_report(club, alice)
    judge.post(report, decision="suspend", hours=720, reason="На месяц")
    found = re.search(r'action="(/moderation/sanctions/\d+/lift)"', judge.get(report).text)
    assert found
    judge.post(found[1], reason="Хватит и этого")
    assert found[1] not in judge.get(report).text


def test_a_made_up_door_leads_nowhere(alice: Visitor) -> None:
    assert alice.get("/appeals/nothing").status_code == 409
    assert alice.post("/appeals/nothing", sanction=1, text="x").status_code == 409
