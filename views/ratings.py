"""What a match has done to ratings, for the page of its settlement."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify

from views.people import current_club
from views.tables import match_id_or_404

bp = Blueprint("ratings", __name__)


@bp.get("/matches/<table_id>/ratings")
def of_match(table_id: str) -> Response:
    """By seat; `reckoned` is null for the moment it takes."""
    changes = current_club().ratings.changes(match_id_or_404(table_id))
    if changes is None:
        abort(404)
    told: dict[str, Any] = changes._asdict()
    told["seats"] = {
        seat: change._asdict() | {"points": change.points} for seat, change in changes.seats.items()
    }
    return jsonify(told)
