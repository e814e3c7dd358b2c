"""Whether this worker lives, and whether it can serve."""

from typing import Final

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, make_response, request

from store.errors import StoreError
from views.people import current_club

bp = Blueprint("health", __name__)
AT_ANY_TIME: Final = ("health.healthz", "health.readyz", "metrics.show", "static")


def register(app: Flask) -> None:
    """Answer 503 to everybody until the club's time is known: a database may be away at first."""

    @app.before_request
    def not_yet() -> None:
        if request.endpoint not in AT_ANY_TIME and not current_club().time.is_measured:
            abort(503)


@bp.get("/healthz")
def healthz() -> Response:
    """The worker answers; it asks nobody else."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> Response:
    """The worker can save acts and hears of others'."""
    club = current_club()
    parts = {
        "database": _database_answers(),
        "bus": club.bus.is_up,
        "journal": club.journal.trouble is None,
        "time": club.time.is_sure(),
        "open": not current_app.extensions["drain"].started,
    }
    return make_response(
        jsonify(ready=all(parts.values()), **parts), 200 if all(parts.values()) else 503
    )


def _database_answers() -> bool:
    try:
        current_club().time.measure()
    except StoreError:
        return False
    return True
