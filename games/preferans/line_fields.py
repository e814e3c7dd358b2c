"""The fields of a command's line: whole numbers, seats, columns, sheets and rules."""

from collections.abc import Mapping
from typing import Any, Final

from games.preferans.json_lines import BadLine, kind_of
from games.preferans.rules import BadRules, Rules, rules_from_json
from games.preferans.sheet import Sheet

POINTS_LIMIT: Final = 1_000_000_000

Given = Mapping[str, Any]


def refuse_unknown(given: Given, known: frozenset[str]) -> None:
    """A misspelt field is refused rather than passed over. Raises BadLine."""
    unknown = given.keys() - known
    if unknown:
        raise BadLine(f"{kind_of(min(unknown))[1:-1]}: no such field")


def required(given: Given, name: str) -> Any:
    """The field's value, which is neither missing nor null. Raises BadLine."""
    value = given.get(name)
    if value is None:
        raise BadLine(f"{name}: missing")
    return value


def whole(name: str, value: object, low: int, high: int) -> int:
    """A whole number within these limits; true, 1.0 and "1" are none. Raises BadLine."""
    if type(value) is not int:
        raise BadLine(f"{name}: {kind_of(value)} is not a whole number")
    if not low <= value <= high:
        limits = f"from {low} to {high}" if low < high else str(low)
        raise BadLine(f"{name}: {kind_of(value)} is not {limits}")
    return value


def flag(given: Given, name: str) -> bool:
    """true or false; missing is false. Raises BadLine."""
    value = given.get(name)
    if value is None:
        return False
    if type(value) is not bool:
        raise BadLine(f"{name}: {kind_of(value)} is neither true nor false")
    return value


def column(name: str, value: object, players: int, low: int, high: int) -> tuple[int, ...]:
    """One whole number for each seat. Raises BadLine."""
    if not isinstance(value, list):
        raise BadLine(f"{name}: {kind_of(value)} is not a list")
    if len(value) != players:
        raise BadLine(f"{name}: {len(value)} entries for {players} players")
    return tuple(whole(name, entry, low, high) for entry in value)


def sheet_of(given: Given, players: int) -> Sheet:
    """Pool, mountain and whists of a sheet. Raises BadLine."""
    return Sheet(
        column("pool", required(given, "pool"), players, 0, POINTS_LIMIT),
        column("mountain", required(given, "mountain"), players, -POINTS_LIMIT, POINTS_LIMIT),
        _whists(required(given, "whists"), players),
    )


def _whists(value: object, players: int) -> tuple[tuple[int, ...], ...]:
    if not isinstance(value, list) or len(value) != players:
        raise BadLine(f"whists: not a list of {players} lists")
    rows = tuple(column("whists", row, players, 0, POINTS_LIMIT) for row in value)
    if any(row[seat] for seat, row in enumerate(rows)):
        raise BadLine("whists: nobody writes whists on himself")
    return rows


def rules_of(value: object, players: int) -> Rules:
    """A convention by name, or an object of agreements with its `base`. Raises BadLine."""
    agreements = {"base": value} if isinstance(value, str) else value
    if not isinstance(agreements, dict):
        raise BadLine(f"rules: {kind_of(value)} is neither a convention nor an object")
    whole("rules: players", agreements.get("players", players), players, players)
    for name, agreement in agreements.items():
        if isinstance(agreement, dict) or (
            isinstance(agreement, list) and name != "half_whist_levels"
        ):
            raise BadLine(f"rules: {name}: {kind_of(agreement)} is not a word or a number")
    try:
        return rules_from_json(agreements | {"players": players})
    except BadRules as error:
        raise BadLine(f"rules: {error}") from None


def sheet_to_json(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the commands write it."""
    return {
        "pool": list(sheet.pool),
        "mountain": list(sheet.mountain),
        "whists": [list(row) for row in sheet.whists],
    }
