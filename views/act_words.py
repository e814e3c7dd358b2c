"""Acts in the reader's words, short, as signs where there are signs."""

from typing import Final

from flask_babel import gettext, pgettext

from games.cards import CARDS_BY_NAME
from games.preferans.bids import RUNGS

SIGNS: Final = {"S": "♠", "C": "♣", "D": "♦", "H": "♥"}


def act_words(act: str) -> str:
    """`♠A` for a card, `6♠` for a bid, a word for a word."""
    if act.startswith("dealer_whist "):
        return str(gettext("Dealer's whist"))
    return " ".join(map(_word, act.split(" ")))


def bid_words(bid: str) -> str:
    """`6♠`, `7 NT`, or misère."""
    name = bid.rstrip("!")
    if name == "misere":
        return str(gettext("misère"))
    return f"{name[:-1]}{SIGNS.get(name[-1]) or ' ' + gettext('NT')}"


def _word(word: str) -> str:
    if word in CARDS_BY_NAME:
        return SIGNS[word[0]] + _letter(word[1])
    return bid_words(word) if word in RUNGS else _spoken(word)


def _letter(rank: str) -> str:
    return "10" if rank == "T" else str(pgettext("index", rank)) if rank in "AKQJ" else rank


def _spoken(word: str) -> str:
    spoken = {
        "pass": gettext("pass"),
        "hold": gettext("hold"),
        "concede": gettext("concede"),
        "whist": gettext("whist"),
        "half": gettext("half-whist"),
        "return": gettext("return to whist"),
        "confirm": gettext("pass confirmed"),
        "open": gettext("open"),
        "closed": gettext("closed"),
        "catch": gettext("I catch"),
        "trust": gettext("I trust"),
    }
    return str(spoken.get(word, word))
