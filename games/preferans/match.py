"""A match as a state machine: one act in, the next state out; pure and deterministic."""

from games.errors import Refusal
from games.preferans import between, ending, halting, offers, system
from games.preferans.actions import (
    Action,
    Adjourn,
    Credit,
    GiveToBot,
    Join,
    NewDeal,
    Offer,
    Start,
    Word,
    is_of_halt,
    print_action,
)
from games.preferans.asking import DEAL_PHASES
from games.preferans.book import new_book
from games.preferans.clock import charged_bank, deadline_for
from games.preferans.deal import step
from games.preferans.rules import Rules
from games.preferans.state import By, Clock, Match, put
from games.preferans.timeouts import cheapest_act

TIMEOUTS_TO_BOT = 2


def new_match(rules: Rules, clock: Clock) -> Match:
    """A match that waits for its players: version 0."""
    nobody = (False,) * rules.players
    return Match(
        rules=rules,
        clock=clock,
        version=0,
        phase="waiting",
        number=0,
        dealer=0,
        started_at=0,
        book=new_book(rules),
        series=0,
        bots=nobody,
        joining=nobody,
        bank=(clock.bank_ms,) * rules.players,
        missed=(0,) * rules.players,
        deadline=None,
        clock_from=None,
        asked_from=0,
        turn=(),
        deal=None,
        acts=(),
        ready=nobody,
        waited=nobody,
        offer=None,
        offered=nobody,
        ending=None,
        proposed=nobody,
    )


def apply(match: Match, seat: int | None, action: Action, now: int, by: By = "player") -> Match:
    """The match one version later. `now` is club time in ms. Raises Refusal with its code."""
    if seat is None:
        return _club_act(match, action, now)
    if not 0 <= seat < match.rules.players:
        raise Refusal("no_such_seat")
    if match.phase in _NOT_RUNNING:
        raise Refusal("not_running")
    if action == _BACK:
        return system.take_back(_following(match), seat, now)
    if match.bots[seat] != (by == "bot"):
        raise Refusal("seat_not_with_bot" if by == "bot" else "seat_with_bot")
    if isinstance(action, Word) and action.word in _ENDING:
        return _ENDING[action.word](_following(match), seat)
    if match.halt is not None or is_of_halt(action):
        return halting.speak_of_halt(_following(match), seat, action, now)
    if isinstance(action, Offer):
        return offers.offer(_following(match), seat, action, now, by)
    if seat not in match.turn:
        raise Refusal("not_your_turn")
    return _asked_act(match, seat, action, now, by)


def _following(match: Match) -> Match:
    return match._replace(version=match.version + 1)


_NOT_RUNNING = ("waiting", "finished")
_BACK, _TIMEOUT = Word("back"), Word("timeout")
_ENDING = {
    "end_now": ending.propose_end,
    "agree_end": ending.agree_end,
    "refuse_end": ending.refuse_end,
}


def _asked_act(match: Match, seat: int, action: Action, now: int, by: By) -> Match:
    if match.phase in DEAL_PHASES:
        missed = put(match.missed, seat, 0) if match.missed[seat] else match.missed
        return _deal_act(match, action, now, by, missed)
    if match.phase == "offer" and isinstance(action, Word):
        return offers.answer(_following(match), seat, action.word, by, now)
    if action == Word("next"):
        return between.is_ready(_following(match), seat, now)
    if action == Word("wait"):
        return between.wait(_following(match), seat)
    raise Refusal("wrong_phase")


def _deal_act(match: Match, action: Action, now: int, by: By, missed: tuple[int, ...]) -> Match:
    """One act of the deal, with its version, record and clock in a single new state."""
    assert match.deal is not None
    deal, version = step(match.rules, match.deal, action), match.version + 1
    bank, seat = charged_bank(match, now), deal.turn
    acts = (*match.acts, (match.turn[0], print_action(action), by))
    if deal.phase == "over":
        played = match._replace(version=version, acts=acts, bank=bank, missed=missed)
        return between.close_deal(played, deal, now)
    return match._replace(
        version=version,
        phase=deal.phase,
        deal=deal,
        acts=acts,
        turn=(seat,),
        bank=bank,
        missed=missed,
        asked_from=version,
        clock_from=now,
        deadline=deadline_for(match, seat, bank, now),
    )


def _club_act(match: Match, action: Action, now: int) -> Match:
    if action == _TIMEOUT:
        return _time_out(match, now)
    if isinstance(action, Adjourn):
        return halting.halt(_following(match), "adjourn", None, action.until, now)
    if isinstance(action, Word):
        return _club_word(_following(match), action.word, now)
    if match.halt is not None and not isinstance(action, Join):
        raise Refusal("halted")
    return _system_act(_following(match), action, now)


def _club_word(match: Match, word: str, now: int) -> Match:
    if word == "pause" and match.halt is None:
        return halting.halt(match, "pause", None, None, now)
    if word == "resume":
        return halting.resume(match, now)
    if word == "expire":
        return halting.expire(match, now)
    raise Refusal("bad_act")


def _system_act(match: Match, action: Action, now: int) -> Match:
    match action:
        case Start():
            return system.start(match, action, now)
        case NewDeal():
            return system.new_deal(match, action, now)
        case GiveToBot():
            return system.give_to_bot(match, action, now)
        case Join():
            return system.join(match, action)
        case Credit():
            return system.credit(match, action)
    raise Refusal("bad_act")


def _time_out(match: Match, now: int) -> Match:
    """The legal minimum once the time is over and the grace gone (§12.3)."""
    if match.deadline is None:
        raise Refusal("not_running")
    if match.halt is not None:
        raise Refusal("halted")
    if match.phase == "to_deal":
        raise Refusal("wrong_phase")
    if now < match.deadline + match.clock.grace_ms:
        raise Refusal("too_early")
    if match.phase == "result":
        return between.go_on(_following(match), now)
    if match.phase == "offer":
        return offers.fall_silent(_following(match), now)
    return _deal_time_out(match, now)


def _deal_time_out(match: Match, now: int) -> Match:
    """Two time-outs in a row hand the seat to the bot."""
    assert match.deal is not None
    seat = match.turn[0]
    action, missed = cheapest_act(match.deal), match.missed
    if not match.bots[seat]:
        missed = put(missed, seat, missed[seat] + 1)
    bank = charged_bank(match, now)
    if missed[seat] >= TIMEOUTS_TO_BOT and not match.bots[seat]:
        match = match._replace(bots=put(match.bots, seat, True), bank=bank)
    return _deal_act(match, action, now, "clock", missed)
