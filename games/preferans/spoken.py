"""What the defenders said about a game, read from a line and checked against §4.2."""

from typing import NamedTuple

from games.preferans.json_lines import BadLine, kind_of
from games.preferans.line_fields import whole
from games.preferans.outcome import Seat
from games.preferans.rules import Rules
from games.preferans.sheet import clockwise_after


class Spoken(NamedTuple):
    """How the declarations ended."""

    whisters: tuple[Seat, ...] = ()
    half_whister: Seat | None = None
    returned: bool = False

    @property
    def is_played(self) -> bool:
        """Without a whist nothing is played (§4.3, §4.4)."""
        return bool(self.whisters)


class Calls:
    """The calls not yet read, in the order they were made."""

    def __init__(self, calls: list[tuple[Seat, str]]) -> None:
        self._calls = calls

    def take(self, seat: Seat, allowed: tuple[str, ...]) -> str:
        """The next call, which must be this seat's and one of these. Raises BadLine."""
        if not self._calls:
            raise BadLine(f"calls: seat {seat} has not said {' or '.join(allowed)}")
        caller, call = self._calls.pop(0)
        if caller != seat:
            raise BadLine(f"calls: seat {caller} speaks where seat {seat} is asked")
        if call not in allowed:
            raise BadLine(
                f"calls: seat {seat} says {kind_of(call)} where he may say {' or '.join(allowed)}"
            )
        return call

    def __bool__(self) -> bool:
        return bool(self._calls)

    def end(self) -> None:
        """Nothing may be left. Raises BadLine."""
        if self._calls:
            seat, call = self._calls[0]
            raise BadLine(f"calls: seat {seat} says {kind_of(call)} when nobody is asked")


def read_calls(value: object, players: int) -> Calls:
    """`[[seat, call], ...]`; missing is none. Raises BadLine."""
    if value is None:
        return Calls([])
    if not isinstance(value, list):
        raise BadLine(f"calls: {kind_of(value)} is not a list")
    return Calls([_call(entry, players) for entry in value])


def _call(entry: object, players: int) -> tuple[Seat, str]:
    if not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[1], str):
        raise BadLine('calls: each is a seat and a word, as [1, "whist"]')
    return whole("calls", entry[0], 0, players - 1), entry[1]


def spoken_on_game(
    rules: Rules, calls: Calls, level: int, strain: str, declarer: Seat, dealer: Seat
) -> Spoken:
    """How the defenders answered a game of this level (§4.1, §4.2). Raises BadLine."""
    first, second = (
        seat
        for seat in clockwise_after(declarer, rules.players)
        if rules.players == 3 or seat != dealer
    )
    if level == 10 and rules.ten == "checked":
        spoken = Spoken()
    elif rules.stalingrad and (level, strain) == (6, "S"):
        if calls:
            calls.take(first, ("whist",))
            calls.take(second, ("whist",))
        spoken = Spoken((first, second))
    else:
        spoken = _declared(rules, calls, level, first, second, dealer)
    calls.end()
    return spoken


def _declared(
    rules: Rules, calls: Calls, level: int, first: Seat, second: Seat, dealer: Seat
) -> Spoken:
    half = rules.half_whist and level in (6, 7)
    if calls.take(first, ("whist", "pass")) == "pass":
        answers = ("whist", "pass", "half") if half else ("whist", "pass")
        answer = calls.take(second, answers)
        if answer == "half":
            return _half_whisted(rules, calls, half_whister=second, asked=first, dealer=dealer)
        return Spoken((second,)) if answer == "whist" else Spoken()
    if calls.take(second, ("whist", "pass")) == "whist":
        return Spoken((first, second))
    if half and rules.whist_pass_half and calls:
        calls.take(first, ("half",))
        return _half_whisted(rules, calls, half_whister=first, asked=second, dealer=dealer)
    return Spoken((first,))


def _half_whisted(
    rules: Rules, calls: Calls, *, half_whister: Seat, asked: Seat, dealer: Seat
) -> Spoken:
    """The other defender may take his whist back, then a sitting dealer may whist (§4.5)."""
    # A scorekeeper often notes nothing, or the plain word, for what the other said again.
    if calls and calls.take(asked, ("return", "confirm", "whist", "pass")) in ("return", "whist"):
        return Spoken((asked,), half_whister, returned=True)
    if calls and rules.players == 4 and rules.dealer_may_whist:
        if calls.take(dealer, ("dealer_whist", "whist", "pass")) != "pass":
            return Spoken((dealer,), half_whister)
    return Spoken((), half_whister)
