"""The play of the cards (§5.1-5.5, §6)."""

from dataclasses import replace

from games.preferans import Match, legal_actions, view_for
from games.preferans.rules import SOCHI
from tests.games.preferans.tables import EVEN, do, refused, table

GAME = "pass pass 6D H7+H8+6D whist whist"  # the third hand plays diamonds, EVEN cards


def even(acts: str) -> Match:
    return table(acts, cards=EVEN)


def test_eldest_leads_whoever_plays() -> None:
    assert view_for(even(GAME), None).turn == (0,)
    assert len(legal_actions(even(GAME), 0)) == 10


def test_suit_is_followed_when_possible() -> None:
    match = do(even(GAME), "SA")
    assert view_for(match, 1).led == "S"
    assert legal_actions(match, 1) == ("S8", "SJ", "SQ")
    assert refused(match, 1, "HK") == "illegal_card"
    assert refused(match, 1, "SK") == "card_not_in_hand"


def test_a_void_hand_must_trump_and_need_not_beat() -> None:
    match = table("6S pass pass H7+H8+6S whist whist CA CT C7 CK CQ C8")
    assert view_for(match, None).last_trick == {
        "cards": ((0, "CK"), (1, "CQ"), (2, "C8")),
        "winner": 0,
        "talon": None,
    }
    match = do(even(GAME), "CT", "CA", "CJ", "CK", "C7", "C8")
    match = do(match, "C9")  # the third hand has no clubs left
    assert legal_actions(match, 2) == ("DQ", "DK", "DA")
    assert refused(match, 2, "HJ") == "illegal_card"


def test_without_suit_and_trumps_anything_goes() -> None:
    match = table("6S pass pass H7+H8+6S whist whist SA S7")
    assert match.turn == (2,) and len(legal_actions(match, 2)) == 10


def test_without_trumps_a_void_hand_throws_anything() -> None:
    match = table("pass pass 6N H7+H8+6N whist whist CT CA CJ CK C7 C8 C9", cards=EVEN)
    assert "DQ" in legal_actions(match, 2) and "HJ" in legal_actions(match, 2)


def test_the_highest_trump_takes_the_trick_and_its_owner_leads() -> None:
    match = do(even(GAME), "CT", "CA", "CJ", "CK", "C7", "C8", "C9", "DQ", "CQ")
    view = view_for(match, None)
    assert view.last_trick is not None and view.last_trick["winner"] == 2
    assert view.turn == (2,) and view.tricks == (0, 2, 1) and view.trick_number == 4


def test_the_highest_of_the_suit_led_takes_it_otherwise() -> None:
    match = do(even(GAME), "S7", "S8", "ST")
    assert match.turn == (2,)


def test_ten_tricks_end_the_deal() -> None:
    match = even(GAME)
    while match.phase == "play":
        match = do(match, legal_actions(match, match.turn[0])[0])
    assert match.phase == "result"
    assert sum(match.book.entries[0]["tricks"]) == 10


def test_on_open_whist_each_hand_follows_its_own_suit() -> None:
    match = even("pass pass 6D H7+H8+6D whist pass open")
    assert match.turn == (0,)
    match = do(match, "SA")
    assert (match.turn, view_for(match, 0).hand_to_play) == ((0,), 1)
    assert legal_actions(match, 0) == ("S8", "SJ", "SQ")
    assert refused(match, 1, "S8") == "not_your_turn"


def test_misere_hands_turn_up_before_a_defenders_lead() -> None:
    view = view_for(table("pass misere pass H7+H8+misere"), 1)
    assert view.hands[0] is not None and view.hands[2] is not None
    assert view_for(table("pass misere pass H7+H8+misere"), 0).hands[1] is None


def test_misere_hands_turn_up_after_a_blind_lead() -> None:
    match = table("misere pass pass H7+H8+misere")
    assert view_for(match, 0).hands[1:] == (None, None)
    led = view_for(do(match, "SA"), 0)
    assert led.hands[1] is not None and led.hands[2] is not None and led.turn == (1,)
    seeing = replace(SOCHI, declarer_leads_blind=False)
    assert view_for(table("misere pass pass H7+H8+misere", rules=seeing), 0).hands[1] is not None


def test_misere_has_no_trumps_and_no_declarations() -> None:
    match = table("misere pass pass H7+H8+misere SA")
    assert match.phase == "play"
    assert view_for(match, None).declarations == ()


def test_a_made_misere_is_ten_in_the_pool_a_trick_ten_on_the_mountain() -> None:
    cards = "J987.87.987.7/AKQT.AQT.AK.J/.KJ9.QJT.AKQT/H9H8"
    match = table("misere pass pass H8+H9+misere", cards=cards)
    assert do(match, "ask 0 5 5", "agree", "agree").book.sheet.pool == (10, 0, 0)
    caught = do(match, "ask 2 4 4", "agree", "agree").book.sheet
    assert caught.mountain == (20, 0, 0) and caught.whists == ((0, 0, 0),) * 3


def test_only_a_card_is_heard_in_the_play() -> None:
    assert refused(even(GAME), 0, "pass") == "wrong_phase"
    assert refused(even(GAME), 0, "next") == "wrong_phase"
