"""Etudes: one card to find, replies that never err, and the rules' own end."""

from pathlib import Path
from random import Random
from typing import Final

import pytest

import games.preferans.etudes as package
from games.cards import cards_in
from games.errors import BadRecord
from games.preferans.bots.thinking import Ask, think_through
from games.preferans.etudes import (
    Etude,
    Unsolved,
    after,
    beginning,
    etude_of_line,
    is_ours,
    judged,
    line_of_etude,
    open_view,
    replies,
    solution,
    verdict_so_far,
)
from games.preferans.etudes.composing import KINDS, LEAST_BITS, compose, difficulty
from games.preferans.etudes.perfect import of_equals
from games.preferans.etudes.position import choices, deal_of, problem_of
from games.preferans.solver import Memory, solve_many
from games.preferans.state import Match

FILE: Final = Path(package.__file__).with_name("etudes.jsonl")
ETUDES: Final = tuple(map(etude_of_line, FILE.read_text().splitlines()))
some: Final = pytest.mark.parametrize("etude", ETUDES[::6], ids=lambda etude: etude.name)


def played_at_random(etude: Etude, match: Match, chance: Random) -> Match:
    """Ours anyhow, theirs perfectly, to the end of the deal."""
    while verdict_so_far(etude, match) == "open":
        cards = think_through(replies(etude, match))
        for card in cards or [chance.choice(choices(match))]:
            match = after(match, card)
    return match


def test_there_are_a_few_dozen_of_every_kind_and_every_difficulty() -> None:
    kinds = [(etude.side, deal_of(beginning(etude)).kind) for etude in ETUDES]
    assert {kinds.count(kind) for kind in set(kinds)} == {len(ETUDES) // 4}
    assert len(set(kinds)) == 4
    assert len({etude.name for etude in ETUDES}) == len(ETUDES) >= 24
    assert {etude.stars for etude in ETUDES} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("etude", ETUDES, ids=lambda etude: etude.name)
def test_one_card_alone_keeps_the_goal_in_reach(etude: Etude) -> None:
    match = beginning(etude)
    assert is_ours(etude, match)
    worth = think_through(judged(etude, match))
    good = [card for card in of_equals(match, sorted(worth)) if worth[card]]
    assert len(good) == 1
    assert not all(worth.values())


@some
def test_the_solution_reaches_the_goal(etude: Etude) -> None:
    match = beginning(etude)
    for card in think_through(solution(etude, match)):
        assert verdict_so_far(etude, match) == "open"
        match = after(match, card)
    assert verdict_so_far(etude, match) == "solved"


@some
def test_after_a_wrong_card_nothing_helps_any_more(etude: Etude) -> None:
    chance, match = Random(1), beginning(etude)
    wrong = [card for card, is_good in think_through(judged(etude, match)).items() if not is_good]
    for card in wrong[:3]:
        assert think_through(solution(etude, after(match, card))) == []
        end = played_at_random(etude, after(match, card), chance)
        assert verdict_so_far(etude, end) == "failed"


@some
def test_replies_are_the_best_there_are(etude: Etude) -> None:
    match, memory = beginning(etude), Memory()
    for card in think_through(solution(etude, match)):
        solved = solve_many([problem_of(match)], memory=memory)[0]
        assert solved is not None
        assert is_ours(etude, match) or solved.cards[card] == solved.tricks
        match = after(match, card)


@some
def test_the_screen_is_shown_all_cards_and_asks_for_both_hands_of_a_defence(etude: Etude) -> None:
    match = beginning(etude)
    view, deal = open_view(etude, match), deal_of(match)
    assert [len(hand or ()) for hand in view.hands] == list(view.counts)
    assert len(view.turn) == 1 and view.legal and view.hand_to_play == deal.hand
    ours = [seat for seat in range(3) if view.players_of[seat] == view.turn[0]]
    assert len(ours) == (1 if etude.side == "declarer" else 2)
    assert (deal.declarer in ours) == (etude.side == "declarer")
    assert open_view(etude, after(match, choices(match)[0])).hands != view.hands


def test_equal_cards_count_once() -> None:
    for etude in ETUDES:
        match = beginning(etude)
        solved = solve_many([problem_of(match)])[0]
        assert solved is not None
        cards = choices(match)
        apart = of_equals(match, cards)
        low = apart[0]
        for card in cards:
            low = card if card in apart else low
            assert solved.cards[card] == solved.cards[low]
        assert set(apart) <= set(cards_in(deal_of(match).cards.hands[deal_of(match).hand]))


def test_who_composes_with_the_same_numbers_finds_the_same() -> None:
    first, again = (next(compose(KINDS[2], Random("a"))) for _ in range(2))
    assert first == again


@some
def test_the_difficulty_is_the_positions_own(etude: Etude) -> None:
    assert etude.bits == round(difficulty(etude, beginning(etude), Memory()), 1) >= LEAST_BITS


def test_an_etude_without_time_for_the_solver_says_so() -> None:
    question = judged(ETUDES[0], beginning(ETUDES[0]))
    assert isinstance(next(question), Ask)
    with pytest.raises(Unsolved):
        question.send([None])


def test_a_line_holds_an_etude() -> None:
    assert etude_of_line(line_of_etude(ETUDES[0])) == ETUDES[0]
    for line in ("", "{}", '{"side": "both", "deal": "", "bits": 1}', "[1]"):
        with pytest.raises(BadRecord):
            etude_of_line(line)
