"""Ratings for scripts: what a match has done, and what one at a table or in the hall may do."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from club.agreed import Agreed
from club.errors import ClubRefusal
from club.leagues import League, usual_whists
from views.people import current_club, current_member
from views.stakes import stakes_of
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


@bp.get("/tables/<table_id>/stakes")
def at_table(table_id: str) -> Response:
    """What the reader has at stake there; null for guests and where nothing counts."""
    stakes = stakes_of(current_club().seating.look(match_id_or_404(table_id)))
    return jsonify(stakes and stakes._asdict())


@bp.get("/stakes")
def against_strangers() -> Response:
    """The same for a table yet to be found: `convention`, `target`, `speed`, `players`."""
    member, asked = current_member(), request.args
    if member is None:
        return jsonify(None)
    target, players = asked.get("target", 0, type=int), asked.get("players", 3, type=int)
    agreed = Agreed(asked.get("convention", ""), target, asked.get("speed", ""), players=players)
    club = current_club()
    try:
        rules, _ = club.seating.agreements(agreed)
    except ClubRefusal:
        abort(404)
    league, free = League(agreed.convention, agreed.speed), [None] * (rules.players - 1)
    stakes = club.ratings.stakes(member.player_id, league, usual_whists(rules), free)
    return jsonify(stakes._asdict())
