"""Acts nobody at the table does: start, deal, seats changing hands, credit of time."""

from games.errors import Refusal
from games.preferans.actions import Credit, GiveToBot, Join, NewDeal, Start
from games.preferans.between import await_deal, is_ready
from games.preferans.clock import asked_again, credited, refilled_bank
from games.preferans.deal import deal_cards
from games.preferans.ending import agree_end
from games.preferans.halting import agree_to_halt
from games.preferans.series import min_level
from games.preferans.state import Match, put

MOST_CREDIT_MS = 600_000


def start(match: Match, action: Start, now: int) -> Match:
    """The seats are filled; the lot has named the first dealer (§1.5)."""
    if match.phase != "waiting":
        raise Refusal("already_started")
    if len(action.bots) != match.rules.players or action.dealer >= match.rules.players:
        raise Refusal("no_such_seat")
    filled = match._replace(number=1, dealer=action.dealer, bots=action.bots, started_at=now)
    return await_deal(filled, now)


def new_deal(match: Match, action: NewDeal, now: int) -> Match:
    """A deck is dealt, the banks refill, people take over the seats they joined."""
    if match.phase != "to_deal":
        raise Refusal("wrong_phase")
    deal = deal_cards(
        match.rules,
        match.dealer,
        action,
        min_level=min_level(match.rules, match.series),
        all_pass_number=match.series + 1,
    )
    bots = tuple(b and not j for b, j in zip(match.bots, match.joining, strict=True))
    nobody = (False,) * match.rules.players
    seated = match._replace(
        phase="auction",
        deal=deal,
        acts=(),
        bots=bots,
        joining=nobody,
        bank=refilled_bank(match),
        offered=nobody,
        proposed=nobody,
        stopped=(),
        turn=(deal.turn,),
    )
    return asked_again(seated, now)


def give_to_bot(match: Match, action: GiveToBot, now: int) -> Match:
    """A bot takes the seat at once, in the middle of whatever is asked (§12.4)."""
    seat = seat_in(match, action.seat)
    if match.bots[seat]:
        raise Refusal("seat_with_bot")
    given = match._replace(
        bots=put(match.bots, seat, True), joining=put(match.joining, seat, False)
    )
    if given.ending is not None:
        given = agree_end(given, seat)
    if given.halting is not None:
        given = agree_to_halt(given, seat, now)
    if seat not in given.turn or given.phase == "offer":
        return given
    if given.phase == "result":
        return is_ready(given, seat, now)
    return asked_again(given, now)


def join(match: Match, action: Join) -> Match:
    """A person will take over this bot's seat at the next deal."""
    seat = seat_in(match, action.seat)
    if not match.bots[seat]:
        raise Refusal("seat_not_with_bot")
    return match._replace(joining=put(match.joining, seat, True))


def take_back(match: Match, seat: int, now: int) -> Match:
    """`back`: the player plays his own seat again, from the present decision on."""
    if not match.bots[seat]:
        raise Refusal("seat_not_with_bot")
    taken = match._replace(
        bots=put(match.bots, seat, False),
        joining=put(match.joining, seat, False),
        missed=put(match.missed, seat, 0),
    )
    if taken.ending is not None:
        agreed = put(taken.ending.agreed, seat, False)
        taken = taken._replace(ending=taken.ending._replace(agreed=agreed))
    if taken.halting is not None:
        agreed = put(taken.halting.agreed, seat, False)
        taken = taken._replace(halting=taken.halting._replace(agreed=agreed))
    if taken.halt is not None:
        return taken._replace(ready=put(taken.ready, seat, False))
    if taken.phase == "result":
        turn = tuple(sorted((*taken.turn, seat)))
        return taken._replace(turn=turn, ready=put(taken.ready, seat, False))
    return asked_again(taken, now) if taken.turn == (seat,) and taken.phase != "offer" else taken


def credit(match: Match, action: Credit) -> Match:
    """Time given back to the seat asked, because the club lost it, in ms."""
    if seat_in(match, action.seat) not in match.turn:
        raise Refusal("not_your_turn")
    if not 0 < action.ms <= MOST_CREDIT_MS:
        raise Refusal("bad_act")
    return credited(match, action.ms)


def seat_in(match: Match, seat: int) -> int:
    """The same seat. Raises Refusal: no_such_seat, not_running."""
    if seat >= match.rules.players:
        raise Refusal("no_such_seat")
    if match.phase in ("waiting", "finished"):
        raise Refusal("not_running")
    return seat
