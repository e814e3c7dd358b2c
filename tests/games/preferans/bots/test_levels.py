"""Every level: legal acts, the same act for the same view, and better for thinking."""

from itertools import count
from random import Random

import pytest

from games.cards import Card, cards_in, names_of
from games.errors import Refusal
from games.preferans import Match, apply, parse_action, preset, rules_from_json
from games.preferans.actions import NewDeal
from games.preferans.bots.cards import position_of
from games.preferans.bots.ends import outcome_so_far
from games.preferans.bots.levels import LEVELS, Level, think
from games.preferans.bots.plain import view_of
from games.preferans.bots.thinking import MayGoOn, Situation, think_through
from games.preferans.layouts import known_to, layouts
from games.preferans.rules import SOCHI, Rules
from games.preferans.solver import Memory, solve_many
from games.preferans.solver.layouts import Layout
from games.preferans.view import View
from tests.games.preferans.bots.test_plain import dealt, next_deal, shuffled, started

QUICK = Level(cards=5, acts=2)
MEMORY = Memory(1 << 22)


def never() -> bool:
    return False


def always() -> bool:
    return True


def act(match: Match, level: Level = QUICK, seed: int = 1, may_go_on: MayGoOn = never) -> str:
    seat = match.turn[0]
    situation = Situation(view_of(match, seat), seat, match.rules)
    return think_through(think(level, situation, Random(seed), may_go_on), MEMORY)


def step(match: Match, chance: Random) -> Match:
    text = act(match, seed=chance.randrange(1 << 30), may_go_on=always)
    return apply(match, match.turn[0], parse_action(text), 0, "bot")


def played_out(match: Match, chance: Random) -> Match:
    while match.turn:
        match = step(match, chance)
    return match


ODD: dict[str, object] = {
    "misere_no_talon": True,
    "concede_without_three": 2,
    "misere_control": "one_catcher",
    "ten": "whisted",
    "raspasy_trick3_leader": "winner",
    "hold_bid": "across_passers",
}


def odd_rules(players: int) -> Rules:
    return rules_from_json({**ODD, "players": players, "dealer_may_whist": players == 4})


@pytest.mark.parametrize("players", [3, 4])
@pytest.mark.parametrize("convention", ["sochi", "leningrad", "rostov", "odd"])
def test_a_thinking_bot_plays_any_deal_to_its_end(convention: str, players: int) -> None:
    rules = preset(convention, players) if convention != "odd" else odd_rules(players)
    chance = Random(f"{convention} {players}")
    match = started(rules, players - 1)
    for _ in range(4):
        match = played_out(apply(match, None, shuffled(chance), 0), chance)
        match = next_deal(match)
    assert len(match.book.entries) == 4


def test_every_level_acts_when_it_may_not_go_on() -> None:
    chance = Random(3)
    for level in LEVELS.values():
        match = apply(started(SOCHI), None, shuffled(chance), 0)
        while match.turn:
            match = apply(match, match.turn[0], parse_action(act(match, level)), 0, "bot")
        assert len(match.book.entries) == 1


def test_two_states_with_the_same_view_get_the_same_act() -> None:
    chance, compared = Random(8), 0
    for number in count():
        deck = list(shuffled(chance).deck)
        match = apply(started(SOCHI, number % 3), None, NewDeal(tuple(deck), "00" * 8), 0)
        acts: list[str] = []
        for _ in range(chance.randrange(1, 24)):
            if not match.turn:
                break
            acts.append(act(match, LEVELS["plain"]))
            match = apply(match, match.turn[0], parse_action(acts[-1]), 0, "bot")
        other = _same_view(match, deck, number % 3, acts, chance) if match.turn else None
        if other is None:
            continue
        assert act(match, seed=number, may_go_on=always) == act(
            other, seed=number, may_go_on=always
        )
        compared += 1
        if compared == 40:
            break


def _same_view(
    match: Match, deck: list[Card], dealer: int, acts: list[str], chance: Random
) -> Match | None:
    """Another deal of cards that leads the seat asked to the same view by the same acts."""
    seat = match.turn[0]
    seen = _seen(view_of(match, seat))
    hidden = [at for at, card in enumerate(deck) if not seen >> card & 1]
    for _ in range(60):
        moved = list(deck)
        for at, source in zip(hidden, chance.sample(hidden, len(hidden)), strict=True):
            moved[at] = deck[source]
        try:
            other = apply(started(SOCHI, dealer), None, NewDeal(tuple(moved), "00" * 8), 0)
            for text in acts:
                other = apply(other, other.turn[0], parse_action(text), 0, "bot")
        except (Refusal, IndexError):
            continue
        same = view_of(other, seat)._replace(commitment=None)
        if moved != deck and same == view_of(match, seat)._replace(commitment=None):
            return other
    return None


def _seen(view: View) -> int:
    names = [name for hand in view.hands for name in hand or ()]
    names += [*(view.discard or ()), *(view.talon or ())]
    names += [name for trick in view.history or () for _, name in trick["cards"]]
    names += [name for _, name in view.trick]
    shown = set(names)
    return sum(1 << card for card in cards_in((1 << 32) - 1) if names_of(1 << card)[0] in shown)


def test_the_same_numbers_make_the_same_act() -> None:
    match = apply(started(SOCHI), None, shuffled(Random(4)), 0)
    assert len({act(match, seed=9, may_go_on=always) for _ in range(3)}) == 1


def test_it_stops_when_it_may_not_go_on() -> None:
    match = apply(started(SOCHI), None, shuffled(Random(4)), 0)
    match = apply(match, match.turn[0], parse_action("6S"), 0, "bot")
    asked = iter([True, True, False])
    act(match, LEVELS["strong"], may_go_on=lambda: next(asked))
    assert next(asked, None) is None


def test_both_hands_open_catch_a_misere_that_can_be_caught() -> None:
    """The Kovalevskaya misère: one trick, if the defence leads the right card."""
    match = dealt(
        SOCHI,
        "S:QJ C:97 D:KQJT H:J7",
        "S:T987 C:8 D:987 H:98",
        "S:AK C:QJT D:A H:AKQT",
        talon="CA CK",
    )
    for text in ("pass", "misere", "pass", "CK CA misere"):
        match = apply(match, match.turn[0], parse_action(text), 0, "bot")
    while match.turn:
        text = act(match, Level(cards=200, acts=0), may_go_on=always)
        match = apply(match, match.turn[0], parse_action(text), 0, "bot")
    assert match.book.entries[-1]["tricks"][1] == 1


def choosing(seed: int) -> Match:
    """A lone whister is asked for the light, everybody a plain bot so far."""
    chance = Random(seed)
    while True:
        match = apply(started(SOCHI, chance.randrange(3)), None, shuffled(chance), 0)
        while match.turn and len(match.deal.history if match.deal else ()) < 1:
            if match.phase == "choose" and "closed" in (view_of(match, match.turn[0]).legal or ()):
                return match
            text = act(match, LEVELS["plain"])
            match = apply(match, match.turn[0], parse_action(text), 0, "bot")


@pytest.mark.parametrize(("seed", "light"), [(3, "open"), (22, "closed")])
def test_a_strong_whister_opens_the_hands_or_keeps_them_closed(seed: int, light: str) -> None:
    assert act(choosing(seed), Level(cards=0, acts=40), may_go_on=always) == light


def offered(match: Match) -> Match:
    """Whoever is on lead offers all tricks left to the declarer."""
    assert match.deal is not None
    left = 10 - len(match.deal.history)
    counts = " ".join(str(left if seat == match.deal.declarer else 0) for seat in range(3))
    return apply(match, match.turn[0], parse_action(f"ask {counts}"), 0, "bot")


def declarer_may_take(match: Match, seat: int) -> set[int]:
    """The tricks left to the declarer, in every layout this seat cannot rule out."""
    view = view_of(match, seat)
    situation, known = Situation(view, seat, match.rules), known_to(view)
    kind = outcome_so_far(view).kind
    assert kind != "concede"
    problems = []
    for hands in layouts(known):
        first, second, third = (hands[at] & known.unseen for at in view.active)
        aside = known.unseen & ~(first | second | third)
        problems.append(position_of(situation, kind, Layout((first, second, third, aside), 0)))
    return {solved.tricks for solved in solve_many(problems, memory=MEMORY) if solved is not None}


def test_a_strong_bot_agrees_to_what_playing_on_could_not_better() -> None:
    chance, agreed, refused = Random(5), 0, 0
    while agreed < 6 or refused < 6:
        match = apply(started(SOCHI, chance.randrange(3)), None, shuffled(chance), 0)
        while match.turn and not (match.deal and len(match.deal.history) == 8):
            text = act(match, LEVELS["plain"])
            match = apply(match, match.turn[0], parse_action(text), 0, "bot")
        if not match.turn or match.deal is None or match.deal.kind != "game" or match.deal.trick:
            continue
        asked = offered(match)
        seat = asked.turn[0]
        takes = declarer_may_take(asked, seat)
        left = 10 - len(match.deal.history)
        if seat != match.deal.declarer and takes == {left}:
            assert act(asked, LEVELS["strong"], may_go_on=always) == "agree"
            agreed += 1
        elif seat != match.deal.declarer and left not in takes:
            assert act(asked, LEVELS["strong"], may_go_on=always) == "play_on"
            refused += 1
