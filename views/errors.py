"""Refusals and errors as pages, or as JSON for scripts."""

from typing import Final

import msgspec
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_limiter.errors import RateLimitExceeded
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from club.errors import ClubRefusal
from green.errors import OffloadFull, OffloadTimeout, TooMuchWork, WorkTimeout
from store.errors import Busy, SeatRefused
from views.api.answers import Problem

API: Final = "/api/"  # below it everybody is a program
PROBLEM: Final = "application/problem+json"

MISSED: Final = (
    *("table", "seat", "match", "deal", "player", "report", "etude"),
    *("program", "company", "evening"),
)
NOT_FOUND: Final = tuple(f"no_such_{what}" for what in MISSED)


def wants_json() -> bool:
    """Whether a script asks."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def register(app: Flask) -> None:
    """Answer errors of the application."""
    app.before_request(_refuse_nul)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(RateLimitExceeded, _too_fast)
    app.register_error_handler(ClubRefusal, _refused)
    app.register_error_handler(SeatRefused, _refused)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(OffloadFull, _busy)
    app.register_error_handler(OffloadTimeout, _busy)
    app.register_error_handler(TooMuchWork, lambda error: _page(429, "http_429"))
    app.register_error_handler(WorkTimeout, lambda error: _page(504, "http_504"))


def _refuse_nul() -> None:
    """No database takes it. In a field it has its message there; in a path nobody made it."""
    if "\0" in request.path:
        raise BadRequest


def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.response is not None or error.code is None:
        return error  # a redirect, or an answer made on purpose
    answer = _page(error.code, f"http_{error.code}")
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def _refused(refusal: ClubRefusal | SeatRefused) -> Response:
    status = {
        **dict.fromkeys(NOT_FOUND, 404),
        "not_founder": 403,
        "bad_token": 401,
        "not_host": 403,
        "commentary_off": 403,
        "not_seated": 403,
        "busy": 503,
    }
    answer = _page(status.get(refusal.code, 409), refusal.code)
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _too_fast(exceeded: RateLimitExceeded) -> Response:
    answer = _page(429, "too_fast")
    answer.headers["Retry-After"] = str(exceeded.limit.limit.get_expiry())
    return answer


def _busy(error: Exception) -> Response:
    answer = _page(503, Busy.code)
    answer.headers["Retry-After"] = "2"
    return answer


def problem(status: int, code: str, wrong: str | None = None) -> Response:
    """The answer to a program (RFC 9457)."""
    title = HTTP_STATUS_CODES.get(status, "")
    told = Problem(
        type="about:blank",
        title=title,
        status=status,
        code=code,
        detail=title if code.startswith("http_") else gettext(code),
        wrong=wrong,
    )
    return Response(msgspec.json.encode(told), status, content_type=PROBLEM)


def _page(status: int, code: str) -> Response:
    if request.path.startswith(API):
        return problem(status, code)
    if wants_json():
        return make_response(jsonify(code=code), status)
    return make_response(render_template("errors/error.html", status=status, code=code), status)
