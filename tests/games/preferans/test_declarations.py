"""Whist, pass, half-whist, return, light and the dealer's whist (§4, §5.5, §5.6)."""

from dataclasses import replace

import pytest

from games.preferans import Match, legal_actions, view_for
from games.preferans.rules import LENINGRAD, SOCHI
from tests.games.preferans.tables import do, refused, table

# The declarer is eldest in the first, second hand in the other: then nobody leads blind.
ELDEST = "6S pass pass H7+H8+6S"
SECOND = "pass 6S pass H7+H8+6S"
SEEING = replace(SOCHI, declarer_leads_blind=False)
DOWN = replace(SOCHI, whist_pass_half=True)
DEALER = replace(LENINGRAD, players=4, dealer_may_whist=True, talon_bonus="off")


def legal(match: Match) -> tuple[str, ...]:
    return legal_actions(match, match.turn[0])


def test_the_next_after_the_declarer_declares_first() -> None:
    match = table(SECOND)
    assert match.phase == "declare" and match.turn == (2,)
    assert legal(match) == ("whist", "pass")
    assert do(match, "whist").turn == (0,)


def test_two_whists_are_closed_play() -> None:
    match = table(f"{SECOND} whist whist")
    view = view_for(match, None)
    assert (view.phase, view.light) == ("play", "closed")
    assert view.roles == ("whist", "declarer", "whist")
    assert view.hands == (None, None, None)


def test_two_passes_make_the_contract_without_play() -> None:
    match = table(f"{SECOND} pass pass")
    assert match.phase == "result"
    assert match.book.sheet.pool == (0, 2, 0)
    assert match.book.entries[0]["played"] is False


def test_half_whist_needs_a_pass_before_it_and_a_six_or_seven() -> None:
    assert legal(table(f"{SECOND} pass")) == ("whist", "pass", "half")
    assert legal(table(f"{SECOND} whist")) == ("whist", "pass")
    assert refused(table(f"{SECOND} whist"), 0, "half") == "half_not_allowed"
    assert refused(table(SECOND), 2, "half") == "half_not_allowed"
    assert "half" in legal(table("7S pass pass H7+H8+7S pass"))
    assert refused(table("8S pass pass H7+H8+8S pass"), 2, "half") == "half_not_allowed"
    off = replace(SOCHI, half_whist=False)
    assert refused(table(f"{SECOND} pass", rules=off), 0, "half") == "half_not_allowed"


@pytest.mark.parametrize(("level", "whists"), [("6S", 4), ("7S", 4)])
def test_a_half_whist_that_stands_is_half_the_duty(level: str, whists: int) -> None:
    match = table(f"{level} pass pass H7+H8+{level} pass half confirm")
    assert match.phase == "result"
    assert match.book.sheet.whists[2][0] == whists
    assert match.book.sheet.pool[0] == (2 if level == "6S" else 4)


def test_the_first_defender_may_return_his_whist() -> None:
    match = table(f"{SECOND} pass half")
    assert match.turn == (2,) and legal(match) == ("return", "confirm")
    returned = do(match, "return")
    assert returned.phase == "choose" and returned.turn == (2,)
    assert view_for(returned, None).roles == ("pass", "declarer", "whist")


def test_a_lone_whister_chooses_the_light_before_a_defenders_lead() -> None:
    match = table(f"{SECOND} whist pass")
    assert (match.phase, match.turn) == ("choose", (2,))
    assert legal(match) == ("open", "closed")


def test_open_play_shows_both_defenders_and_the_whister_plays_both() -> None:
    view = view_for(table(f"{SECOND} whist pass open"), None)
    assert view.light == "open"
    assert view.hands[0] is not None and view.hands[2] is not None and view.hands[1] is None
    assert view.players_of == (2, 1, 2)
    assert (view.turn, view.hand_to_play) == ((2,), 0)


def test_closed_play_shows_nothing() -> None:
    view = view_for(table(f"{SECOND} whist pass closed"), None)
    assert view.hands == (None, None, None) and view.light == "closed"
    assert view.players_of == (0, 1, 2)


def test_after_a_blind_lead_the_choice_comes_with_the_card_on_the_table() -> None:
    match = table(f"{ELDEST} whist pass")
    assert (match.phase, match.turn) == ("play", (0,))
    led = do(match, "SA")
    assert (led.phase, led.turn) == ("choose", (1,))
    opened = do(led, "open")
    view = view_for(opened, 0)
    assert view.phase == "play" and view.hand_to_play == 1 and view.turn == (1,)
    assert view.hands[1] is not None and view.trick == ((0, "SA"),)


def test_a_declarer_who_sees_first_is_asked_nothing_blind() -> None:
    match = table(f"{ELDEST} whist pass", rules=SEEING)
    assert (match.phase, match.turn) == ("choose", (1,))


def test_forced_open_asks_nobody() -> None:
    rules = replace(SOCHI, lone_whist_open="forced_open")
    assert view_for(table(f"{SECOND} whist pass", rules=rules), None).light == "open"
    match = table(f"{ELDEST} whist pass", rules=rules)
    assert view_for(match, None).hands == (None, None, None)
    led = view_for(do(match, "SA"), None)
    assert led.phase == "play" and led.hands[1] is not None and led.turn == (1,)


def test_whist_pass_half_goes_down_before_the_light() -> None:
    match = table(f"{SECOND} whist pass", rules=DOWN)
    assert legal(match) == ("open", "closed", "half")
    down = do(match, "half")
    assert (down.phase, down.turn, legal(down)) == ("declare", (0,), ("return", "confirm"))
    assert do(down, "confirm").book.sheet.whists[2][1] == 4
    back = do(down, "return")
    assert (back.phase, back.turn, legal(back)) == ("choose", (0,), ("open", "closed"))


def test_going_down_comes_before_a_blind_lead() -> None:
    match = table(f"{ELDEST} whist pass", rules=DOWN)
    assert (match.phase, match.turn, legal(match)) == ("declare", (1,), ("whist", "half"))
    stayed = do(match, "whist", "SA")
    assert legal(stayed) == ("open", "closed")


def test_only_the_first_defender_goes_down_and_only_once() -> None:
    assert legal(table(f"{SECOND} pass whist", rules=DOWN)) == ("open", "closed")
    assert legal(table(f"{SECOND} pass half return", rules=DOWN)) == ("open", "closed")
    assert refused(table(f"{SECOND} pass whist", rules=DOWN), 0, "half") == "half_not_allowed"
    eight = table("pass 8S pass H7+H8+8S whist pass", rules=DOWN)
    assert legal(eight) == ("open", "closed")


def test_stalingrad_forces_both_on_six_spades_only() -> None:
    rules = replace(SOCHI, stalingrad=True)
    view = view_for(table(SECOND, rules=rules), None)
    assert (view.phase, view.light) == ("play", "closed")
    assert view.roles == ("whist", "declarer", "whist")
    assert table("pass 6S pass H7+H8+6C", rules=rules).phase == "declare"


def test_a_checked_ten_is_played_without_declarations_hands_up() -> None:
    view = view_for(table("pass 10S pass H7+H8+10S"), None)
    assert view.phase == "play" and view.light is None and view.duty == 0
    assert view.hands[0] is not None and view.hands[2] is not None and view.hands[1] is None
    assert view.players_of == (0, 1, 2)
    blind = table("10S pass pass H7+H8+10S")
    assert view_for(blind, 1).hands[2] is None
    assert view_for(do(blind, "SA"), 0).hands[2] is not None


def test_a_whisted_ten_is_declared_on() -> None:
    match = table("pass 10S pass H7+H8+10S", rules=replace(SOCHI, ten="whisted"))
    assert match.phase == "declare" and view_for(match, None).duty == 1


def test_one_catcher_plays_both_hands_against_a_misere() -> None:
    rules = replace(SOCHI, misere_control="one_catcher")
    match = table("pass misere pass H8+H7+misere", rules=rules)
    assert (match.phase, match.turn, legal(match)) == ("choose", (2,), ("catch", "trust"))
    assert view_for(match, 1).hands[0] is not None
    assert view_for(do(match, "catch"), None).players_of == (2, 1, 2)
    assert view_for(do(match, "trust"), None).players_of == (0, 1, 0)
    blind = table("misere pass pass H8+H7+misere", rules=rules)
    led = do(blind, "SA")
    assert (led.phase, led.turn) == ("choose", (1,))


def test_the_dealer_may_whist_after_a_half_whist_was_confirmed() -> None:
    match = table(f"{SECOND} pass half confirm", rules=DEALER)
    assert (match.phase, match.turn) == ("declare", (3,))
    assert legal(match) == ("dealer_whist 0", "dealer_whist 2", "pass")
    assert refused(match, 3, "dealer_whist 1") == "wrong_phase"
    assert do(match, "pass").book.sheet.whists[0][1] == 8
    whisted = view_for(do(match, "dealer_whist 2"), 3)
    assert whisted.players_of == (3, 1, 3, 3) and whisted.turn == (3,)
    assert whisted.hands[0] is not None and whisted.hands[1] is None
    assert whisted.roles == ("pass", "declarer", "pass", "whist")


def test_the_whisting_dealer_sees_one_hand_before_a_blind_lead() -> None:
    match = table(f"{ELDEST} pass half confirm dealer_whist+2", rules=DEALER)
    assert view_for(match, 3).hands[2] is not None and view_for(match, 3).hands[1] is None
    assert view_for(match, 0).hands[2] is None
    led = do(match, "SA")
    assert view_for(led, 0).hands[2] is not None and led.turn == (3,)


def test_without_the_agreement_the_dealer_sits() -> None:
    rules = replace(DEALER, dealer_may_whist=False)
    assert table(f"{SECOND} pass half confirm", rules=rules).phase == "result"


def test_nothing_but_a_declaration_is_heard_here() -> None:
    assert refused(table(SECOND), 2, "SA") == "wrong_phase"
    assert refused(table(SECOND), 2, "open") == "wrong_phase"
    assert refused(table(SECOND), 2, "dealer_whist 0") == "wrong_phase"
    assert refused(table(SECOND), 0, "whist") == "not_your_turn"


@pytest.mark.parametrize(
    ("acts", "roles"),
    [
        ("pass", ("declarer", "pass", None)),
        ("whist", ("declarer", "whist", None)),
        ("pass half", ("declarer", "pass", "half")),
        ("pass half return", ("declarer", "whist", "pass")),
        ("whist pass half", ("declarer", "half", "pass")),
        ("whist pass half return", ("declarer", "pass", "whist")),
    ],
)
def test_what_each_declared_is_told(acts: str, roles: tuple[str | None, ...]) -> None:
    assert view_for(table(f"{ELDEST} {acts}", rules=DOWN), None).roles == roles


def test_the_trusted_catcher_is_the_other_defender() -> None:
    rules = replace(SOCHI, misere_control="one_catcher")
    match = table("pass pass misere H8+H7+misere", rules=rules)
    assert match.turn == (0,)
    assert view_for(do(match, "trust"), None).players_of == (1, 1, 2)
    assert view_for(do(match, "catch"), None).players_of == (0, 0, 2)


def test_going_down_is_asked_for_itself_where_the_light_is_not() -> None:
    match = table(f"{SECOND} whist pass", rules=replace(DOWN, lone_whist_open="forced_open"))
    assert (match.phase, match.turn, legal(match)) == ("declare", (2,), ("whist", "half"))


def test_the_dealers_whist_is_told_and_the_half_whist_falls() -> None:
    match = table(f"{SECOND} pass half confirm dealer_whist+2", rules=DEALER)
    declarations = ((2, "pass"), (0, "half"), (2, "confirm"), (3, "dealer_whist 2"))
    assert view_for(match, None).declarations == declarations
    assert match.deal is not None and match.deal.half_whister is None
