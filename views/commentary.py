"""The commentary seat of a running match: the deal before, with all hands, played back."""

from flask import Blueprint, Response, jsonify, render_template, url_for

from views.people import current_club, locale
from views.replays import recorded
from views.tables import match_id_or_404

bp = Blueprint("commentary", __name__, url_prefix="/tables/<table_id>/commentary")


@bp.get("")
def show(table_id: str) -> str:
    """The last deal that is over, or where it will be."""
    match_id = match_id_or_404(table_id)
    number = current_club().replays.last_open_deal(match_id)
    latest = url_for("commentary.latest", table_id=table_id)
    if number == 0:
        return render_template("commentary/waiting.html", table_id=table_id, latest=latest)
    recording = current_club().replays.open_deal(match_id, number)
    return render_template(
        "commentary/deal.html",
        table_id=table_id,
        number=number,
        latest=latest,
        rules=recording.played.match.rules,
        table_data={
            "id": table_id,
            "locale": locale(),
            "pace": False,
            "you": None,
            "host": False,
            "urls": {"home": url_for("home.show")},
            "recording": recorded(recording, None),
        },
    )


@bp.get("/latest")
def latest(table_id: str) -> Response:
    """Which deal the seat can be shown by now."""
    number = current_club().replays.last_open_deal(match_id_or_404(table_id))
    return jsonify({"number": number})
