"""What deals are searched by: each part has few values, and a search names those it wants."""

from typing import Final, NamedTuple

from games.preferans.facts import ALL_PASS, GAMES, MISERE
from games.preferans.rules import PRESETS
from store.facts import Facet

ANY: Final = ""
CONVENTIONS: Final = tuple(PRESETS)
CONTRACTS: Final = (*GAMES, MISERE, ALL_PASS)
LEVELS: Final = ("6", "7", "8", "9", "10")  # a contract of any suit
RESULTS: Final = ("made", "failed", "conceded", ALL_PASS)
# Whose deals: those one declared are also those in which nobody did.
ROLES: Final[dict[str, tuple[str, ...]]] = {
    "declarer": ("declarer", ALL_PASS),
    "whist": ("whist",),
    ANY: ("declarer", "whist", "pass", "catch", "dealer", ALL_PASS),
}


class Wanted(NamedTuple):
    """A search; a part that is ANY may have any value. Without a player roles do not count."""

    player_id: int | None = None
    role: str = "declarer"
    convention: str = ANY
    contract: str = ANY
    result: str = ANY


def facets_of(wanted: Wanted) -> list[Facet]:
    """All the kinds of deals that would do."""
    roles = ROLES["declarer" if wanted.player_id is None else wanted.role]
    if not (wanted.contract or wanted.result):
        conventions = conventions_of(wanted.convention)
        roles = roles[:1] if wanted.player_id is None else roles
        return [Facet(role, convention) for role in roles for convention in conventions]
    return [
        Facet(role, convention, contract, result)
        for role in roles
        for convention in conventions_of(wanted.convention)
        for contract in _contracts_of(wanted.contract)
        for result in ((wanted.result,) if wanted.result else RESULTS)
        if _is_possible(role, contract, result)
    ]


def conventions_of(wanted: str) -> tuple[str, ...]:
    """That one, or all of them."""
    return (wanted,) if wanted else CONVENTIONS


def _contracts_of(wanted: str) -> tuple[str, ...]:
    if wanted in LEVELS:
        return tuple(name for name in GAMES if name[:-1] == wanted)
    return (wanted,) if wanted else CONTRACTS


def _is_possible(role: str, contract: str, result: str) -> bool:
    if ALL_PASS in (contract, result, role):
        return contract == result == ALL_PASS and role in (ALL_PASS, "dealer")
    if role == "catch":
        return contract == MISERE and result != "conceded"
    if role == "whist":
        return contract != MISERE and result != "conceded"
    return role != "pass" or contract != MISERE or result == "conceded"
