"""The addresses of the API: nothing but what everybody may know."""

from typing import Final, TypeVar

import msgspec
from flask import Blueprint, Response, current_app
from msgspec import UNSET

from club.addresses import id_at
from club.errors import ClubRefusal
from club.facets import ANY, Wanted
from club.facts import PAGE
from store import facts
from store.browsing import Seated
from views.api.answers import (
    Deal,
    FoundDeals,
    FoundMatches,
    Match,
    Matches,
    Player,
    Table,
    Tables,
    found_deals,
    found_matches,
    match_of,
    matches_of,
    player_of,
    table_of,
    tables_of,
)
from views.api.asked import (
    DealAsked,
    DealsAsked,
    MatchesAsked,
    NameAsked,
    OneAsked,
    SearchAsked,
    TablesAsked,
)
from views.api.operations import Operations, answer
from views.errors import problem
from views.people import current_club
from views.replays import recorded
from views.search import key_at, key_text

bp = Blueprint("api", __name__, url_prefix="/api/v1")
OPERATIONS: Final = Operations(bp)
F = TypeVar("F", facts.FoundDeal, facts.FoundMatch)
DESCRIPTION: Final = "api.description"


@OPERATIONS.get("/tables", asks=TablesAsked, answers=Tables)
def tables(asked: TablesAsked) -> Tables:
    """The tables that are not over, by id."""
    after = 0 if asked.after is UNSET else id_at(asked.after) or 0
    return tables_of(current_club().browsing.tables(after, asked.limit))


@OPERATIONS.get("/tables/{id}", asks=OneAsked, answers=Table, may_miss=True)
def table(asked: OneAsked) -> Table:
    """One table, also when its match is over."""
    look = current_club().seating.look(_known(asked.id, "no_such_table"))
    seated = Seated(look.match, look.seats)
    return table_of(seated, current_club().browsing.members_at(seated))


@OPERATIONS.get("/players", asks=NameAsked, answers=Player, may_miss=True)
def player_by_name(asked: NameAsked) -> Player:
    """The member of that name."""
    return player_of(current_club().browsing.member_named(asked.name))


@OPERATIONS.get("/players/{id}", asks=OneAsked, answers=Player, may_miss=True)
def player(asked: OneAsked) -> Player:
    """A member."""
    return player_of(current_club().browsing.member(_known(asked.id, "no_such_player")))


@OPERATIONS.get("/players/{id}/matches", asks=MatchesAsked, answers=Matches, may_miss=True)
def matches(asked: MatchesAsked) -> Matches:
    """What a member has played to its end, the newest first."""
    player_id = _known(asked.id, "no_such_player")
    before = None if asked.before is UNSET else _known(asked.before, "no_such_match")
    return matches_of(current_club().browsing.matches_of(player_id, before, asked.limit))


@OPERATIONS.get("/matches", asks=SearchAsked, answers=FoundMatches)
def search_matches(asked: SearchAsked) -> FoundMatches:
    """The archive: matches that are over, the newest first, a while after their end."""
    wanted = Wanted(_player(asked), convention=asked.convention or ANY)
    found = current_club().facts.matches(wanted, key_at(asked.below or ""))
    return found_matches(found[:PAGE], _following(found))


@OPERATIONS.get("/deals", asks=DealsAsked, answers=FoundDeals)
def search_deals(asked: DealsAsked) -> FoundDeals:
    """The archive: deals that are over, the newest first, a while after the end of their match."""
    wanted = Wanted(
        _player(asked),
        asked.role or ANY,
        asked.convention or ANY,
        asked.contract or ANY,
        asked.result or ANY,
    )
    found = current_club().facts.deals(wanted, key_at(asked.below or ""))
    return found_deals(found[:PAGE], _following(found))


@OPERATIONS.get("/matches/{id}", asks=OneAsked, answers=Match, may_miss=True)
def match(asked: OneAsked) -> Match:
    """A match that is over."""
    played = current_club().replays.match(_known(asked.id, "no_such_match"))
    return match_of(played, current_club().browsing.members_at(Seated(played.match, played.seats)))


@OPERATIONS.get("/matches/{id}/deals/{number}", asks=DealAsked, answers=Deal, may_miss=True)
def deal(asked: DealAsked) -> Deal:
    """A deal of a match that is over, act by act."""
    match_id = _known(asked.id, "no_such_match")
    seat = None if asked.seat is UNSET else asked.seat
    recording = current_club().replays.deal(match_id, asked.number, seat)
    return Deal(number=asked.number, seat=seat, messages=recorded(recording, seat))


@bp.get("/openapi.json")
def description() -> Response:
    """This description."""
    return answer(current_app.extensions[DESCRIPTION])


@bp.errorhandler(msgspec.ValidationError)
def _not_understood(error: msgspec.ValidationError) -> Response:
    return problem(400, "bad_question", wrong=str(error))


def _player(asked: SearchAsked) -> int | None:
    """Whom the search is about; an address that nobody has is nobody's."""
    return None if asked.player is UNSET else id_at(asked.player) or 0


def _following(found: list[F]) -> str | None:
    return key_text(found[PAGE - 1].key) if len(found) > PAGE else None


def _known(address: str, code: str) -> int:
    """The id; an address that nothing can have is one that nothing has."""
    found = id_at(address)
    if found is None:
        raise ClubRefusal(code)
    return found
