"""What decisions cost: with open cards, and over what the player knew."""

from pathlib import Path
from random import Random

import pytest

from games.preferans import Match, apply, new_match, parse_action
from games.preferans.actions import Start
from games.preferans.bots.review import Cost, cost_of, decisions
from games.preferans.bots.thinking import think_through
from games.preferans.notation import DealRecord, parse_deal, record_of
from games.preferans.rules import SOCHI
from games.preferans.solver import Memory
from tests.games.preferans.bots.test_plain import dealt, played_out, shuffled, started
from tests.games.preferans.driving import CLOCK

DEALS = Path(__file__).parents[1] / "deals"
MEMORY = Memory(1 << 22)


def waiting(dealer: int) -> Match:
    return apply(new_match(SOCHI, CLOCK), None, Start(dealer, (False,) * 3), 0)


def reviewed(record: DealRecord) -> list[Cost]:
    chance = Random(1)
    thoughts = (
        cost_of(match, seat, text, 6, chance, lambda: True)
        for match, seat, text in decisions(waiting(record.dealer), record)
    )
    return [cost for thought in thoughts if (cost := think_through(thought, MEMORY)) is not None]


@pytest.mark.parametrize("seed", range(4))
def test_every_cost_is_what_is_short_of_the_best_act(seed: int) -> None:
    match = played_out(apply(started(SOCHI), None, shuffled(Random(seed)), 0))
    costs = reviewed(record_of(match))
    assert costs
    for cost in costs:
        assert cost.open_whists >= 0 and cost.known_whists >= 0
        assert cost.open_whists == 0 or cost.best_open != cost.act
        assert cost.known_whists == 0 or cost.best_known != cost.act


def test_a_contract_far_below_the_hand_costs_what_it_gave_away() -> None:
    """Ten sure tricks for the price of six."""
    match = dealt(SOCHI, "S:AKQJT987 C:AK", "C:QJT987 D:AKQJ", "D:T987 H:AKQJT9", talon="H7 H8")
    for text in ("6S", "pass", "pass", "H7 H8 6S", "pass", "pass"):
        match = apply(match, match.turn[0], parse_action(text), 0, "bot")
    contract = next(cost for cost in reviewed(record_of(match)) if cost.act == "H7 H8 6S")
    assert {contract.best_open[:6], contract.best_known[:6]} == {"H7 H8 "}
    assert contract.best_open[6:] in ("9S", "10S")
    assert contract.open_whists > 30 and contract.known_whists > 30


def test_a_noted_deal_is_reviewed() -> None:
    line = (DEALS / "all-pass-amnesty.deal").read_text().splitlines()[2]
    costs = reviewed(parse_deal(line.removeprefix("deal ")))
    assert {cost.seat for cost in costs} == {0, 1, 2}
