"""Who asks: a guest known by his signed cookie, and the language he reads."""

from typing import Any, Final

from flask import Flask, current_app, request, session

from club import names
from club.club import Club
from club.seating import Guest
from store.ids import new_id

LOCALES: Final = ("ru", "en")


def current_club() -> Club:
    """The club of the application that serves this request."""
    club: Club = current_app.extensions["club"]
    return club


def locale() -> str:
    """The language chosen, or the one the browser prefers."""
    chosen = session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES) or LOCALES[0]


def current_player() -> int | None:
    """The id of whoever asks; None for somebody we never saw."""
    player: int | None = session.get("player")
    return player


def current_guest() -> Guest:
    """Whoever asks, introduced if we never saw him."""
    player = current_player()
    if player is None:
        player = session["player"] = new_id()
        session["name"] = names.made_up(locale())
        session.permanent = True
    return Guest(player, session["name"], locale())


def register(app: Flask) -> None:
    """Let every page know its reader."""
    app.context_processor(_reader)


def _reader() -> dict[str, Any]:
    return {"locale": locale(), "my_name": session.get("name", "")}
