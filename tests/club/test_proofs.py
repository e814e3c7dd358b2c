"""Offers are proved before they are acts, away from the hub (§12.2)."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from club import chance, proofs
from club.club import Club
from games.errors import Refusal
from games.preferans.actions import NewDeal, Start
from games.preferans.notation import deck_of_record, parse_deal
from store import events
from tests.club.clubs import Onlooker, Player, a_guest, a_table, asked, attending, until

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))
# Eldest has ten tricks in his hand, whatever the others hold.
STRONG = "2|AKQJT.AK.AK.A/987.QJT.QJT.K/.987.987.QJT9/H8H7||"


@pytest.fixture
def players(club: Club, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Player]]:
    """Alice is to lead to her game; both others whist."""
    deck = deck_of_record(parse_deal(STRONG))
    monkeypatch.setattr(chance, "new_start", lambda bots, first_dealer: Start(2, bots))
    monkeypatch.setattr(chance, "new_deal", lambda: NewDeal(deck, "00" * 8))
    match_id = a_table(club, ALICE, BOB, CAROL)
    assert club.tables.begin(match_id)
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        until(lambda: all(player.view.get("phase") == "auction" for player in everybody))
        for text in ("6S", "pass", "pass", "H7 H8 6S", "whist", "whist"):
            asked(everybody).act(text)
        until(lambda: all(player.view["phase"] == "play" for player in everybody))
        yield everybody


def bodies(club: Club, match_id: int) -> list[str]:
    with club.connections.connection() as connection:
        return [event.body for event in events.since(connection, match_id, 0)]


def test_a_sure_offer_is_an_act_that_every_worker_reads_as_proved(
    club: Club, other_club: Club, players: list[Player]
) -> None:
    alice, bob, _ = players
    assert alice.act("offer 10 0 0") is None
    until(lambda: bob.view["phase"] == "result")
    assert bob.view["result"]["tricks"] == [10, 0, 0]
    assert bob.events()[-1]["act"] == [0, "offer 10 0 0"]
    assert bodies(club, alice.match_id)[-1] == '{"a":"offer 10 0 0","by":"player","s":1}'
    elsewhere = Onlooker(None)
    with other_club.tables.attended(alice.match_id, elsewhere, None):
        assert elsewhere.view["result"] == bob.view["result"]


def test_an_unsure_offer_leaves_no_trace(club: Club, players: list[Player]) -> None:
    alice, bob, _ = players
    before = bodies(club, alice.match_id)
    with pytest.raises(Refusal, match="not_proved"):
        bob.act("offer 0 10 0")
    assert bodies(club, alice.match_id) == before
    assert alice.act("ask 10 0 0") is None


def test_a_seat_has_only_so_many_proofs_in_a_deal(
    players: list[Player], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for = []

    def counted(claim: object, **limits: float) -> bool:
        asked_for.append(claim)
        return False

    monkeypatch.setattr(proofs, "prove", counted)
    for _ in range(proofs.MOST_IN_A_DEAL + 2):
        with pytest.raises(Refusal, match="not_proved"):
            players[1].act("offer 0 10 0")
    assert len(asked_for) == proofs.MOST_IN_A_DEAL
    with pytest.raises(Refusal, match="not_proved"):
        players[0].act("offer 10 0 0")
    assert len(asked_for) == proofs.MOST_IN_A_DEAL + 1


def test_what_takes_too_long_is_not_proved(
    players: list[Player], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: Any, **limits: float) -> bool:
        return bool(hashlib.pbkdf2_hmac("sha256", b"", b"", 2_000_000))

    monkeypatch.setattr(proofs, "prove", slow)
    with pytest.raises(Refusal, match="not_proved"):
        players[0].act("offer 10 0 0")


def test_the_next_deal_gives_the_proofs_back(players: list[Player]) -> None:
    alice, bob, carol = players
    with pytest.raises(Refusal, match="not_proved"):
        bob.act("offer 0 10 0")
    assert bob.table.proofs == [0, 1, 0]
    alice.act("offer 10 0 0")
    for player in players:
        until(lambda: player.view["phase"] == "result")  # noqa: B023
        player.act("next")
    until(lambda: carol.view["phase"] == "auction")
    assert bob.table.proofs == [0, 0, 0]
