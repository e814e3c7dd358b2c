"""The defenders' declarations, the choice of light and the misère catcher (§4, §5.5, §6.3)."""

from typing import Literal

from games.errors import Refusal
from games.preferans.actions import Action, DealerWhist, Word
from games.preferans.bids import LADDER, RUNGS
from games.preferans.lead import ask_for_card, begin_play, defenders, is_blind, turn_up
from games.preferans.rules import Rules
from games.preferans.state import Deal, Step, put
from games.preferans.view import Role

HALF_LEVELS = (6, 7)


def begin(rules: Rules, deal: Deal) -> Deal:
    """The contract stands: who declares, who is forced, whose hands turn up (§4.1)."""
    level = LADDER[deal.rung].level
    if level == 0:
        step: Step = "catcher" if rules.misere_control == "one_catcher" else ""
        return begin_play(rules, turn_up(rules, deal)._replace(step=step))
    if level == 10 and rules.ten == "checked":
        return begin_play(rules, turn_up(rules, deal))
    first, second = defenders(deal)
    if rules.stalingrad and deal.rung == RUNGS["6S"]:
        return begin_play(rules, _whist(_whist(deal, first), second)._replace(light="closed"))
    return _ask(deal, "first", first)


def legal_declarations(rules: Rules, deal: Deal) -> tuple[str, ...]:
    """What the seat asked may declare or choose."""
    if deal.step == "second":
        return ("whist", "pass", "half") if _may_halve(rules, deal) else ("whist", "pass")
    if deal.step == "dealer":
        first, second = sorted(defenders(deal))
        return (f"dealer_whist {first}", f"dealer_whist {second}", "pass")
    if deal.step == "light" and not deal.trick and _may_go_down(rules, deal):
        return ("open", "closed", "half")
    return _OPTIONS[deal.step]


_OPTIONS: dict[Step, tuple[str, ...]] = {
    "first": ("whist", "pass"),
    "answer": ("return", "confirm"),
    "stay": ("whist", "half"),
    "light": ("open", "closed"),
    "catcher": ("catch", "trust"),
}


def declare(rules: Rules, deal: Deal, action: Action) -> Deal:
    """One declaration or choice of the seat asked. Raises Refusal."""
    if isinstance(action, DealerWhist):
        if deal.step != "dealer" or action.hand not in defenders(deal):
            raise Refusal("wrong_phase")
        return _dealer_whists(rules, deal, action.hand)
    if not isinstance(action, Word):
        raise Refusal("wrong_phase")
    word = action.word
    if word not in legal_declarations(rules, deal):
        raise Refusal("half_not_allowed" if word == "half" else "wrong_phase")
    said = deal._replace(declarations=(*deal.declarations, (deal.turn, word)))
    return _STEPS[deal.step](rules, said, word)


def _first(rules: Rules, deal: Deal, word: str) -> Deal:
    heard = _whist(deal, deal.turn) if word == "whist" else _role(deal, deal.turn, "pass")
    return _ask(heard, "second", defenders(deal)[1])


def _second(rules: Rules, deal: Deal, word: str) -> Deal:
    first, second = defenders(deal)
    if word == "half":
        return _ask(_role(deal, second, "half")._replace(half_whister=second), "answer", first)
    if word == "whist":
        both = bool(deal.whisters)
        heard = _whist(deal, second)
        return begin_play(rules, heard._replace(light="closed")) if both else _lone(rules, heard)
    heard = _role(deal, second, "pass")
    return _lone(rules, heard) if heard.whisters else _settle(heard)


def _answer(rules: Rules, deal: Deal, word: str) -> Deal:
    """The one who passed confirms, or takes his whist back against a half-whist (step 3)."""
    if word == "return":
        assert deal.half_whister is not None
        heard = _role(_whist(deal, deal.turn), deal.half_whister, "pass")
        return _lone(rules, heard._replace(returned=True))
    return _ask(deal, "dealer", deal.dealer) if rules.dealer_may_whist else _settle(deal)


def _dealer(rules: Rules, deal: Deal, word: str) -> Deal:
    return _settle(deal)


def _stay(rules: Rules, deal: Deal, word: str) -> Deal:
    return _go_down(deal) if word == "half" else _ask_light(rules, deal)


def _light(rules: Rules, deal: Deal, word: str) -> Deal:
    if word == "half":
        return _go_down(deal)
    if word == "closed":
        return ask_for_card(deal._replace(step="", light="closed"))
    first, second = defenders(deal)
    return ask_for_card(_opened(deal)._replace(step="", exposed=(first, second)))


def _catcher(rules: Rules, deal: Deal, word: str) -> Deal:
    """One defender plays both hands against a misère (§6.3)."""
    first, second = defenders(deal)
    catcher = deal.turn if word == "catch" else first + second - deal.turn
    players_of = put(put(deal.players_of, first, catcher), second, catcher)
    return ask_for_card(deal._replace(step="", players_of=players_of))


_STEPS = {
    "first": _first,
    "second": _second,
    "answer": _answer,
    "dealer": _dealer,
    "stay": _stay,
    "light": _light,
    "catcher": _catcher,
}


def _ask(deal: Deal, step: Step, seat: int) -> Deal:
    return deal._replace(phase="declare", step=step, turn=seat)


def _role(deal: Deal, seat: int, role: Role) -> Deal:
    return deal._replace(roles=put(deal.roles, seat, role))


def _whist(deal: Deal, seat: int) -> Deal:
    return _role(deal, seat, "whist")._replace(whisters=(*deal.whisters, seat))


def _may_halve(rules: Rules, deal: Deal) -> bool:
    """Half-whist: only on 6 and 7, only after the first defender passed (§4.2)."""
    return rules.half_whist and not deal.whisters and LADDER[deal.rung].level in HALF_LEVELS


def _may_go_down(rules: Rules, deal: Deal) -> bool:
    """Whist – pass – half: the first defender whists alone and has not returned (step 4)."""
    first, _ = defenders(deal)
    low = LADDER[deal.rung].level in HALF_LEVELS
    return rules.whist_pass_half and low and deal.whisters == (first,) and not deal.returned


def _go_down(deal: Deal) -> Deal:
    first, second = defenders(deal)
    halved = _role(deal, first, "half")._replace(whisters=(), half_whister=first)
    return _ask(halved, "answer", second)


def _lone(rules: Rules, deal: Deal) -> Deal:
    """Going down to half is settled before the first card, whenever the light is chosen."""
    late = is_blind(rules, deal) or rules.lone_whist_open == "forced_open"
    if late and _may_go_down(rules, deal):
        return _ask(deal, "stay", deal.whisters[0])
    return _ask_light(rules, deal)


def _ask_light(rules: Rules, deal: Deal) -> Deal:
    if rules.lone_whist_open == "forced_open":
        return begin_play(rules, turn_up(rules, _opened(deal)))
    return begin_play(rules, deal._replace(step="light"))


def _opened(deal: Deal) -> Deal:
    """The lone whister plays both hands (§5.5)."""
    light: Literal["open"] = "open"
    players_of = deal.players_of
    for seat in defenders(deal):
        players_of = put(players_of, seat, deal.whisters[0])
    return deal._replace(light=light, players_of=players_of)


def _dealer_whists(rules: Rules, deal: Deal, hand: int) -> Deal:
    """He looked at one hand, plays both, and the half-whist falls (§4.5)."""
    said = deal._replace(
        declarations=(*deal.declarations, (deal.turn, f"dealer_whist {hand}")), half_whister=None
    )
    for seat in defenders(deal):
        said = _role(said, seat, "pass")
    return begin_play(
        rules, turn_up(rules, _opened(_whist(said, deal.dealer)._replace(looked=hand)))
    )


def _settle(deal: Deal) -> Deal:
    """Made without play: nobody whists, or a half-whist stands (§4.3, §4.4)."""
    return deal._replace(phase="over", step="")
