"""Talon, discard, final contract and concession (§3)."""

from dataclasses import replace

from games.preferans import legal_actions, view_for
from games.preferans.rules import SOCHI
from tests.games.preferans.tables import do, refused, table

CONCEDE = replace(SOCHI, concede_without_three=3)


def test_the_talon_turns_up_for_everybody_and_goes_to_the_declarer() -> None:
    match = table("6S pass pass")
    for audience in (0, 1, 2, None):
        assert view_for(match, audience).talon == ("H8", "H7")
    assert match.deal is not None
    assert match.deal.cards.hands[0].bit_count() == 12


def test_the_final_contract_is_not_below_the_bid() -> None:
    match = table("7D pass pass")
    assert legal_actions(match, 0)[0] == "7D"
    assert "misere" not in legal_actions(match, 0)
    assert refused(match, 0, "H7 H8 7C") == "contract_too_low"
    assert view_for(do(match, "H7 H8 9C"), 1).contract == "9C"


def test_a_game_winner_may_not_switch_to_misere_nor_back() -> None:
    assert refused(table("7D pass pass"), 0, "H7 H8 misere") == "misere_stays"
    match = table("misere pass pass")
    assert legal_actions(match, 0) == ("misere",)
    assert refused(match, 0, "SA SK 9S") == "misere_stays"


def test_any_two_different_cards_of_the_hand_may_go() -> None:
    match = table("6S pass pass")
    assert refused(match, 0, "H7 H7 6S") == "same_card_twice"
    assert refused(match, 0, "H7 HK 6S") == "card_not_in_hand"
    done = do(match, "SA H8 6S")
    assert done.deal is not None and done.deal.cards.hands[0].bit_count() == 10


def test_only_the_declarer_sees_the_discard() -> None:
    match = table("6S pass pass SA+H8+6S")
    assert view_for(match, 0).discard == ("SA", "H8")
    assert [view_for(match, seat).discard for seat in (1, 2, None)] == [None, None, None]


def test_a_declarer_may_concede_where_it_is_agreed() -> None:
    match = table("8S pass pass", rules=CONCEDE)
    assert legal_actions(match, 0)[-1] == "concede"
    over = do(match, "concede")
    assert over.phase == "result"
    assert over.book.sheet.mountain == (18, 0, 0)
    assert over.book.entries[0]["kind"] == "concede"


def test_conceding_two_costs_two() -> None:
    over = table("8S pass pass concede", rules=replace(SOCHI, concede_without_three=2))
    assert over.book.sheet.mountain == (12, 0, 0)


def test_without_the_agreement_and_on_misere_nobody_concedes() -> None:
    assert refused(table("8S pass pass"), 0, "concede") == "concede_not_allowed"
    misere = table("misere pass pass", rules=CONCEDE)
    assert refused(misere, 0, "concede") == "concede_not_allowed"
    assert "concede" not in legal_actions(misere, 0)


def test_only_the_declarer_discards() -> None:
    assert refused(table("6S pass pass"), 1, "S9 S8 6S") == "not_your_turn"
    assert refused(table("6S pass pass"), 0, "pass") == "wrong_phase"
    assert refused(table("6S pass pass"), 0, "6S") == "wrong_phase"


def test_the_contract_has_no_name_before_the_discard() -> None:
    match = table("6S pass pass")
    assert view_for(match, None).contract is None
    assert view_for(do(match, "H7 H8 7S"), None).contract == "7S"
