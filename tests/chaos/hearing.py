"""What one connection was told, checked line by line against the store and against §12.6."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from games.cards import CARDS_BY_NAME
from tests.chaos.truth import History
from tests.chaos.verdict import Verdict

CARD: Final = re.compile(r"(?<![0-9A-Za-z])[SCDH][7-9TJQKA](?![0-9A-Za-z])")
DISCARD: Final = re.compile(r"([SCDH][7-9TJQKA]) ([SCDH][7-9TJQKA]) (\S+)")
OWN_FIELDS: Final = ("hands", "discard", "legal")
Message = dict[str, Any]


@dataclass
class Seen:
    """Everything anybody was told of one match."""

    history: History
    events: dict[tuple[int, int | None], str] = field(default_factory=dict)  # raw, by audience
    states: dict[tuple[int, int | None], str] = field(default_factory=dict)
    shared: dict[int, bytes] = field(default_factory=dict)  # of events, by version
    shared_states: dict[int, bytes] = field(default_factory=dict)
    receipts: dict[tuple[int, str], int] = field(default_factory=dict)  # by seat and ref
    sent: dict[tuple[int, str], set[str]] = field(default_factory=dict)
    first_at: dict[int, float] = field(default_factory=dict)  # when a version was first seen

    def saw(self, version: int, at: float) -> None:
        """Records are read one after another: what is read first need not have been first."""
        self.first_at[version] = min(at, self.first_at.get(version, at))


class Hearing:
    """One connection of one audience, from its opening on."""

    def __init__(
        self,
        seen: Seen,
        audience: int | None,
        verdict: Verdict,
        name: str,
        version: int | None = None,
    ) -> None:
        self._seen = seen
        self._history = seen.history
        self._audience = audience
        self._verdict = verdict
        self._name = name
        self.version = version  # the last one told, or the one it came with; None for neither

    def hear(self, at: float, text: str) -> None:
        """One raw frame."""
        try:
            message: Message = msgspec.json.decode(text)
        except msgspec.DecodeError:
            return self._diverged(f"no message: {text[:200]}")
        kind = message["t"]
        self._verdict.seen[kind if kind != "refused" else f"refused {message['code']}"] += 1
        match kind:
            case "ev":
                self._event(at, text, message)
            case "state":
                self._state(at, text, message)
            case "receipt":
                self._receipt(message["ref"], message["v"])
            case "refused":
                self._refused(message)
            case "pong" if self.version is not None and message["v"] != self.version:
                self._diverged(f"pong of version {message['v']} after {self.version}")
        if kind not in ("ev", "state") and CARD.search(text):
            self._leaked(f"a card in {text[:200]}")

    def _event(self, at: float, text: str, message: Message) -> None:
        version = message["v"]
        if self.version is not None and version != self.version + 1:
            self._diverged(f"version {version} after {self.version}")
        self.version = version
        if not self._is_stored(version):
            return
        self._seen.saw(version, at)
        if "ref" in message:
            self._receipt(message["ref"], version)
        earlier = self._seen.events.setdefault((version, self._audience), text)
        if earlier is not text:
            if earlier != text and msgspec.json.decode(earlier) != message:
                self._diverged(f"event {version} told in two ways: {earlier[:300]} {text[:300]}")
            return
        self._compare_with_store(version, message)
        self._check_cards(version, text, message.get("set", {}), message.get("act"))
        shared = _shared(message, message.get("set", {}))
        if self._seen.shared.setdefault(version, shared) != shared:
            self._diverged(f"event {version} differs from another seat's: {text[:300]}")

    def _state(self, at: float, text: str, message: Message) -> None:
        version = self.version = message["v"]
        if message["you"] != self._audience:
            self._diverged(f"told to be seat {message['you']}")
        if not self._is_stored(version):
            return
        self._seen.saw(version, at)
        self._check_cards(version, text, message["view"], None)
        key = version, self._audience
        view = msgspec.json.encode(message["view"], order="sorted").decode()
        if self._seen.states.setdefault(key, view) != view:
            self._diverged(f"state {version} told in two ways")
        shared = _shared({}, message["view"])
        if self._seen.shared_states.setdefault(version, shared) != shared:
            self._diverged(f"state {version} differs from another seat's")

    def _is_stored(self, version: int) -> bool:
        if version <= self._history.last:
            return True
        self._lost(f"version {version} was shown; the store ends at {self._history.last}")
        return False

    def _receipt(self, ref: str, version: int) -> None:
        """The store has this act, at this version, of this seat."""
        seat = self._audience
        if seat is None:
            self._leaked(f"a receipt to an onlooker: {ref}")
            return
        if self._seen.receipts.setdefault((seat, ref), version) != version:
            self._verdict.found["doubled"].append(f"{self._name}: {ref} saved twice")
        row = self._history.rows[version - 1] if version <= self._history.last else None
        if row is None or (row.seat, row.ref) != (seat, ref):
            self._lost(f"the receipt {ref} of version {version} is not in the store")

    def _refused(self, message: Message) -> None:
        """What was saved before may be sent again and is never refused, but for want of a look."""
        ref, code = message.get("ref"), message["code"]
        known = self._audience is not None and (self._audience, ref) in self._seen.receipts
        if known and code not in ("busy", "restarting", "too_fast", "ref_reused"):
            self._lost(f"{ref} was saved and then refused: {code}")

    def _compare_with_store(self, version: int, message: Message) -> None:
        row, text = self._history.rows[version - 1], self._history.text(version)
        if message["now"] != row.at:
            self._diverged(f"event {version} at {message['now']}, stored at {row.at}")
        if "ref" in message and row.ref != message["ref"]:
            self._diverged(f"event {version} with another ref")
        act = message.get("act")
        if row.seat is None:
            return  # what the club does is told in its own words
        discard = DISCARD.fullmatch(text)
        if discard and row.seat != self._audience:
            text = discard[3]
        if act != [row.seat, text]:
            self._diverged(f"event {version} tells {act}, the store has {row.seat} {text}")

    def _check_cards(self, version: int, text: str, view: Message, act: list[Any] | None) -> None:
        """No card this audience may not know anywhere in the raw text, none in a wrong place."""
        sight = self._history.sights[version]
        shown = 0
        for name in CARD.findall(text):
            shown |= 1 << CARDS_BY_NAME[name]
        if shown & ~sight.of(self._audience):
            self._leaked(f"hidden cards at {version}: {text[:500]}")
        if sight.is_over:
            return
        for seat, hand in enumerate(view.get("hands") or ()):
            if hand is not None and seat != self._audience and seat not in sight.open_hands:
                self._leaked(f"the hand of {seat} at {version}: {text[:500]}")
        if view.get("discard") is not None and self._audience != sight.declarer:
            self._leaked(f"the discard at {version}: {text[:500]}")
        if view.get("deck") is not None or view.get("salt") is not None:
            self._leaked(f"the deck at {version}: {text[:500]}")
        if view.get("legal") is not None and self._audience not in sight.turn:
            self._leaked(f"another's choices at {version}: {text[:500]}")
        if act and act[0] != self._audience and DISCARD.fullmatch(act[1]):
            self._leaked(f"the discard in the act {version}: {text[:500]}")

    def _diverged(self, what: str) -> None:
        self._verdict.found["diverged"].append(f"{self._name}: {what}")

    def _leaked(self, what: str) -> None:
        self._verdict.found["leaked"].append(f"{self._name}: {what}")

    def _lost(self, what: str) -> None:
        self._verdict.found["lost"].append(f"{self._name}: {what}")


def _shared(message: Message, view: Message) -> bytes:
    """What is the same for every audience."""
    told = {name: message[name] for name in ("v", "now", "by") if name in message}
    common = {name: value for name, value in view.items() if name not in OWN_FIELDS}
    return msgspec.json.encode([told, common], order="sorted")
