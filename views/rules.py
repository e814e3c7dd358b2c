"""The composer of house rules: choose, see the difference, pass a link on, open a table."""

from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club.addresses import address_of
from club.agreed import CLOCKS, MOST_TARGET, Agreed
from club.errors import ClubRefusal
from games.preferans import Rules, rules_from_json
from views import agreements
from views.agreements import Asked
from views.errors import wants_json
from views.people import current_club, current_guest
from views.tables import change, match_id_or_404

bp = Blueprint("rules", __name__)
# What the form on the first page calls the same things.
_ALIASES: Final = {"preset": "base", "target": "pool_target"}


class Action(NamedTuple):
    """What the form is sent to, and what its button says."""

    path: str
    words: str


@bp.get("/rules")
def show() -> Response | str:
    fields = {_ALIASES.get(name, name): value for name, value in request.args.items()}
    if fields.pop("csrf_token", None):  # a form without a script: its token stays out of addresses
        return redirect(url_for("rules.show", **fields))  # type: ignore[arg-type]
    if "anew" in fields:  # nothing but the convention is kept
        fields = {name: fields[name] for name in ("base", "players") if name in fields}
        return redirect(url_for("rules.show", **fields))  # type: ignore[arg-type]
    asked = read(fields)
    return jsonify(_in_words(asked)) if wants_json() else composer(asked)


@bp.post("/rules")
def open_table() -> Response | tuple[str, int]:
    asked = read(request.form.to_dict())
    if asked.rules is None:
        return composer(asked), 409
    speed = request.form.get("speed", Agreed().speed)
    try:
        match_id = current_club().seating.open(
            current_guest(), Agreed(speed=speed, rules=asked.rules, rated="rated" in request.form)
        )
    except ClubRefusal as refusal:
        flash(gettext(refusal.code), "refused")
        return composer(asked), 409
    return redirect(url_for("tables.show", table_id=address_of(match_id)), 303)


@bp.get("/tables/<table_id>/rules")
def of_table(table_id: str) -> Response | str:
    """The composer for a table that waits; the number of players stays."""
    look = current_club().seating.look(match_id_or_404(table_id))
    agreed = agreements.address_fields(rules_from_json(look.match.rules))
    fields = request.args.to_dict() if "base" in request.args else agreed
    if "anew" in fields:
        fields = {"base": fields["base"]}
    return composer(read({**fields, "players": agreed["players"]}), _of_table(table_id))


@bp.post("/tables/<table_id>/rules")
def change_rules(table_id: str) -> Response | tuple[str, int]:
    match_id = match_id_or_404(table_id)
    asked = read(request.form.to_dict())
    if asked.rules is None:
        return composer(asked, _of_table(table_id)), 409
    rules, seating = asked.rules, current_club().seating
    return change(table_id, lambda guest: seating.change_rules(guest, match_id, rules))


@bp.post("/tables/<table_id>/ready")
def be_ready(table_id: str) -> Response:
    match_id, seen = match_id_or_404(table_id), request.form.get("rules_mark", "")
    return change(table_id, lambda guest: current_club().seating.be_ready(guest, match_id, seen))


def read(fields: dict[str, str]) -> Asked:
    """The agreements of a form, if tables of the club may have them."""
    asked = agreements.asked(fields)
    if asked.rules is None or asked.rules.pool_target <= MOST_TARGET:
        return asked
    error = gettext("from 1 to %(most)s", most=MOST_TARGET)
    return Asked(asked.given, None, {"pool_target": error})


def _of_table(table_id: str) -> Action:
    words = gettext("Change the rules of the table")
    return Action(url_for("rules.change_rules", table_id=table_id), words)


def composer(asked: Asked, action: Action | None = None) -> str:
    """The page; without an action it opens a table."""
    return render_template(
        "rules/show.html",
        action=action and action.path,
        does=action.words if action else gettext("Open a table with these rules"),
        conventions=agreements.conventions(),
        topics=agreements.field_topics(),
        given=asked.given,
        errors=asked.errors,
        agreed=asked.rules and agreements.shown(asked.rules),
        link=asked.rules and _link(asked.rules),
        calculator=asked.rules and _calculator(asked.rules),
        speeds=tuple(CLOCKS),
        speed=request.values.get("speed", Agreed().speed),
    )


def _in_words(asked: Asked) -> dict[str, Any]:
    """What the page's script puts in place after each change."""
    if asked.rules is None:
        return {"errors": asked.errors}
    agreed = agreements.shown(asked.rules)
    return {
        "errors": {},
        "convention": agreed.convention,
        "difference": agreed.difference,
        "text": agreed.text,
        "link": _link(asked.rules),
        "calculator": _calculator(asked.rules),
    }


def _link(rules: Rules) -> str:
    fields: dict[str, Any] = agreements.address_fields(rules)
    return url_for("rules.show", _external=True, **fields)


def _calculator(rules: Rules) -> str:
    """The scorekeeper with these rules."""
    return f"{url_for('calculator.show')}#{urlsplit(_link(rules)).query}"
