"""A match as JSON text with a schema number, and back; readable for ever."""

import json
from typing import Any, Final

from games.errors import BadRecord
from games.preferans.book import book_of, settled
from games.preferans.rules import rules_from_json, rules_to_json
from games.preferans.sheet import Sheet
from games.preferans.state import (
    Cards,
    Clock,
    Deal,
    Ending,
    Halt,
    Halting,
    Match,
    Offered,
    Trick,
)

SCHEMA: Final = 1
LATER: Final = ("halting", "halt", "stopped")


def encode_match(match: Match) -> str:
    """The whole state as one line of JSON."""
    return json.dumps(match_to_json(match), separators=(",", ":"))


def match_to_json(match: Match) -> dict[str, Any]:
    """The whole state as values ready for JSON, for whoever has a faster encoder."""
    fields = {"schema": SCHEMA, **match._asdict()}
    book = match.book
    fields["rules"] = rules_to_json(match.rules)
    fields["clock"] = match.clock._asdict()
    fields["book"] = {
        "sheet": book.sheet._asdict(),
        "entries": book.entries,
        "settled": book.settlement is not None,
    }
    fields["deal"] = None if match.deal is None else _deal_fields(match.deal)
    fields["offer"] = None if match.offer is None else match.offer._asdict()
    fields["ending"] = None if match.ending is None else match.ending._asdict()
    for name in LATER:  # an older release reads what has nothing of them
        value = fields[name]
        if value:
            fields[name] = value if name == "stopped" else value._asdict()
        else:
            del fields[name]
    return fields


def decode_match(text: str) -> Match:
    """The state `encode_match` wrote. Raises BadRecord for an unknown schema or shape."""
    try:
        fields = _frozen(json.loads(text))
        if not isinstance(fields, dict) or fields.pop("schema") != SCHEMA:
            raise BadRecord("a match of another schema")
        return _match(fields)
    except (KeyError, TypeError, ValueError) as error:
        raise BadRecord(f"no match: {error}") from error


def _deal_fields(deal: Deal) -> dict[str, Any]:
    fields = deal._asdict()
    fields["cards"] = deal.cards._asdict()
    fields["history"] = [trick._asdict() for trick in deal.history]
    return fields


def _match(fields: dict[str, Any]) -> Match:
    rules = rules_from_json(fields["rules"])
    book = fields["book"]
    written = book_of(rules, Sheet(**book["sheet"]), book["entries"])
    deal, offer, ending = fields["deal"], fields["offer"], fields["ending"]
    halting, halt = fields.get("halting"), fields.get("halt")
    ready = {
        "rules": rules,
        "clock": Clock(**fields["clock"]),
        "book": settled(rules, written) if book["settled"] else written,
        "deal": None if deal is None else _deal(deal),
        "offer": None if offer is None else Offered(**offer),
        "ending": None if ending is None else Ending(**ending),
        "halting": None if halting is None else Halting(**halting),
        "halt": None if halt is None else Halt(**halt),
    }
    return Match(**{**fields, **ready})


def _deal(fields: dict[str, Any]) -> Deal:
    cards = Cards(**fields["cards"])
    history = tuple(Trick(**trick) for trick in fields["history"])
    return Deal(**{**fields, "cards": cards, "history": history})


def _frozen(value: Any) -> Any:
    """Lists as tuples, all the way down."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return {name: _frozen(inner) for name, inner in value.items()}
    return value
