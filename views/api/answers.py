"""What programs are told, as types; the description of the API is made from them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from club.addresses import address_of
from club.browsing import Page
from club.replays import Played
from games.preferans.settlement import Settlement
from games.preferans.view import EntryView, SettlementView
from store import facts
from store.accounts import Account
from store.browsing import Seated
from store.matches import Match as StoredMatch
from store.matches import Seat

Address = Annotated[
    str,
    Meta(
        pattern="^[0-7][0-9a-hjkmnp-tv-z]{12}$",
        description="An id as it stands in addresses of pages.",
        examples=["1h4f8zk2m0q7w"],
    ),
]
Status = Literal["open", "running", "adjourned", "finished", "frozen"]
Agreements = dict[str, bool | int | str]


class Answer(Struct, kw_only=True):
    """Anything that is told."""


class Sitter(Answer):
    """Who sits at a seat; `player` leads to a member, guests and the club's bots have none."""

    name: str
    bot: bool
    level: str | None
    player: Address | None


class Head(Answer):
    """What was agreed at a table, and who sits there; `clock` in milliseconds."""

    id: Address
    rules: Agreements
    clock: dict[str, int]
    seats: tuple[Sitter | None, ...]
    opened_at: datetime


class Table(Head):
    """A table that is not over; `version` counts the acts of its match, 0 waits for players."""

    status: Status
    version: int
    host: int | None


class Tables(Answer):
    """A page of tables; `next` is the `after` of the next one, null when this is the last."""

    tables: list[Table]
    next: Address | None


class Player(Answer):
    """A member of the club."""

    id: Address
    name: str
    since: datetime


class Matches(Answer):
    """A page of matches; `next` is the `before` of the next one, null when this is the last."""

    matches: list[Head]
    next: Address | None


class FoundMatch(Answer):
    """A match as a search finds it; `whists` as settled, by seat."""

    id: Address
    opened_at: datetime
    convention: str
    deals: int
    names: list[str]
    whists: list[int]


class FoundMatches(Answer):
    """A page of matches; `next` is the `below` of the next one, null when this is the last."""

    matches: list[FoundMatch]
    next: str | None


class FoundDeal(Answer):
    """A deal as a search finds it; `declarer` is a seat, null on all pass, `tricks` are his."""

    match: Address
    number: int
    opened_at: datetime
    convention: str
    contract: str
    result: str
    declarer: int | None
    tricks: int
    names: list[str]


class FoundDeals(Answer):
    """A page of deals; `next` is the `below` of the next one, null when this is the last."""

    deals: list[FoundDeal]
    next: str | None


class Match(Head):
    """A match that is over: each deal as it was written, and the settlement in whists."""

    deals: list[EntryView]
    settlement: SettlementView


class Deal(Answer):
    """A deal act by act: the messages `state` and `ev` of docs/protocol.md, as told then.

    `seat` is whose eyes saw it; null has open cards.
    """

    number: int
    seat: int | None
    messages: list[dict[str, Any]]


class Problem(Answer):
    """Why there is no answer (RFC 9457); `code` is one of the club's, `wrong` names a parameter."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    wrong: str | None = None


def head_of(match: StoredMatch, seats: tuple[Seat | None, ...], members: frozenset[int]) -> Head:
    """The head of a match that is over."""
    return Head(**_head(match, seats, members))


def table_of(seated: Seated, members: frozenset[int]) -> Table:
    """A table as everybody sees it."""
    match = seated.match
    host = next((s.seat for s in seated.seats if s and s.player_id == match.host), None)
    return Table(
        **_head(match, seated.seats, members),
        status=match.status,  # type: ignore[arg-type]
        version=match.version,
        host=None if match.host is None else host,
    )


def tables_of(page: Page) -> Tables:
    """A page of tables."""
    tables = [table_of(seated, page.members) for seated in page.matches]
    return Tables(tables=tables, next=tables[-1].id if page.has_more else None)


def matches_of(page: Page) -> Matches:
    """A page of matches that are over."""
    heads = [head_of(*seated, page.members) for seated in page.matches]
    return Matches(matches=heads, next=heads[-1].id if page.has_more else None)


def found_matches(found: list[facts.FoundMatch], following: str | None) -> FoundMatches:
    """A page of a search."""
    matches = [
        FoundMatch(
            id=address_of(each.key.match_id),
            opened_at=each.created_at,
            convention=each.convention,
            deals=each.deals,
            names=each.names,
            whists=each.whists,
        )
        for each in found
    ]
    return FoundMatches(matches=matches, next=following)


def found_deals(found: list[facts.FoundDeal], following: str | None) -> FoundDeals:
    """A page of a search."""
    deals = [
        FoundDeal(
            match=address_of(each.key.match_id),
            number=each.key.number,
            opened_at=each.created_at,
            convention=each.convention,
            contract=each.contract,
            result=each.result,
            declarer=each.declarer,
            tricks=each.tricks,
            names=each.names,
        )
        for each in found
    ]
    return FoundDeals(deals=deals, next=following)


def player_of(account: Account) -> Player:
    """A member as everybody sees him."""
    return Player(id=address_of(account.player_id), name=account.name, since=account.created_at)


def match_of(played: Played, members: frozenset[int]) -> Match:
    """A whole match."""
    return Match(
        **_head(played.match, played.seats, members),
        deals=list(played.deals),  # type: ignore[arg-type]
        settlement=_settlement(played.settlement),
    )


def _head(
    match: StoredMatch, seats: tuple[Seat | None, ...], members: frozenset[int]
) -> dict[str, Any]:
    return {
        "id": address_of(match.match_id),
        "rules": match.rules,
        "clock": match.clock,
        "seats": tuple(sitter and _sitter(sitter, members) for sitter in seats),
        "opened_at": match.created_at,
    }


def _sitter(sitter: Seat, members: frozenset[int]) -> Sitter:
    player = sitter.player_id if sitter.player_id in members else None
    return Sitter(
        name=sitter.name,
        bot=sitter.bot,
        level=sitter.level,
        player=None if player is None else address_of(player),
    )


def _settlement(settled: Settlement) -> SettlementView:
    return {
        "exact": tuple(map(str, settled.exact)),
        "shown": settled.shown,
        "payments": tuple((payer, payee, str(whists)) for payer, payee, whists in settled.payments),
    }
