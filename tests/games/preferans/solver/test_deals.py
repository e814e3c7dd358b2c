"""Whole deals: published answers, and what must hold of any deal."""

from random import Random

import pytest

from games.cards import CARD_NAMES, NO_TRUMP, cards_in
from games.preferans.solve import answer
from games.preferans.solver import Memory, Mode, Problem, Solution, solve, solve_many
from tests.games.preferans.solver import brute_force
from tests.games.preferans.solver.brute_force import State
from tests.games.preferans.solver.positions import KINDS, random_deal, with_talon

KOVALEVSKAYA = ["QJ.97.KQJT.J7", "T987.8.987.98", "AK.QJT.A.AKQT"]
WORKED = ["T.987.AK9.KQT", "AKQ7.KJ.QJT8.-", "J98.AQT.7.AJ9"]


def solved(problem: Problem) -> Solution:
    solution = solve_many([problem])[0]
    assert solution is not None
    return solution


def played(problem: Problem, card: int) -> tuple[Problem, int | None]:
    """The position after one more card, and who took a trick with it."""
    state = State(problem.hands, problem.leader, problem.trick, problem.talon)
    now, winner = brute_force.after(problem, state, next(cards_in(1 << card)))
    return (
        problem._replace(hands=now.hands, leader=now.leader, trick=now.trick, talon=now.talon),
        winner,
    )


@pytest.mark.parametrize(("leader", "tricks"), [(0, 1), (2, 1), (1, 0)])
def test_the_kovalevskaya_misere_is_caught_for_one_trick(leader: int, tricks: int) -> None:
    line = {"hands": KOVALEVSKAYA, "trump": None, "declarer": 1, "mode": "misere"}
    assert answer(line | {"leader": leader})["tricks"] == tricks


@pytest.mark.parametrize(("trump", "tricks"), [("S", 4), ("D", 5)])
def test_the_worked_example_has_its_published_tricks(trump: str, tricks: int) -> None:
    line = {"hands": WORKED, "trump": trump, "declarer": 1, "mode": "game", "leader": 0}
    assert answer(line)["tricks"] == tricks


@pytest.mark.parametrize("mode", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_the_best_card_keeps_the_value_to_the_end(mode: Mode, seed: int) -> None:
    chance = Random(seed)
    problem = random_deal(chance, 10, mode)
    if mode == "all_pass":
        problem = with_talon(chance, problem)
    solution = solved(problem)
    totals = [0, 0, 0]
    while any(problem.hands):
        now = solved(problem)
        best = [card for card, tricks in now.cards.items() if tricks == now.tricks]
        if mode == "all_pass":
            best = [card for card in best if now.splits[card] == now.split]
        problem, winner = played(problem, chance.choice(best))
        if winner is not None:
            totals[winner] += 1
    if mode == "all_pass":
        assert tuple(totals) == solution.split
    else:
        assert totals[problem.declarer] == solution.tricks


@pytest.mark.parametrize("mode", KINDS)
def test_suits_and_seats_have_no_names(mode: Mode) -> None:
    chance = Random(7)
    problem = random_deal(chance, 10, mode)
    order = chance.sample(range(4), 4)
    turned = [0, 0, 0]
    for seat, hand in enumerate(problem.hands):
        for card in cards_in(hand):
            turned[(seat + 1) % 3] |= 1 << order[card // 8] * 8 + card % 8
    trump = problem.trump if problem.trump == NO_TRUMP else order[problem.trump]
    declarer, leader = (problem.declarer + 1) % 3, (problem.leader + 1) % 3
    other = solve((turned[0], turned[1], turned[2]), trump, declarer, mode, leader)
    here = solved(problem)
    assert other.tricks == here.tricks
    assert other.cards == {order[c // 8] * 8 + c % 8: tricks for c, tricks in here.cards.items()}


@pytest.mark.parametrize("seed", range(3))
def test_all_tricks_of_an_all_pass_are_taken_and_nobody_takes_more_than_he_must(seed: int) -> None:
    problem = random_deal(Random(seed), 10, "all_pass")
    split = solved(problem).split
    assert sum(split) == 10
    for seat in range(3):
        alone = solved(problem._replace(mode="misere", declarer=seat))
        assert split[seat] <= alone.tricks


def test_a_memory_filled_by_other_deals_changes_no_answer() -> None:
    chance = Random(5)
    memory = Memory(1 << 18)
    problems = [random_deal(chance, 8, chance.choice(KINDS)) for _ in range(30)]
    warm = solve_many(problems, memory=memory)
    again = solve_many(problems, memory=memory)
    for problem, first, second in zip(problems, warm, again, strict=True):
        assert first is not None and second is not None
        assert first[:4] == second[:4] == solved(problem)[:4]


def test_cards_are_named_as_everywhere() -> None:
    line = {"hands": KOVALEVSKAYA, "declarer": 1, "mode": "misere", "leader": 0}
    assert set(answer(line)["cards"]) <= set(CARD_NAMES)
