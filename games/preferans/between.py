"""Between two deals: the result on the table, the next deal, the end of the match (§9.5)."""

from games.errors import Refusal
from games.preferans.book import enter, settled
from games.preferans.deal import contract_name, outcome_of
from games.preferans.series import is_over, next_dealer, series_after
from games.preferans.state import Deal, Match, put


def close_deal(match: Match, deal: Deal, now: int) -> Match:
    """Score the finished deal (§8); then the result phase, or the end of the match."""
    rules, outcome = match.rules, outcome_of(deal)
    book = enter(rules, match.book, match.number, contract_name(deal), outcome)
    series = series_after(rules, match.series, outcome)
    scored = match._replace(deal=deal, book=book, series=series, offer=None)
    if is_over(rules, book.sheet, match.number, now - match.started_at, series):
        return finish(scored)
    return _show_result(scored, now)


def _show_result(match: Match, now: int) -> Match:
    people = tuple(seat for seat, bot in enumerate(match.bots) if not bot)
    shown_ms = match.clock.result_ms if people else match.clock.deal_ms
    return match._replace(
        phase="result",
        turn=people,
        asked_from=match.version,
        clock_from=now,
        deadline=now + shown_ms,
        ready=match.bots,
    )


def finish(match: Match) -> Match:
    """The match is over and settled as the sheet stands (§10, §12.5)."""
    return match._replace(
        phase="finished",
        book=settled(match.rules, match.book),
        turn=(),
        deadline=None,
        clock_from=None,
        offer=None,
        ending=None,
        halting=None,
        halt=None,
    )


def is_ready(match: Match, seat: int, now: int) -> Match:
    """`next`: this seat has seen the result; when all have, the next deal comes."""
    left = tuple(other for other in match.turn if other != seat)
    if not left:
        return go_on(match, now)
    return match._replace(ready=put(match.ready, seat, True), turn=left)


def wait(match: Match, seat: int) -> Match:
    """`wait`: once a player a match, the result stays a minute longer."""
    if match.waited[seat]:
        raise Refusal("already_waited")
    assert match.deadline is not None
    return match._replace(
        waited=put(match.waited, seat, True), deadline=match.deadline + match.clock.wait_ms
    )


def go_on(match: Match, now: int) -> Match:
    """To the next deal: the dealer moves (§1.5)."""
    assert match.deal is not None
    dealer = next_dealer(match.rules, match.dealer, outcome_of(match.deal))
    return await_deal(match._replace(number=match.number + 1, dealer=dealer, deal=None), now)


def await_deal(match: Match, now: int) -> Match:
    """Nobody is asked: the deck comes from outside as the act `deal`."""
    return match._replace(
        phase="to_deal",
        turn=(),
        clock_from=now,
        deadline=now + match.clock.deal_ms,
        ready=(False,) * match.rules.players,
        ending=None,
        halting=None,
    )
