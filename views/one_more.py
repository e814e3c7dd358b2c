"""One more pulka after the settlement: agreeing to it, and declining."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club.addresses import address_of
from club.errors import ClubRefusal
from store.errors import SeatRefused
from views.people import current_club, current_guest
from views.tables import change, match_id_or_404

bp = Blueprint("one_more", __name__)


@bp.post("/tables/<table_id>/again")
def again(table_id: str) -> Response:
    match_id = match_id_or_404(table_id)
    try:
        rematch = current_club().one_more.again(current_guest(), match_id)
    except (ClubRefusal, SeatRefused) as refusal:
        flash(gettext(refusal.code), "refused")
        return redirect(url_for("hall.show"), 303)
    return redirect(url_for("tables.show", table_id=address_of(rematch)), 303)


@bp.post("/tables/<table_id>/no_more")
def decline(table_id: str) -> Response:
    match_id, hall = match_id_or_404(table_id), url_for("hall.show")
    return change(table_id, lambda guest: current_club().one_more.decline(guest, match_id), hall)
