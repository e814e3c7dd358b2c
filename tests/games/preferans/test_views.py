"""What an audience may know (§12.6)."""

import ast
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

import games.preferans
from games.preferans import view_for, views_for
from games.preferans.rules import SOCHI
from games.preferans.view import View
from tests.games.preferans import checking
from tests.games.preferans.driving import play_on, started
from tests.games.preferans.tables import EVEN, do, system, table

PACKAGE = Path(games.preferans.__file__).parent
PASSED_OUT = "6S pass pass H7+H8+6S pass pass"


def test_a_view_is_json_and_the_same_from_both_doors() -> None:
    chance = Random(5)
    for _, _, after in play_on(started(replace(SOCHI, max_deals=4)), chance):
        views = views_for(after)
        assert views == tuple(view_for(after, audience) for audience in (0, 1, 2, None))
        json.dumps([view._asdict() for view in views])


def test_everyone_sees_his_own_hand_only() -> None:
    match = table()
    for seat in range(3):
        hands = view_for(match, seat).hands
        assert [face is not None for face in hands] == [other == seat for other in range(3)]
    assert view_for(match, None).hands == (None, None, None)


def test_only_the_seat_asked_gets_its_legal_list() -> None:
    match = table("6S")
    assert [view.legal is not None for view in views_for(match)] == [False, True, False, False]


def test_a_person_whose_seat_a_bot_has_is_offered_nothing() -> None:
    match = system(table("6S"), "bot 1")
    assert match.turn == (1,)
    assert all(view.legal is None for view in views_for(match))


def test_the_talon_is_hidden_during_the_auction() -> None:
    assert view_for(table("6S pass"), 0).talon is None


def test_older_tricks_are_not_shown_unless_agreed() -> None:
    acts = "pass pass pass HA HK HJ SA HQ H9"
    assert view_for(table(acts, cards=EVEN), 0).history is None
    rules = replace(SOCHI, trick_history="all")
    history = view_for(table(acts, cards=EVEN, rules=rules), 0).history
    assert history is not None and [trick["winner"] for trick in history] == [0, 1]


def test_after_the_deal_everything_lies_open() -> None:
    view = view_for(table(PASSED_OUT), None)
    assert all(hand is not None and len(hand) == 10 for hand in view.hands)
    assert view.discard == ("H7", "H8") and view.talon == ("H8", "H7")


def test_a_hand_that_was_not_played_stays_hidden_where_agreed() -> None:
    rules = replace(SOCHI, reveal="played")
    view = view_for(table(PASSED_OUT, rules=rules), 1)
    assert (view.hands[0], view.discard, view.deck, view.salt) == (None,) * 4
    played = "6S pass pass H7+H8+6S whist whist 0:ask+10+0+0 agree agree"
    assert view_for(table(played, rules=rules), 1).hands[0] is not None


def test_the_hands_open_at_the_end_of_the_match_where_agreed() -> None:
    rules = replace(SOCHI, reveal="end")
    assert view_for(table(PASSED_OUT, rules=rules), 1).hands[0] is None
    last = replace(rules, max_deals=1)
    assert view_for(table(PASSED_OUT, rules=last), 1).hands[0] is not None


def test_the_talon_of_a_closed_all_pass_turns_up_after_it() -> None:
    rules = replace(SOCHI, raspasy_talon="closed")
    match = table("pass pass pass", rules=rules, cards=EVEN)
    assert view_for(match, 0).talon is None
    while match.phase == "play":
        legal = view_for(match, match.turn[0]).legal
        assert legal is not None
        match = do(match, legal[0])
    assert view_for(match, 0).talon == ("H8", "H7")


def test_the_sheet_and_what_it_comes_to_are_in_every_view() -> None:
    view = view_for(table(PASSED_OUT), None)
    assert view.sheet["pool"] == (2, 0, 0)
    assert view.result is not None and view.result["contract"] == "6S"
    assert view.if_ended == (13, -7, -6) and sum(view.if_ended) == 0
    assert view.entries == (view.result,)


def test_equal_parts_are_the_same_objects() -> None:
    match = table("6S")
    one, other = view_for(match, 0), view_for(match, 2)
    assert one.sheet is other.sheet and one.entries is other.entries


def test_a_view_never_holds_a_card_its_audience_may_not_see() -> None:
    chance = Random(11)
    for _, _, after in play_on(started(SOCHI), chance):
        deal = after.deal
        if deal is None or after.phase in ("result", "finished"):
            continue
        for audience in (0, 1, 2, None):
            shown = checking.cards_seen(view_for(after, audience))
            hidden = [seat for seat in deal.active if seat != audience and seat not in deal.exposed]
            assert all(not shown & deal.cards.hands[seat] & ~_talon(after) for seat in hidden)
        if after.number > 12:
            break


def _talon(match: games.preferans.Match) -> int:
    assert match.deal is not None
    return sum(1 << card for card in match.deal.cards.talon)


@pytest.mark.parametrize("module", ["showing.py", "view.py"])
def test_the_view_reads_cards_through_sight_only(module: str) -> None:
    tree = ast.parse((PACKAGE / module).read_text())
    read = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("deck", "talon", "discard", "dealt")
    ]
    names = {ast.unparse(node) for node in read}
    assert names <= {"trick.talon"}


def test_the_check_of_noninterference_catches_a_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(match: games.preferans.Match, audience: int | None) -> View:
        seen = view_for(match, audience)
        deal = match.deal
        return seen if deal is None else seen._replace(price=deal.cards.hands[0])

    monkeypatch.setattr(checking, "view_for", leaking)
    match = table("6S")
    with pytest.raises(AssertionError):
        for seed in range(50):
            checking.check_noninterference([match], [], 1, Random(seed))
