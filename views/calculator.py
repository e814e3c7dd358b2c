"""The scorekeeper: a page for players at a real table, also without a network."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, current_app, make_response, render_template, url_for

from games.preferans.agreements import CONVENTIONS, Choice
from games.preferans.rules import preset, rules_to_json
from views import agreements, scripts

bp = Blueprint("calculator", __name__)

ENTRY: Final = "js/calculator/page.js"
SHEETS: Final = tuple(
    f"css/{name}.css" for name in ("tokens", "base", "pages", "sheet", "rules", "calculator")
)
# Agreements on what is written or may happen; the rest concerns how cards are played.
WRITTEN: Final = frozenset(agreements.SETTINGS) - {
    "bid_jumps",
    "hold_bid",
    "misere_control",
    "max_minutes",
    "lone_whist_open",
    "declarer_leads_blind",
    "raspasy_trick3_leader",
    "trick_history",
    "reveal",
    "players",
    "pool_target",
}


@bp.get("/calculator")
def show() -> str:
    return render_template(
        "calculator/show.html",
        conventions=agreements.conventions(),
        topics=agreements.field_topics(WRITTEN),
        sheets=SHEETS,
        entry=ENTRY,
        calculator_data=_data(),
    )


@bp.get("/calculator-worker.js")
def worker() -> Response:
    """The service worker; another text, and so another cache, whenever a file has changed."""
    files = _kept(Path(current_app.static_folder or ""))
    page = render_template(
        "calculator/worker.js",
        version=current_app.config["STATIC_VERSION"],
        page=url_for("calculator.show"),
        files=[url_for("static", filename=name) for name in files],
    )
    answer = make_response(page)
    answer.content_type = "text/javascript; charset=utf-8"
    return answer


@cache
def _kept(folder: Path) -> tuple[str, ...]:
    """The files do not change while the server runs."""
    return (*scripts.modules_of(folder, ENTRY), *SHEETS, "icon.svg")


def _data() -> dict[str, Any]:
    presets: dict[str, Any] = {
        name: {players: rules_to_json(preset(name, players)) for players in (3, 4)}
        for name in CONVENTIONS
    }
    values = {
        name: [option.value for option in setting.options]
        for name, setting in agreements.SETTINGS.items()
        if isinstance(setting, Choice)
    }
    presets["values"] = values | {"convention": list(CONVENTIONS)}
    return {
        "presets": presets,
        "reasons": agreements.reasons(),
        "worker": url_for("calculator.worker"),
        "page": url_for("calculator.show"),
        "rules": url_for("rules.show"),
    }
