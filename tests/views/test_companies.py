"""Companies as pages: a company is founded, joined by its link, meets, and opens tables."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.views.conftest import Visitor
from tests.views.test_account import PASSWORD, register


@pytest.fixture
def founder(alice: Visitor) -> Visitor:
    register(alice)
    return alice


@pytest.fixture
def company(founder: Visitor) -> str:
    """Its address."""
    answer = founder.post("/companies", name="Четверги", base="rostov", target=5)
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.fixture
def invited(founder: Visitor, bob: Visitor, company: str) -> Visitor:
    """Bob, who has followed the link."""
    register(bob, "Олег")
    found = re.search(r'data-invitation value="http://localhost([^"]+)"', founder.get(company).text)
    assert found
    assert "Аня" in bob.get(found[1]).text
    assert bob.post(found[1]).location == company
    return bob


def test_a_company_has_a_page_for_its_members_only(
    invited: Visitor, company: str, app: Flask
) -> None:
    page = invited.get(company).text
    assert "Четверги" in page and "Аня" in page and "Олег" in page
    assert Visitor(app).get(company).status_code == 404


def test_a_table_has_the_house_rules(founder: Visitor, invited: Visitor, company: str) -> None:
    founder.post(f"{company}/rules", base="rostov", players=3, pool_target=7)
    table = invited.post(f"{company}/tables", speed="fast").location
    told = invited.get(f"/api/v1{table}").json
    assert told is not None
    assert (told["rules"]["convention"], told["rules"]["pool_target"]) == ("rostov", 7)
    assert "/join/" in founder.get(company).text


def test_members_do_not_change_the_rules(invited: Visitor, company: str) -> None:
    answer = invited.post(f"{company}/rules", base="sochi", pool_target=9)
    assert answer.status_code == 403
    assert f"{company}/rules" not in invited.get(company).text


def test_an_evening_stands_on_everybodys_first_page(
    founder: Visitor, invited: Visitor, company: str
) -> None:
    at = datetime.now(UTC) + timedelta(days=2)
    founder.post(f"{company}/evenings", at=f"{at:%Y-%m-%dT%H:%M}", zone="UTC")
    moment = f'datetime="{at:%Y-%m-%dT%H:%M}:00+00:00" data-moment'
    assert moment in invited.get("/").text
    page = founder.get(company).text
    assert moment in page
    call_off = re.search(rf'action="({company}/evenings/\w+/call-off)"', page)
    assert call_off
    founder.post(call_off[1])
    assert "data-evening" not in invited.get("/").text


def test_what_is_refused_is_said_on_the_page(founder: Visitor, company: str) -> None:
    founder.post(f"{company}/evenings", at="2020-01-01T10:00", zone="UTC")
    assert 'class="note refused"' in founder.get(company).text
    assert founder.post("/companies", name="x").status_code == 422


def test_a_company_is_left_and_deleted(founder: Visitor, invited: Visitor, company: str) -> None:
    invited.post(f"{company}/leave")
    assert invited.get(company).status_code == 404
    founder.post(f"{company}/delete")
    assert founder.get(company).status_code == 404
    assert founder.post("/account/delete", old_password=PASSWORD).status_code == 303


def test_guests_belong_to_none(alice: Visitor) -> None:
    assert alice.get("/companies").location == "/account"
    assert alice.post("/companies", name="Четверги").location == "/account"
    assert "/companies" not in alice.get("/").text
