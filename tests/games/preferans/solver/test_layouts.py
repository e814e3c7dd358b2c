"""Layouts drawn in C: what is certain holds in each, and calls are believed."""

from random import Random

import pytest

from games.cards import CARDS_BY_NAME, FULL_DECK, SUIT_MASKS, Hand, hand_of
from games.preferans.bots.strength import tricks_of
from games.preferans.bots.worths import LOTTERY
from games.preferans.solver import Memory, Problem, solve_many
from games.preferans.solver.layouts import ASIDE, Belief, Knowledge, Layout

OWN = hand_of(CARDS_BY_NAME[name] for name in "SA SK S7 CA C9 DQ DJ H7 H8 H9".split())
ANY = (FULL_DECK, FULL_DECK, FULL_DECK, FULL_DECK)


def known(*beliefs: Belief, possible: tuple[Hand, Hand, Hand, Hand] = ANY) -> Knowledge:
    """The first hand before the auction."""
    return Knowledge(
        held=(OWN, 0, 0),
        played=(0, 0, 0),
        talon=0,
        discard=0,
        hidden=FULL_DECK & ~OWN,
        possible=possible,
        size=(0, 10, 10, 2),
        declarer=None,
        beliefs=beliefs,
    )


def drawn(knowledge: Knowledge, wanted: int = 200, doubt: int = 1000) -> list[Layout]:
    return LOTTERY.draw(knowledge, 7, wanted, doubt=doubt, most_tries=100_000)


def test_each_layout_deals_every_hidden_card_once() -> None:
    for layout in drawn(known()):
        assert [cards.bit_count() for cards in layout.cards] == [0, 10, 10, 2]
        assert OWN | layout.cards[1] | layout.cards[2] | layout.cards[ASIDE] == FULL_DECK


def test_nobody_gets_a_card_he_cannot_have() -> None:
    no_spades = FULL_DECK & ~SUIT_MASKS[0]
    possible = (FULL_DECK, no_spades, FULL_DECK, FULL_DECK)
    assert not any(layout.cards[1] & SUIT_MASKS[0] for layout in drawn(known(possible=possible)))


def test_every_card_lies_everywhere_in_its_turn() -> None:
    counts = [0] * 32
    for layout in drawn(known(), 2_000):
        for card in range(32):
            counts[card] += layout.cards[1] >> card & 1
    hidden = [counts[card] for card in range(32) if not OWN >> card & 1]
    assert 750 < min(hidden) and max(hidden) < 1070  # 909 expected


def test_the_same_seed_draws_the_same() -> None:
    assert drawn(known()) == drawn(known())


def test_a_bid_is_believed() -> None:
    bid = Belief(1, "reaches", (450, 450, 450, 450, 450))
    for layout in drawn(known(bid), 50):
        assert max(tricks_of(layout.cards[1], strain, leads=False) for strain in range(5)) > 4.4


def test_doubt_keeps_some_layouts_that_contradict() -> None:
    six = Belief(1, "reaches", (600, 600, 600, 600, 600))
    against = [layout.against for layout in drawn(known(six), 300, doubt=2)]
    assert 0 < against.count(1) < 300


def test_the_least_contradictory_layout_is_kept_when_none_agrees() -> None:
    never = Belief(1, "reaches", (3000, 3000, 3000, 3000, 3000))
    found = LOTTERY.draw(known(never), 7, 10, doubt=1 << 20, most_tries=50)
    assert [layout.against for layout in found] == [1]


def test_layouts_given_are_judged_as_those_drawn() -> None:
    beliefs = Belief(1, "reaches", (500, 500, 500, 500, 500)), Belief(2, "safe", (300, 0, 0, 0, 0))
    found = drawn(known(*beliefs), 50, doubt=2)
    assert LOTTERY.judge(known(*beliefs), [layout.cards for layout in found]) == found


@pytest.mark.parametrize("ahead", [1, 5, 10])
def test_an_all_pass_deal_played_by_thumb_shares_all_its_tricks(ahead: int) -> None:
    chance, memory = Random(ahead), Memory(1 << 20)
    for _ in range(50):
        deck = chance.sample(range(32), 32)
        hands = (hand_of(deck[:10]), hand_of(deck[10:20]), hand_of(deck[20:30]))  # type: ignore[arg-type]
        problem = Problem(hands, 4, 0, "all_pass", 0, against_thumb=ahead)
        solution = solve_many([problem], memory=memory)[0]
        assert solution is not None and sum(solution.split) == 10
        assert (
            min(solution.cards.values()) >= 0 and sum(map(sum, solution.splits.values())) % 10 == 0
        )


def test_looking_ahead_is_never_worse_against_players_by_thumb() -> None:
    chance, memory = Random(5), Memory(1 << 20)
    for _ in range(50):
        deck = chance.sample(range(32), 18)
        hands = (hand_of(deck[:6]), hand_of(deck[6:12]), hand_of(deck[12:]))  # type: ignore[arg-type]
        blind, sharp = (
            solve_many([Problem(hands, 4, 0, "all_pass", 0, against_thumb=ahead)], memory=memory)[0]
            for ahead in (1, 6)
        )
        assert blind is not None and sharp is not None and sharp.tricks <= blind.tricks
