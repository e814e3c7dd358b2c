"""Talk as pages: whom somebody does not hear or meet, and how calm he wants it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from club.addresses import address_of, id_at
from club.blocks import BLOCK, MUTE
from club.errors import ClubRefusal
from club.reports import MOST_NOTE, Complaint
from club.seating import Guest
from club.talk import MOST_LETTERS
from store.errors import TalkRefused
from store.reports import REASONS
from store.talk import LOBBY
from views.errors import wants_json
from views.moderation import reason_words
from views.people import current_club, current_guest, current_player
from views.phrase_words import phrase_words

bp = Blueprint("talk", __name__, url_prefix="/talk")


@bp.get("")
def show() -> str:
    player = current_player()
    club = current_club()
    known = club.blocks.of(player) if player is not None else []
    return render_template(
        "talk/show.html",
        blocked=[
            {"id": address_of(each.player_id), "name": each.name, "kind": each.kind}
            for each in known
        ],
        is_calm=player is not None and club.talk.is_calm(player),
    )


@bp.post("/mute")
def mute() -> AnyResponse:
    return change(lambda guest: current_club().blocks.put(guest, someone(), MUTE))


@bp.post("/block")
def block() -> AnyResponse:
    return change(lambda guest: current_club().blocks.put(guest, someone(), BLOCK))


@bp.post("/forgive")
def forgive() -> AnyResponse:
    """Neither muted nor blocked any more."""
    return change(lambda guest: current_club().blocks.remove(guest, someone()))


@bp.post("/report")
def report() -> AnyResponse:
    """With the line it is about, if any; the last lines go with it by themselves."""
    return change(lambda guest: current_club().moderation.report(guest, _complaint()))


@bp.post("/calm")
def change_calm() -> AnyResponse:
    is_calm = request.form.get("calm") == "on"
    return change(lambda guest: current_club().talk.be_calm(guest, is_calm))


def someone() -> int:
    """Whom a form is about: a player by his address, or whoever sits at a seat of a table.

    Raises ClubRefusal: no_such_player, no_such_table.
    """
    seat, table = request.form.get("seat", type=int), id_at(request.form.get("table", ""))
    if seat is not None and table is not None:
        seats = current_club().seating.look(table).seats
        sitter = seats[seat] if 0 <= seat < len(seats) else None
        found = sitter.player_id if sitter else None
    else:
        found = id_at(request.form.get("who", ""))
    if found is None:
        raise ClubRefusal("no_such_player")
    return found


def _complaint() -> Complaint:
    """Raises ClubRefusal: no_such_line, no_such_player, no_such_table."""
    form = request.form
    reason, note = form.get("reason", ""), form.get("note", "")
    line_id = form.get("line", type=int)
    if line_id is not None:
        line = current_club().talk.line(line_id)
        return Complaint(line.player_id, reason, note, line.place, line.line_id)
    return Complaint(someone(), reason, note, id_at(form.get("table", "")) or LOBBY)


def change(change: Callable[[Guest], object]) -> AnyResponse:
    """Make the change and answer a script, or go back to the page with what came of it."""
    try:
        change(current_guest())
    except (ClubRefusal, TalkRefused) as refusal:
        if wants_json():
            return Response(f'{{"code":"{refusal.code}"}}', 409, content_type="application/json")
        flash(gettext(refusal.code), "refused")
    else:
        if wants_json():
            return Response(status=204)
        flash(gettext("Done."), "said")
    return redirect(url_for("talk.show"), 303)


def register(app: Flask) -> None:
    """Give every page where people talk what it needs."""
    app.context_processor(_talk)


def _talk() -> dict[str, Any]:
    return {
        "phrase_words": phrase_words,
        "most_letters": MOST_LETTERS,
        "report_reasons": lambda: {reason: reason_words()[reason] for reason in REASONS},
        "most_note": MOST_NOTE,
    }
