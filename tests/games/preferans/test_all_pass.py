"""All-pass deals (§7)."""

from dataclasses import replace

from games.preferans import Match, legal_actions, view_for
from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI
from tests.games.preferans.tables import EVEN, do, table

PASSES = "pass pass pass"
FOUR = replace(LENINGRAD, players=4, talon_bonus="dealer")
# Talon: the ace and the king of hearts; the ten of spades' place is kept by small hearts.
HIGH_TALON = "AK7.QT8.J98.8/QJ8.AK9.T7.Q7/T9.J7.AKQ.JT9/HAHK"


def finish(match: Match) -> Match:
    while match.phase == "play":
        match = do(match, legal_actions(match, match.turn[0])[0])
    return match


def test_the_talon_card_names_the_suit_of_the_first_two_tricks() -> None:
    match = table(PASSES, cards=EVEN)
    view = view_for(match, None)
    assert (view.talon, view.led, view.turn, view.raspasy) == (("H8",), "H", (0,), 1)
    assert legal_actions(match, 0) == ("HA",)
    second = do(match, "HA", "HQ", "HJ")
    view = view_for(second, None)
    assert (view.talon, view.led, view.turn) == (("H8", "H7"), "H", (0,))
    assert len(legal_actions(second, 0)) == 9  # no heart left
    assert view.last_trick is not None and view.last_trick["talon"] == "H8"


def test_the_talon_card_takes_no_trick_among_three() -> None:
    cards = "AK7.QT8.J98.8/QJ8.AK9.T7.QK/T9.J7.AKQ.JT9/HAH7".replace("QK", "KQ")
    match = do(table(PASSES, cards=cards), "H8", "HK", "HJ")
    assert match.deal is not None and match.deal.tricks == (0, 1, 0)


def test_a_card_of_another_suit_never_takes_the_talons_trick() -> None:
    match = do(table(PASSES, cards=EVEN), "HA", "HK", "HJ", "SA", "HQ", "H9")
    assert match.deal is not None and match.deal.tricks == (1, 1, 0)


def test_eldest_leads_the_second_and_the_third_trick_then_the_winner() -> None:
    match = do(table(PASSES, cards=EVEN), "HA", "HK", "HJ", "SA", "HQ", "H9")
    assert match.turn == (0,) and view_for(match, 0).led is None
    assert do(match, "S7", "SJ", "S9").turn == (1,)


def test_the_winner_may_lead_the_third_trick_by_agreement() -> None:
    rules = replace(SOCHI, raspasy_trick3_leader="winner")
    match = do(table(PASSES, cards=EVEN, rules=rules), "HA", "HK", "HJ", "SA", "HQ", "H9")
    assert match.turn == (1,)


def test_rostov_keeps_the_talon_closed() -> None:
    match = table(PASSES, cards=EVEN, rules=ROSTOV)
    view = view_for(match, None)
    assert view.talon is None and view.led is None and len(legal_actions(match, 0)) == 10
    assert do(match, "S7", "SJ", "ST").turn == (1,)


def test_with_four_the_dealer_leads_the_talon_and_may_take_two_tricks() -> None:
    match = table(PASSES, cards=HIGH_TALON, rules=FOUR)
    view = view_for(match, None)
    assert view.trick == ((3, "HA"),) and view.turn == (0,) and view.led == "H"
    match = do(match, "H8", "HQ", "HJ")
    assert match.deal is not None and match.deal.tricks == (0, 0, 0, 1)
    assert view_for(match, None).trick == ((3, "HK"),) and match.turn == (0,)
    match = do(match, "S7", "H7", "HT")
    assert match.deal is not None and match.deal.tricks == (0, 0, 0, 2)
    assert match.turn == (0,) and view_for(match, None).trick == ()
    over = finish(match)
    assert sum(over.book.entries[0]["tricks"]) == 10
    assert over.book.entries[0]["tricks"][3] == 2


def test_with_four_a_player_may_beat_the_talon() -> None:
    match = do(table(PASSES, cards=EVEN, rules=FOUR), "HA", "HK", "HJ")
    assert match.deal is not None and match.deal.tricks == (1, 0, 0, 0)
    assert match.turn == (0,)


def test_with_four_and_a_winner_leading_the_dealer_gives_way_to_eldest() -> None:
    rules = replace(FOUR, raspasy_trick3_leader="winner")
    match = do(table(PASSES, cards=HIGH_TALON, rules=rules), "H8", "HQ", "HJ", "S7", "H7", "HT")
    assert match.turn == (0,)
    beaten = do(table(PASSES, cards=EVEN, rules=rules), "HA", "HK", "HJ", "SA", "HQ", "H9")
    assert beaten.turn == (1,)


def test_rostov_with_four_leaves_the_dealer_out() -> None:
    rules = replace(ROSTOV, players=4, talon_bonus="dealer")
    over = finish(table(PASSES, cards=EVEN, rules=rules))
    assert over.book.entries[0]["tricks"][3] == 0
    assert over.book.sheet.pool[3] == 1


def test_the_series_counts_and_the_price_rises() -> None:
    for series, cost in ((0, 1), (1, 2), (2, 3), (3, 3)):
        view = view_for(table(PASSES, cards=EVEN, series=series), None)
        assert (view.raspasy, view.price) == (series + 1, cost)
    assert finish(table(PASSES, cards=EVEN, series=2)).series == 3


def test_a_game_leaves_the_series() -> None:
    assert table("6S pass pass H7+H8+6S pass pass", series=2).series == 0
