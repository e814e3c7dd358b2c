"""What programs may ask, as types: a field that stands in the address comes from there."""

from typing import Annotated, Any, Literal

import msgspec
from flask import request
from msgspec import UNSET, Meta, Struct, UnsetType

from club.names import MOST
from games.preferans.rules import Convention
from views.api.answers import Address

Limit = Annotated[int, Meta(ge=1, le=100, description="How many at most.")]

Below = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,18}-[0-7][0-9a-hjkmnp-tv-z]{12}-[0-9]{1,4}$",
        description="`next` of the page before.",
    ),
]
Eyes = Annotated[int, Meta(ge=0, le=3, description="Whose eyes; all cards are open without it.")]


class Asked(Struct, kw_only=True, forbid_unknown_fields=True):
    """The parameters of one question."""


class Nothing(Asked):
    """There is nothing to choose."""


class OneAsked(Asked):
    """One of something."""

    id: Address


class TablesAsked(Asked):
    """A page of tables."""

    after: Annotated[Address, Meta(description="`next` of the page before.")] | UnsetType = UNSET
    limit: Limit = 50


class MatchesAsked(OneAsked):
    """A page of what a player has played."""

    before: Annotated[Address, Meta(description="`next` of the page before.")] | UnsetType = UNSET
    limit: Limit = 50


class SearchAsked(Asked):
    """Matches that are over, the newest first."""

    player: Annotated[Address, Meta(description="A member who played.")] | UnsetType = UNSET
    convention: Convention | UnsetType = UNSET
    below: Below | UnsetType = UNSET


class DealsAsked(SearchAsked):
    """Deals; `role` is the player's, `contract` also a level such as `8`."""

    role: Literal["declarer", "whist"] | UnsetType = UNSET
    contract: Annotated[str, Meta(max_length=7)] | UnsetType = UNSET
    result: Literal["made", "failed", "conceded", "all_pass"] | UnsetType = UNSET


class NameAsked(Asked):
    """A member by name: whatever looks like it is the same name."""

    name: Annotated[str, Meta(min_length=1, max_length=MOST)]


class DealAsked(OneAsked):
    """One deal of a match."""

    number: Annotated[int, Meta(ge=1, le=10_000, description="From 1.")]
    seat: Eyes | UnsetType = UNSET


def asked(kind: type[Any]) -> Any:
    """What this request asks. Raises msgspec.ValidationError, which names the parameter."""
    given = {**request.args.to_dict(), **(request.view_args or {})}
    return msgspec.convert(given, kind, strict=False)
