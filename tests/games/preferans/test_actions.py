"""One text for every act."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.cards import Card
from games.errors import CODES, Refusal
from games.preferans import parse_action, print_action, recorded_action
from games.preferans.actions import (
    WORDS,
    Call,
    Credit,
    DealerWhist,
    Discard,
    GiveToBot,
    Join,
    NewDeal,
    Offer,
    Play,
    Start,
    Word,
)
from games.preferans.bids import LADDER, PLAIN_RUNGS, RUNGS

cards = st.integers(0, 31).map(Card)
rungs = st.integers(1, len(LADDER) - 1)
seats = st.integers(0, 3)
flags = st.one_of(st.tuples(*[st.booleans()] * 3), st.tuples(*[st.booleans()] * 4))
counts = st.integers(0, 10)
acts = st.one_of(
    st.sampled_from(WORDS).map(Word),
    rungs.map(Call),
    cards.map(Play),
    st.builds(Discard, st.tuples(cards, cards), rungs),
    st.builds(DealerWhist, seats),
    st.builds(Offer, st.tuples(counts, counts, counts), st.booleans()),
    st.builds(Offer, st.tuples(counts, counts, counts, counts), st.booleans()),
    st.builds(Start, seats, flags),
    st.builds(
        NewDeal,
        st.permutations(range(32)).map(lambda deck: tuple(map(Card, deck))),
        st.binary(min_size=8, max_size=32).map(bytes.hex),
    ),
    st.builds(GiveToBot, seats),
    st.builds(Join, seats),
    st.builds(Credit, seats, st.integers(0, 9_999_999)),
)


@given(acts)
def test_printing_and_parsing_is_identity(action: object) -> None:
    assert parse_action(print_action(action)) == action  # type: ignore[arg-type]


def test_no_text_says_of_itself_that_it_is_proved() -> None:
    said, recorded = parse_action("offer 10 0 0"), recorded_action("offer 10 0 0")
    assert isinstance(said, Offer) and not said.proved
    assert isinstance(recorded, Offer) and recorded.proved
    assert print_action(said) == print_action(recorded)


@given(st.text(max_size=12))
def test_any_other_text_is_a_bad_act(text: str) -> None:
    try:
        assert print_action(parse_action(text)) == text
    except Refusal as refusal:
        assert refusal.code == "bad_act"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "PASS", "pass ", "6s", "11S", "6S!", "S1", "SA SK", "SA SK pass", "SA SK 6S 7S"),
        *("offer", "offer 1 2", "offer 1 2 3 4 5", "offer 01 2 3", "offer 11 0 0", "ask -1 2 3"),
        *("offer ١ 2 3", "bot", "bot 4", "bot 01", "join x", "credit 1", "credit 1 99999999"),
        *("start 0 00", "start 0 00000", "start 0 002", "start 4 000", "dealer_whist", "back 1"),
        *("deal", "deal SASA 00", "deal x 0011223344556677", "\x00", "\ud800"),
    ],
)
def test_a_malformed_text_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="bad_act"):
        parse_action(text)


def test_a_deal_needs_32_cards_and_a_salt_of_eight_bytes() -> None:
    deck = print_action(NewDeal(tuple(map(Card, range(32))), "00" * 8)).split(" ")[1]
    for text in (f"deal {deck[:-2]}S7 {'00' * 8}", f"deal {deck} 00", f"deal {deck} {'0g' * 8}"):
        with pytest.raises(Refusal, match="bad_act"):
            parse_action(text)


def test_the_ladder_has_26_rungs_in_the_order_of_the_book() -> None:
    assert len(PLAIN_RUNGS) == 26
    assert [LADDER[rung].name for rung in PLAIN_RUNGS[:6]] == ["6S", "6C", "6D", "6H", "6N", "7S"]
    assert PLAIN_RUNGS.index(RUNGS["misere"]) == 15
    assert PLAIN_RUNGS[14] == RUNGS["8N"] and PLAIN_RUNGS[16] == RUNGS["9S"]


def test_a_refusal_carries_a_listed_code() -> None:
    assert all(code.isascii() and code == code.lower() for code in CODES)
    assert Refusal("illegal_card").code == "illegal_card"
    with pytest.raises(AssertionError):
        Refusal("no_such_code")
