"""Carrying a guest's seat to another browser: a link and its picture, and what they lead to."""

import segno
from flask import Blueprint, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from club.addresses import address_of
from club.errors import ClubRefusal
from club.seat_keys import SeatKey
from views.people import be_guest, current_club, current_member, current_player
from views.tables import match_id_or_404

bp = Blueprint("seat_keys", __name__)


@bp.get("/tables/<table_id>/key")
def show(table_id: str) -> Response | str:
    """The key of whoever asks; members sign in instead."""
    match_id, player = match_id_or_404(table_id), current_player()
    if player is None or current_club().seating.look(match_id).seat_of(player) is None:
        return redirect(url_for("tables.show", table_id=table_id), 303)
    if current_member() is not None:
        return redirect(url_for("account.show"), 303)
    key = SeatKey(match_id, player, session.get("epoch", 0))
    token = current_club().seat_keys.token_of(key)
    link = url_for("seat_keys.look", token=token, _external=True)
    picture = segno.make(link, error="m").svg_data_uri(scale=6, border=4, light="#ffffff")
    return render_template("tables/key.html", table_id=table_id, link=link, picture=picture)


@bp.get("/seat/<token>")
def look(token: str) -> str | tuple[str, int]:
    """Asks first: messengers look at links before people do."""
    try:
        key = current_club().seat_keys.read(token)
    except ClubRefusal as refusal:
        return _dead(refusal)
    return render_template("tables/take_key.html", token=token, name=key.name)


@bp.post("/seat/<token>")
def take(token: str) -> Response | tuple[str, int]:
    try:
        key = current_club().seat_keys.read(token)
    except ClubRefusal as refusal:
        return _dead(refusal)
    be_guest(key.player_id, key.name, key.epoch)
    return redirect(url_for("tables.show", table_id=address_of(key.match_id)), 303)


def _dead(refusal: ClubRefusal) -> tuple[str, int]:
    status = 404 if refusal.code == "link_unknown" else 410
    return render_template("errors/error.html", status=status, code=refusal.code), status
