"""Whoever carries a token is that program, at the addresses a player needs and nowhere else.

A browser sends no `Authorization` because another site asks it to: there is no form token.
"""

from typing import Any, Final

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect

from views.people import current_club

SCHEME: Final = "Bearer "
PLAYING: Final = frozenset(
    {
        "tables.play_now",
        "tables.open_table",
        "tables.show",
        "tables.invited",
        "tables.join",
        "tables.fill_seat",
        "tables.free_seat",
        "tables.start",
        "tables.leave",
        "rules.open_table",
        "rules.be_ready",
        "sockets.table_socket",
        "sockets.table_events",
        "sockets.table_acts",
    }
)


class Sessions(SecureCookieSessionInterface):
    """Programs have no cookies: who asks stands in each request."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return SecureCookieSession() if _token(request) else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not _token(request):
            super().save_session(app, session, response)


class FormTokens(CSRFProtect):  # type: ignore[misc]
    """Every form needs its token, but those of programs."""

    def protect(self, *args: Any, **options: Any) -> None:
        if not g.get("is_program"):
            super().protect(*args, **options)


def register(app: Flask) -> None:
    """Know programs before anything else looks who asks."""
    app.session_interface = Sessions()
    app.before_request(_introduce)


def _introduce() -> None:
    """Raises ClubRefusal("bad_token") and Busy."""
    token = _token(request)
    if token is None or request.endpoint not in PLAYING:
        return
    program = current_club().programs.with_token(token)
    session.update(player=program.player_id, epoch=program.epoch, name=program.name)
    g.is_program = True


def _token(request: Request) -> str | None:
    header = request.headers.get("Authorization", "")
    return header.removeprefix(SCHEME) if header.startswith(SCHEME) else None
