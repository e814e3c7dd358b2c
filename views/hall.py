"""The hall as a page, and sitting down at a table it shows."""

from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, Flask, render_template, request, url_for
from werkzeug.wrappers import Response

from club.addresses import id_at
from club.agreed import CLOCKS, PLAYERS, TARGETS
from club.errors import ClubRefusal
from club.pairing import ANYBODY_AFTER_MS, FIRST_WIDTH, WIDTH_A_SECOND
from games.preferans.bots.levels import LEVELS
from games.preferans.rules import PRESETS
from views.people import current_club, current_guest, current_member
from views.tables import change

bp = Blueprint("hall", __name__)

WIDENING: Final = {
    "first": FIRST_WIDTH,
    "a_second": WIDTH_A_SECOND,
    "anybody_after_ms": ANYBODY_AFTER_MS,
}


@bp.get("/hall")
def show() -> str:
    current_guest()  # introduced, so that he may look for company
    return render_template(
        "hall/show.html",
        presets=tuple(PRESETS),
        targets=TARGETS,
        counts=PLAYERS,
        speeds=tuple(CLOCKS),
        levels=tuple(LEVELS),
        hall_data={
            "widening": WIDENING,
            "hours": current_club().hall.busy_hours(),
            "member": current_member() is not None,  # who has a rating to win or lose
            "urls": urls() | {"join": url_for("tables.join", token="0").replace("/0", "/{link}")},
        },
    )


@bp.post("/tables/<table_id>/sit")
def sit(table_id: str) -> Response:
    match_id = id_at(table_id)
    if match_id is None:
        raise ClubRefusal("no_such_table")
    agreed_to = request.form.get("rules_mark")
    return change(table_id, lambda guest: current_club().seating.sit(guest, match_id, agreed_to))


def urls() -> dict[str, Any]:
    """Where the script of the hall finds everything."""
    return {
        # The path alone: the page knows better than we by which scheme it was reached.
        "socket": urlsplit(url_for("sockets.lobby_socket")).path,
        "events": url_for("sockets.lobby_events"),
        "acts": url_for("sockets.lobby_acts"),
        "table": url_for("tables.show", table_id="0").replace("/0", "/{id}"),
        "sit": url_for("hall.sit", table_id="0").replace("/0/", "/{id}/"),
        "stakes_at": url_for("ratings.at_table", table_id="0").replace("/0/", "/{id}/"),
        "stakes": url_for("ratings.against_strangers"),
    }


def register(app: Flask) -> None:
    """Let the page of a table know the way to the hall."""
    app.add_template_global(urls, "hall_urls")
