"""The auction: passes, bids and holds, until one player is left or all have passed (§2)."""

from games.errors import Refusal
from games.preferans import all_pass, discard
from games.preferans.actions import Action, Call, Word
from games.preferans.bids import (
    FIRST_NINE,
    FIRST_NINE_NO_TALON,
    LADDER,
    LAST_NINE,
    LAST_NINE_NO_TALON,
    MISERE,
    MISERE_NO_TALON,
    NAMES,
    NONE,
    PLAIN_GAMES,
    RUNGS,
    first_rung_of,
    is_misere,
)
from games.preferans.rules import Rules
from games.preferans.state import Deal


def speak(rules: Rules, deal: Deal, action: Action) -> Deal:
    """One call of the seat on turn. Raises Refusal: bid_too_low, hold_not_allowed, ..."""
    match action:
        case Word("pass"):
            return _pass(rules, deal)
        case Word("hold"):
            if not may_hold(rules, deal):
                raise Refusal("hold_not_allowed")
            return _take_over(rules, deal, "hold", deal.rung)
        case Call(rung):
            if rung not in legal_rungs(rules, deal):
                raise Refusal(_why_not(deal, rung))
            return _take_over(rules, deal, NAMES[rung], rung)
    raise Refusal("wrong_phase")


def legal_calls(rules: Rules, deal: Deal) -> tuple[str, ...]:
    """What the seat on turn may say, weakest first."""
    held = ("hold",) if may_hold(rules, deal) else ()
    return ("pass", *held, *(NAMES[rung] for rung in legal_rungs(rules, deal)))


def legal_rungs(rules: Rules, deal: Deal) -> list[int]:
    """The rungs above the standing bid this seat may climb to (§2.2, §2.4, §2.6, §2.7)."""
    speaker, standing = deal.turn, deal.rung
    if (speaker, "misere") in deal.calls:
        renews = rules.misere_no_talon and FIRST_NINE <= standing <= LAST_NINE
        return [MISERE_NO_TALON] if renews else []
    lowest = max(standing + 1, first_rung_of(deal.min_level))
    games = [rung for rung in PLAIN_GAMES if rung >= lowest]
    if MISERE_NO_TALON <= standing <= LAST_NINE_NO_TALON:
        games = [*_nines_without_talon(deal), *games]
    if rules.bid_jumps == "one_step":
        games = games[:1]
    if standing < MISERE and _is_silent(deal, speaker):
        games.append(MISERE)
        games.sort()
    return games


def _nines_without_talon(deal: Deal) -> range:
    """Not below the standing bid, nor in a suit below the nine already named (§2.6)."""
    rungs = (RUNGS.get(text, NONE) for _, text in deal.calls)
    named = max(rung for rung in rungs if FIRST_NINE <= rung <= LAST_NINE)
    floor = FIRST_NINE_NO_TALON + LADDER[named].strain
    return range(max(floor, deal.rung + 1), LAST_NINE_NO_TALON + 1)


def _is_silent(deal: Deal, seat: int) -> bool:
    return all(speaker != seat for speaker, _ in deal.calls)


def _why_not(deal: Deal, rung: int) -> str:
    if (deal.turn, "misere") in deal.calls:
        return "only_pass_left"
    if rung == MISERE and deal.rung < MISERE:
        return "misere_not_first"
    if LADDER[rung].no_talon:
        return "bid_not_allowed"
    if rung <= deal.rung or LADDER[rung].level < deal.min_level:
        return "bid_too_low"
    return "bid_not_allowed"


def may_hold(rules: Rules, deal: Deal) -> bool:
    """Whether the speaker may take over the standing bid at its height (§2.5)."""
    if deal.owner is None or is_misere(deal.rung) or rules.hold_bid == "off":
        return False
    if (deal.turn, "misere") in deal.calls:
        return False
    speaker = deal.active.index(deal.turn)
    if speaker > deal.active.index(deal.owner):
        return False
    if rules.hold_bid == "two_left":
        return len(deal.still_in) == 2
    if rules.hold_bid == "eldest_only":
        return speaker == 0
    # Whoever sits between has raised or passed by now, so seniority is enough across passers.
    if rules.hold_bid == "across_passers":
        return True
    held_by_other = any(text == "hold" and seat != deal.turn for seat, text in deal.calls)
    return deal.rung != RUNGS["6S"] and not held_by_other


def _pass(rules: Rules, deal: Deal) -> Deal:
    passed = deal._replace(
        calls=(*deal.calls, (deal.turn, "pass")),
        still_in=tuple(seat for seat in deal.still_in if seat != deal.turn),
    )
    if not passed.still_in:
        return all_pass.begin(rules, passed)
    return _ask_next(rules, passed)


def _take_over(rules: Rules, deal: Deal, text: str, rung: int) -> Deal:
    calls = (*deal.calls, (deal.turn, text))
    return _ask_next(rules, deal._replace(calls=calls, owner=deal.turn, rung=rung))


def _ask_next(rules: Rules, deal: Deal) -> Deal:
    """Clockwise among those who have not passed; the owner of the bid is not asked (§2.3)."""
    if deal.still_in == (deal.owner,):
        return discard.begin(rules, deal)
    place = deal.active.index(deal.turn)
    order = (deal.active[(place + step) % 3] for step in (1, 2))
    return deal._replace(turn=next(seat for seat in order if seat in deal.still_in))
