"""What a player may know and say of his own sanctions, signed in or shut out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club.appeals import MOST_LETTERS
from club.errors import ClubRefusal
from store.errors import TalkRefused
from views.moderation import words
from views.people import current_club, current_player

bp = Blueprint("appeals", __name__, url_prefix="/appeals")


@bp.get("")
def show() -> str:
    return _page(current_player(), url_for("appeals.file"))


@bp.post("")
def file() -> Response:
    return _file(current_player(), url_for("appeals.show"))


@bp.get("/<token>")
def show_shut_out(token: str) -> str:
    """For whoever has given the right password and may not come in."""
    player_id = current_club().appeals.player_at(token)
    return _page(player_id, url_for("appeals.file_shut_out", token=token))


@bp.post("/<token>")
def file_shut_out(token: str) -> Response:
    player_id = current_club().appeals.player_at(token)
    return _file(player_id, url_for("appeals.show_shut_out", token=token))


def _page(player_id: int | None, action: str) -> str:
    judged = current_club().appeals.of(player_id) if player_id is not None else []
    return render_template(
        "appeals/show.html", judged=judged, action=action, most_letters=MOST_LETTERS, **words()
    )


def _file(player_id: int | None, back: str) -> Response:
    sanction_id, text = request.form.get("sanction", 0, type=int), request.form.get("text", "")
    try:
        if player_id is None:
            raise ClubRefusal("no_such_sanction")
        current_club().appeals.file(player_id, sanction_id, text)
    except (ClubRefusal, TalkRefused) as refusal:
        flash(gettext(refusal.code), "refused")
    else:
        flash(gettext("Your appeal is with the moderators."), "said")
    return redirect(back, 303)
