"""Matches that are over: the log of all of somebody's, to keep."""

from flask import Blueprint, Response, abort

from views.people import current_club, current_player
from views.postponed import Progress, Steps, postponed
from views.replays import kept

bp = Blueprint("archive", __name__)


@bp.get("/archive/matches.txt")
@postponed
def matches() -> Steps:
    player, club = current_player(), current_club()
    played = club.facts.played_by(player) if player is not None else []
    if not played:
        abort(404)
    texts: list[str] = []
    for match_id in played:
        yield Progress(len(texts), len(played))
        texts.append(club.archive.notation(match_id))
    return Response("\n".join(texts), mimetype="text/plain", headers=kept("preferans.txt"))
