"""Inviting a player by name to a table one sits at, and declining."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club.seating import Guest
from views.people import current_club, current_guest
from views.tables import change, match_id_or_404

bp = Blueprint("invitations", __name__)


@bp.post("/tables/<table_id>/invitations")
def invite(table_id: str) -> Response:
    match_id, name = match_id_or_404(table_id), request.form.get("name", "")

    def ask(guest: Guest) -> None:
        current_club().personal_invitations.invite(guest, match_id, name)
        flash(gettext("The invitation is sent."), "said")

    return change(table_id, ask)


@bp.post("/tables/<table_id>/invitations/decline")
def decline(table_id: str) -> Response:
    current_club().personal_invitations.decline(current_guest(), match_id_or_404(table_id))
    return redirect(url_for("home.show"), 303)
