"""What the players of a chaos run do when they are asked: legal, quick and not too clever."""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

PASSES: Final = 0.6


def choose(view: dict[str, Any], seat: int, chance: Random) -> str | None:
    """An act from the legal list; None when nothing is asked of this seat."""
    legal: Sequence[str] = view.get("legal") or ()
    if view["bots"][seat] and view["phase"] not in ("waiting", "finished"):
        return "back"
    if not legal:
        return None
    phase = view["phase"]
    if phase == "auction":
        return _bid(legal, chance)
    if phase == "discard":
        return _discard(view["hands"][seat], legal, chance)
    if phase == "result":
        return "next"
    return chance.choice(legal)


def _bid(legal: Sequence[str], chance: Random) -> str:
    """Pass mostly, else one of the cheapest bids; seldom a misère."""
    if "misere" in legal and chance.random() < 0.02:
        return "misere"
    bids = [text for text in legal if text not in ("pass", "misere")][:2]
    if not bids or ("pass" in legal and chance.random() < PASSES):
        return "pass"
    return chance.choice(bids)


def _discard(hand: Sequence[str], legal: Sequence[str], chance: Random) -> str:
    contracts = [text for text in legal if text != "concede"]
    if not contracts or ("concede" in legal and chance.random() < 0.05):
        return legal[-1] if "concede" not in legal else "concede"
    ten = [text for text in contracts if text.startswith("10")]
    contract = chance.choice(ten) if ten and chance.random() < 0.02 else contracts[0]
    if contract.endswith("!"):
        return contract
    first, second = chance.sample(list(hand), 2)
    return f"{first} {second} {contract}"
