"""The archive's pages: what was played is found by whoever looks, a page at a time."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from club.addresses import address_of
from club.club import Club
from club.facets import Wanted
from games.preferans.notation import parse_match
from games.preferans.replay import replay_match
from games.preferans.rules import SOCHI
from tests.club.written import Written, write_match
from tests.views.conftest import Visitor

LINK = re.compile(r'href="(/matches/\w+(?:/deals/\d+)?)"')


@pytest.fixture
def club(app: Flask) -> Club:
    found: Club = app.extensions["club"]
    return found


def player_of(visitor: Visitor) -> int:
    visitor.get("/")
    with visitor.client.session_transaction() as session:
        return int(session["player"])


def played(club: Club, visitor: Visitor, seed: int) -> Written:
    """A short match this visitor has played, which is over and noted."""
    sitters = (player_of(visitor),)
    written = write_match(club.connections, replace(SOCHI, pool_target=2), seed, sitters)
    club.facts.note_match(written.match_id)
    return written


def links(page: str) -> set[str]:
    return set(LINK.findall(page))


def test_a_match_is_found_by_all_and_by_who_played_it(
    club: Club, alice: Visitor, bob: Visitor
) -> None:
    path = f"/matches/{address_of(played(club, alice, 1).match_id)}"
    assert path in links(bob.get("/archive").text)
    assert path in links(alice.get("/archive?mine=1").text)
    bob.get("/")
    assert path not in links(bob.get("/archive?mine=1").text)
    assert path not in links(bob.get("/archive?convention=rostov").text)


def test_a_member_is_found_by_his_name(club: Club, alice: Visitor, bob: Visitor) -> None:
    alice.post("/account/register", name="Аня", password="correct horse battery")
    path = f"/matches/{address_of(played(club, alice, 1).match_id)}"
    assert path in links(bob.get("/archive?player=Аня").text)
    nobody = bob.get("/archive?player=Nobody").text
    assert not links(nobody) and "Здесь никого так не зовут." in nobody


def test_all_my_failed_miseres_are_those(club: Club, alice: Visitor) -> None:
    failed: set[str] = set()
    for seed in (2, 3, 4):
        written = played(club, alice, seed)
        failed |= {
            f"/matches/{address_of(written.match_id)}/deals/{entry['number']}"
            for entry in written.end.book.entries
            if entry["kind"] == "misere" and entry["declarer"] == 0 and entry["tricks"][0]
        }
    page = alice.get("/archive/deals?mine=1&contract=misere&result=failed").text
    assert {link for link in links(page) if "/deals/" in link} == failed
    assert failed


def test_pages_follow_each_other_without_a_gap(
    club: Club, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in ("club.facts.PAGE", "views.search.PAGE"):
        monkeypatch.setattr(at, 3)
    deals = played(club, alice, 1).end.book.entries
    seen: list[str] = []
    address: str | None = "/archive/deals?role=&mine=1"
    while address is not None:
        page = alice.get(address).text
        seen += [link for link in LINK.findall(page) if "/deals/" in link]
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older and older[1].replace("&amp;", "&")
    assert [int(link.rsplit("/", 1)[1]) for link in seen] == list(range(len(deals), 0, -1))


@pytest.mark.parametrize(
    "words", ["below=x", "below=1-2-3", "contract=11S&result=x&convention=&role=king", "player=%00"]
)
def test_an_address_nobody_made_is_no_error(alice: Visitor, words: str) -> None:
    for page in ("/archive", "/archive/deals"):
        assert alice.get(f"{page}?{words}").status_code == 200


def test_a_guest_who_was_never_here_has_played_nothing(bob: Visitor) -> None:
    assert not links(bob.get("/archive?mine=1").text)


def test_a_match_is_shown_with_its_sheet_and_settlement(club: Club, alice: Visitor) -> None:
    end = played(club, alice, 1).end
    match = club.facts.matches(Wanted())[0]
    page = alice.get(f"/matches/{address_of(match.key.match_id)}").text
    settlement = end.book.settlement
    assert settlement is not None
    assert list(settlement["shown"]) == match.whists
    for whists in match.whists:
        assert f"<td>{str(whists).replace('-', '−') if whists <= 0 else f'+{whists}'}</td>" in page


def test_a_match_is_kept_as_data_and_in_the_notation(club: Club, alice: Visitor) -> None:
    written = played(club, alice, 1)
    path = f"/matches/{address_of(written.match_id)}"
    data = alice.get(f"{path}/record.json").json
    assert data is not None
    assert data["sheet"]["pool"] == list(written.end.book.sheet.pool)
    assert len(data["deals"]) == len(written.end.book.entries)
    assert data["settlement"] == {
        name: [list(each) if isinstance(each, tuple) else each for each in part]  # type: ignore[attr-defined]
        for name, part in (written.end.book.settlement or {}).items()
    }
    text = alice.get(f"{path}/record.txt")
    assert f'filename="{address_of(written.match_id)}.txt"' in text.headers["Content-Disposition"]
    assert replay_match(parse_match(text.text)).book.sheet == written.end.book.sheet


def test_a_match_that_goes_on_is_not_kept(alice: Visitor) -> None:
    path = alice.post("/play").location.replace("/tables/", "/matches/")
    assert alice.get(f"{path}/record.json").status_code == 404
    assert alice.get(f"{path}/record.txt").status_code == 404
