"""The log of one deal with the server's times: while it goes on, of one's own acts only."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from club.catch_up import replayed
from club.errors import ClubRefusal
from club.steps import Step
from games.preferans import Match, decode_match, doer, told
from games.preferans.actions import deck_text
from games.preferans.sight import is_revealed
from store import deals, events, matches, outages, seats
from store.connections import Connections
from store.deals import Deal
from store.matches import Match as StoredMatch
from store.matches import Seat
from store.opening import Connection

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Line(NamedTuple):
    """One act; `ref` is what its own client called it, and nobody else's business."""

    version: int
    at: datetime
    seat: int | None
    by: str
    act: str
    ref: str | None


class DealLog(NamedTuple):
    """What may be kept of a deal; the deck and its salt once they lie open."""

    number: int
    names: list[str]
    lines: list[Line]
    commitment: str
    deck: str | None
    salt: str | None


class _Told(NamedTuple):
    """One act with the states around it."""

    before: Match
    step: Step
    after: Match


class DealLogs:
    """Of all matches, for those who sit or sat there; of a match that is over, for everybody."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def of(self, match_id: int, number: int | None, player_id: int | None) -> DealLog:
        """The log of that deal (from 1), or of the last one there is, for this player.

        Raises ClubRefusal: no_such_match, no_such_deal, not_seated; what a replay raises; Busy.
        """
        with self._connections.connection() as connection:
            match = matches.read(connection, match_id)
            if match is None or match.version == 0:
                raise ClubRefusal("no_such_match")
            sitters = seats.of_match(connection, match_id)
            seat = _seat_of(match, sitters, player_id)
            deal, dealt, acts = _read(connection, match_id, number)
            known = list(_known(dealt, acts))
            lost = outages.lost_by(connection, _times(dealt, known))
        is_open = match.status == "finished" or any(is_revealed(each.after) for each in known)
        heard = known if is_open or deal.result is not None else _own(known, seat)
        names = {sitter.seat: sitter.name for sitter in sitters}
        log = DealLog(
            deal.number,
            [names.get(at, "") for at in range(match.seat_count)],
            [_first(dealt, lost), *(_line(each, seat, lost, is_open=is_open) for each in heard)],
            *_promise(dealt),
        )
        return log if is_open else log._replace(deck=None, salt=None)


def _seat_of(match: StoredMatch, sitters: Sequence[Seat], player_id: int | None) -> int | None:
    """Where this player sits; a match that goes on is nobody else's."""
    seat = next((s.seat for s in sitters if not s.bot and s.player_id == player_id), None)
    if seat is None and match.status != "finished":
        raise ClubRefusal("not_seated")
    return seat


def _read(
    connection: Connection, match_id: int, number: int | None
) -> tuple[Deal, Match, list[events.Event]]:
    dealt = deals.of_match(connection, match_id)
    number = len(dealt) if number is None else number
    state = deals.state_at(connection, match_id, number) if number > 0 else None
    if state is None or number > len(dealt):
        raise ClubRefusal("no_such_deal")
    begun = decode_match(state)
    end = deals.end_of(connection, match_id, begun.version)
    return dealt[number - 1], begun, events.between(connection, match_id, begun.version, end)


def _promise(dealt: Match) -> tuple[str, str, str]:
    """The commitment, and the deck and the salt behind it."""
    assert dealt.deal is not None  # the state right after the cards were dealt
    return dealt.deal.commitment, deck_text(dealt.deal.cards.deck), dealt.deal.cards.salt


def _known(dealt: Match, acts: Sequence[events.Event]) -> Iterator[_Told]:
    before = dealt
    for event in acts:
        step, after = replayed(before, event)
        yield _Told(before, step, after)
        before = after


def _own(known: Sequence[_Told], seat: int | None) -> list[_Told]:
    return [each for each in known if _doer(each) == seat]


def _doer(each: _Told) -> int | None:
    return doer(each.before, each.step.seat, each.step.action)


def _times(dealt: Match, known: Sequence[_Told]) -> list[int]:
    return [dealt.clock_from or 0, *(each.step.at for each in known)]


def _first(dealt: Match, lost: dict[int, int]) -> Line:
    return Line(dealt.version, _utc(dealt.clock_from or 0, lost), None, "club", "deal", None)


def _line(each: _Told, seat: int | None, lost: dict[int, int], *, is_open: bool) -> Line:
    who, step = _doer(each), each.step
    said = told(each.before, step.seat, step.action, who if is_open else seat)
    ref = step.ref if seat is not None and step.seat == seat else None
    return Line(step.version, _utc(step.at, lost), who, step.by, said or "", ref)


def _utc(at: int, lost: dict[int, int]) -> datetime:
    """Club time stands still while the club is out; people's clocks do not."""
    return EPOCH + timedelta(milliseconds=at + lost[at])
