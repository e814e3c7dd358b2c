"""The auction, clause by clause of §2."""

from dataclasses import replace

import pytest

from games.preferans import Match, legal_actions, view_for
from games.preferans.rules import LENINGRAD, SOCHI
from tests.games.preferans.tables import do, refused, table

NO_TALON = replace(SOCHI, misere_no_talon=True)


def legal(match: Match) -> tuple[str, ...]:
    return legal_actions(match, match.turn[0])


def test_eldest_speaks_first_and_may_say_all_26_rungs_and_pass() -> None:
    match = table()
    assert match.turn == (0,)
    assert len(legal(match)) == 27
    assert legal(match)[:3] == ("pass", "6S", "6C")
    assert legal(match)[16] == "misere" and legal(match)[15] == "8N" and legal(match)[17] == "9S"


def test_a_bid_must_stand_above_the_standing_one() -> None:
    match = table("6H")
    assert refused(match, 1, "6H") == "bid_too_low"
    assert refused(match, 1, "6D") == "bid_too_low"
    assert do(match, "6N").deal is not None
    assert "6H" not in legal(match) and legal(match)[1] == "6N"


def test_a_pass_is_final() -> None:
    match = table("pass 6S 6C")
    assert match.turn == (1,)
    assert refused(match, 0, "7S") == "not_your_turn"


def test_jumps_are_free() -> None:
    assert "10N" in legal(table("6S"))


def test_one_step_leaves_the_next_rung_and_a_first_misere() -> None:
    match = table("6S", rules=replace(SOCHI, bid_jumps="one_step"))
    assert legal(match) == ("pass", "6C", "misere")
    assert refused(match, 1, "6D") == "bid_not_allowed"


def test_the_owner_of_the_bid_is_declarer_when_the_others_pass() -> None:
    match = table("pass 7D pass")
    assert match.phase == "discard" and match.turn == (1,)
    assert match.deal is not None and match.deal.declarer == 1


def test_the_third_player_still_speaks_after_two_passes() -> None:
    match = table("pass pass")
    assert match.turn == (2,)
    assert do(match, "6S").phase == "discard"


def test_three_passes_are_all_pass() -> None:
    match = table("pass pass pass")
    assert match.phase == "play"
    assert match.deal is not None and match.deal.kind == "all_pass"


def test_misere_is_ones_own_first_call_only() -> None:
    match = table("6S 6C pass")
    assert "misere" not in legal(match)
    assert refused(match, 0, "misere") == "misere_not_first"


def test_misere_beats_an_eight_and_is_beaten_by_a_nine() -> None:
    assert "misere" in legal(table("8N"))
    assert "misere" not in legal(table("9S"))
    assert refused(table("9S"), 1, "misere") == "bid_too_low"
    assert legal(table("misere"))[1] == "9S"


def test_an_outbid_misere_bidder_can_only_pass() -> None:
    match = table("misere 9S pass")
    assert legal(match) == ("pass",)
    assert refused(match, 0, "9C") == "only_pass_left"


def test_misere_stands_at_any_minimum() -> None:
    rules = replace(SOCHI, raspasy_exit="6-7-8")
    match = table(rules=rules, series=2)
    assert legal(match)[1] == "8S" and "misere" in legal(match)
    assert refused(match, 0, "7N") == "bid_too_low"


@pytest.mark.parametrize(
    ("exit_rule", "lowest"),
    [("6-6-6", "666666"), ("6-7-7", "677777"), ("6-7-8", "678888"), ("6-7-8-6-7-8", "678678")],
)
def test_the_lowest_game_rises_with_the_series(exit_rule: str, lowest: str) -> None:
    rules = replace(SOCHI, raspasy_exit=exit_rule)  # type: ignore[arg-type]
    found = [legal(table(rules=rules, series=k))[1] for k in range(6)]
    assert found == [f"{level}S" for level in lowest]


def test_hold_needs_two_left_and_a_senior_speaker() -> None:
    assert "hold" not in legal(table("6S"))  # the second hand is junior to eldest
    assert "hold" not in legal(table("6S 6C 6D"))  # three are still in
    match = table("6S pass 6C")
    assert legal(match)[1] == "hold"
    held = do(match, "hold")
    assert held.deal is not None and held.deal.owner == 0
    assert legal(held)[:2] == ("pass", "6D")  # the junior must raise or pass
    assert do(held, "pass").deal is not None and do(held, "pass").turn == (0,)


def test_a_hold_never_takes_over_a_misere() -> None:
    assert "hold" not in legal(table("6S pass misere"))
    assert refused(table("6S pass misere"), 0, "hold") == "hold_not_allowed"


def test_hold_eldest_only_lets_eldest_repeat_with_three_in() -> None:
    rules = replace(SOCHI, hold_bid="eldest_only")
    assert "hold" in legal(table("6S 6C 6D", rules=rules))
    assert "hold" not in legal(table("pass 6S 6C", rules=rules))


def test_hold_across_passers_needs_everyone_between_to_have_passed() -> None:
    rules = replace(SOCHI, hold_bid="across_passers")
    assert "hold" in legal(table("6S 6C 6D", rules=rules))  # nobody sits between third and eldest
    assert "hold" in legal(table("6S 6C pass", rules=rules))
    assert "hold" in legal(table("6S 6C 6D pass", rules=rules))
    assert "hold" in legal(table("pass 6S 6C", rules=rules))
    assert "hold" not in legal(table("6S 6C", rules=rules))  # the third hand is junior


def test_hold_as_gchet_has_it_not_on_six_spades_and_by_one_only() -> None:
    rules = replace(SOCHI, hold_bid="leningrad_gchet")
    assert "hold" not in legal(table("pass pass 6S", rules=rules))
    assert "hold" in legal(table("6S 6C 6D", rules=rules))
    used = table("6S 6C 6D hold 6H 6N", rules=rules)
    assert used.turn == (0,) and "hold" in legal(used)
    other = table("6S 6C 6D hold pass 6H pass", rules=rules)
    assert other.phase == "discard"
    second = table("6S 6C 6D hold 6H 6N pass", rules=rules)
    assert second.turn == (1,) and "hold" not in legal(second)
    across = replace(rules, hold_bid="across_passers")
    assert "hold" in legal(table("6S 6C 6D hold 6H 6N pass", rules=across))


def test_hold_off_is_off() -> None:
    assert "hold" not in legal(table("6S pass 6C", rules=replace(SOCHI, hold_bid="off")))


def test_without_the_agreement_there_are_no_rungs_without_talon() -> None:
    assert legal(table("misere 9S pass")) == ("pass",)
    assert refused(table("misere 9S"), 2, "9S!") == "bid_not_allowed"


def test_the_misere_bidder_renews_without_talon_over_a_nine() -> None:
    match = table("misere 9D pass", rules=NO_TALON)
    assert legal(match) == ("pass", "misere!")
    renewed = do(match, "misere!")
    assert legal(renewed) == ("pass", "9D!", "9H!", "9N!", "10S", "10C", "10D", "10H", "10N")
    assert legal(do(renewed, "9H!")) == ("pass",)


def test_the_misere_bidder_does_not_renew_over_a_ten() -> None:
    assert legal(table("misere 10S pass", rules=NO_TALON)) == ("pass",)


def test_only_a_renewed_misere_opens_the_nines_without_talon() -> None:
    assert "9S!" not in legal(table("misere", rules=NO_TALON))
    assert refused(table("misere 9S", rules=NO_TALON), 2, "9D!") == "bid_not_allowed"


def test_misere_without_talon_is_played_at_once_with_ten_cards() -> None:
    match = table("misere 9S pass misere! pass", rules=NO_TALON)
    assert match.phase == "play" and match.deal is not None
    assert match.deal.cards.discard == 0
    assert match.deal.cards.hands[0].bit_count() == 10


def test_a_winner_without_talon_names_only_the_contract() -> None:
    match = table("misere 9D pass misere! 9D! pass", rules=NO_TALON)
    assert match.phase == "discard"
    assert legal(match) == (*("9D!", "9H!", "9N!"), *("10S!", "10C!", "10D!", "10H!", "10N!"))
    assert refused(match, 1, "S9 S8 9D") == "no_talon_taken"
    assert refused(match, 1, "9D") == "bid_not_allowed"
    assert refused(match, 1, "9S!") == "contract_too_low"
    assert do(match, "9H!").phase == "declare"


def test_four_players_speak_from_the_dealers_left_and_he_does_not() -> None:
    match = table(rules=replace(LENINGRAD, players=4, talon_bonus="dealer"))
    assert match.turn == (0,)
    assert do(match, "pass", "pass").turn == (2,)
    assert refused(match, 3, "pass") == "not_your_turn"


def test_a_card_in_the_auction_is_refused() -> None:
    assert refused(table(), 0, "SA") == "wrong_phase"
    assert refused(table(), 0, "whist") == "wrong_phase"


def test_a_second_misere_over_a_misere_is_too_low() -> None:
    assert refused(table("misere"), 1, "misere") == "bid_too_low"


@pytest.mark.parametrize(
    ("nine", "nines"),
    [("9S", ("9S!", "9C!", "9D!", "9H!", "9N!")), ("9H", ("9H!", "9N!")), ("9N", ("9N!",))],
)
def test_a_nine_without_talon_is_not_below_the_nine_named(
    nine: str, nines: tuple[str, ...]
) -> None:
    match = table(f"misere {nine} pass misere!", rules=NO_TALON)
    assert legal(match) == ("pass", *nines, "10S", "10C", "10D", "10H", "10N")


def test_a_nine_without_talon_is_raised_by_a_higher_one() -> None:
    match = table("misere 9S 9C pass pass", rules=NO_TALON)
    assert match.phase == "discard"
    raised = table("misere 9S 9C misere! 9C!", rules=NO_TALON)
    assert raised.turn == (2,)
    assert legal(raised) == ("pass", "9D!", "9H!", "9N!", "10S", "10C", "10D", "10H", "10N")
    ten = do(raised, "10S")
    assert ten.turn == (0,) and legal(ten) == ("pass",)
    assert legal(do(ten, "pass"))[:2] == ("pass", "hold") and "9N!" not in legal(do(ten, "pass"))


def test_every_call_is_told_with_its_seat() -> None:
    calls = ((0, "pass"), (1, "6S"), (2, "7S"), (1, "hold"), (2, "pass"))
    assert view_for(table("pass 6S 7S hold pass"), None).calls == calls
