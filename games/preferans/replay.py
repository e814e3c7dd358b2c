"""Records played through the rules again: a noted deal or match becomes a state."""

from typing import Final

from games.errors import BadRecord, Refusal
from games.preferans.actions import NewDeal, Start, Word, recorded_action
from games.preferans.between import finish
from games.preferans.book import book_of
from games.preferans.match import apply, new_match
from games.preferans.notation import DealRecord, MatchRecord, deck_of_record
from games.preferans.rules import Rules
from games.preferans.sheet import Sheet
from games.preferans.state import Clock, Match

# Nobody waits in a replay: every act falls on the same moment.
_CLOCK: Final = Clock(act_ms=30_000, bank_ms=0, refill_ms=0)
_SALT: Final = "00" * 8


def replay_match(record: MatchRecord) -> Match:
    """The state after the last noted act. Raises BadRecord when an act was not legal."""
    if not record.deals:
        return new_match(record.rules, _CLOCK)
    match = _started(record.rules, record.deals[0].dealer)
    for deal in record.deals:
        match = replay_deal(_to_next_deal(match), deal)
    return finish(match) if record.ended else match


def replay_one(
    rules: Rules, record: DealRecord, *, series: int = 0, sheet: Sheet | None = None
) -> Match:
    """One noted deal by itself, after `series` all-pass deals, on this sheet or an empty one."""
    match = _started(rules, record.dealer)._replace(series=series)
    if sheet is not None:
        match = match._replace(book=book_of(rules, sheet, ()))
    return replay_deal(match, record)


def replay_deal(match: Match, record: DealRecord) -> Match:
    """The acts of one deal on a match that waits for it. Raises BadRecord."""
    if match.phase != "to_deal" or match.dealer != record.dealer:
        raise BadRecord("this deal does not follow from the one before")
    match = apply(match, None, NewDeal(deck_of_record(record), _SALT), 0)
    for number, act in enumerate(record.acts, start=1):
        try:
            seat = match.turn[0] if act.seat is None else act.seat
            match = apply(match, seat, recorded_action(act.text), 0)
        except (Refusal, IndexError) as error:
            raise BadRecord(f"act {number}, {act.text!r}: {error}") from error
    if record.tricks and (match.deal is None or match.deal.tricks != record.tricks):
        raise BadRecord("the tricks noted are not those played")
    return match


def _started(rules: Rules, dealer: int) -> Match:
    start = Start(dealer, (False,) * rules.players)
    return apply(new_match(rules, _CLOCK), None, start, 0)


def _to_next_deal(match: Match) -> Match:
    while match.phase == "result":
        match = apply(match, match.turn[0], Word("next"), 0)
    return match
