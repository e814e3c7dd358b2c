"""The archive searched: matches and deals that are over, a page at a time."""

import re
from typing import Any, Final, NamedTuple, TypeVar

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from club.addresses import address_of, id_at
from club.facets import ANY, CONVENTIONS, LEVELS, RESULTS, ROLES, Wanted
from club.facts import PAGE
from games.preferans.facts import ALL_PASS, GAMES, MISERE
from store.facts import NEWEST, FoundDeal, FoundMatch, Key
from views import agreements
from views.act_words import bid_words
from views.people import current_club, current_player

bp = Blueprint("search", __name__, url_prefix="/archive")
F = TypeVar("F", FoundDeal, FoundMatch)

CONTRACTS: Final = (*LEVELS, MISERE, ALL_PASS, *GAMES)
_KEY: Final = re.compile(r"(\d{1,18})-([0-9a-z]{13})-(\d{1,4})", re.ASCII)
MOST_NAME: Final = 60


class Asked(NamedTuple):
    """A search as its form shows it again."""

    name: str
    mine: bool
    wanted: Wanted

    @property
    def is_nobody(self) -> bool:
        """Somebody is asked for who is not there."""
        return bool(self.name or self.mine) and self.wanted.player_id is None

    @property
    def whose(self) -> dict[str, str]:
        """Whom it is about, for another address."""
        return {"mine": "1"} if self.mine else {"player": self.name} if self.name else {}


@bp.get("")
def matches() -> str:
    asked = asked_for()
    found = (
        []
        if asked.is_nobody
        else current_club().facts.matches(asked.wanted, key_at(request.args.get("below", "")))
    )
    return _page("archive/matches.html", asked, found)


@bp.get("/deals")
def deals() -> str:
    asked = asked_for()
    found = (
        []
        if asked.is_nobody
        else current_club().facts.deals(asked.wanted, key_at(request.args.get("below", "")))
    )
    return _page("archive/deals.html", asked, found)


def asked_for(*, somebody: bool = False) -> Asked:
    """What the address asks for; parts it does not know are as if they were not there.

    Where it must be `somebody`, it is whoever asks when nobody is named.
    """
    name = request.args.get("player", "").strip()[:MOST_NAME]
    mine = "mine" in request.args or (somebody and not name)
    player = current_player() if mine else _named(name)
    wanted = Wanted(
        player,
        _part("role", ROLES, "declarer"),
        _part("convention", CONVENTIONS),
        _part("contract", CONTRACTS),
        _part("result", RESULTS),
    )
    return Asked(name, mine, wanted)


def contract_words(contract: str) -> str:
    """A contract, or a level of any suit, in the reader's words."""
    if contract == ALL_PASS:
        return str(gettext("all pass"))
    if contract in LEVELS:
        return str(gettext("%(level)s, any suit", level=contract))
    return bid_words(contract)


def result_words(result: str) -> str:
    """How a contract ended."""
    words = {
        "made": gettext("made"),
        "failed": gettext("failed"),
        "conceded": gettext("conceded"),
        ALL_PASS: gettext("all pass"),
    }
    return str(words[result])


def role_words(role: str) -> str:
    """Whose deals are looked for."""
    words = {
        "declarer": gettext("as declarer"),
        "whist": gettext("as whister"),
        ANY: gettext("in any part"),
    }
    return str(words[role])


def _named(name: str) -> int | None:
    return current_club().facts.player_named(name) if name.isprintable() and name else None


def _part(name: str, known: Any, otherwise: str = ANY) -> str:
    given = request.args.get(name, otherwise)
    return given if given in known else otherwise


def key_at(text: str) -> Key:
    """Where a page ended, as `key_text` writes it; before the first one for anything else."""
    found = _KEY.fullmatch(text)
    match_id = found and id_at(found[2])
    return Key(int(found[1]), match_id, int(found[3])) if found and match_id else NEWEST


def key_text(key: Key) -> str:
    """The key in an address."""
    return f"{key.ended_at}-{address_of(key.match_id)}-{key.number}"


def _page(template: str, asked: Asked, found: list[F]) -> str:
    shown = found[:PAGE]
    older = _older(shown[-1].key) if len(found) > PAGE else None
    return render_template(
        template,
        asked=asked,
        wanted=asked.wanted,
        found=shown,
        older=older,
        conventions=agreements.conventions(),
        convention_names=dict(agreements.conventions()),
        contracts=[(each, contract_words(each)) for each in CONTRACTS],
        results=[(each, result_words(each)) for each in RESULTS if each != ALL_PASS],
        roles=[(each, role_words(each)) for each in ROLES],
        contract_words=contract_words,
        result_words=result_words,
        address_of=address_of,
    )


def _older(key: Key) -> str:
    """The address of the next page."""
    words: dict[str, Any] = {**request.args.to_dict(), "below": key_text(key)}
    return url_for(request.endpoint or "", **words)
