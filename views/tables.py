"""Tables as pages: opening one, its page, its waiting room, invitations."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club.addresses import address_of, id_at
from club.agreed import Agreed
from club.errors import ClubRefusal
from club.seating import Guest, Look
from games.preferans.bots.levels import LEVELS, PLAIN
from store.errors import SeatRefused
from views.errors import wants_json
from views.people import current_club, current_guest, current_player, locale
from views.stakes import stakes_of

bp = Blueprint("tables", __name__)
Change = Callable[[Guest], object]


@bp.post("/play")
def play_now() -> Response:
    match_id = current_club().seating.play_now(current_guest(), _agreed(), _level())
    return _to_table(match_id)


@bp.post("/tables")
def open_table() -> Response:
    try:
        match_id = current_club().seating.open(current_guest(), _agreed())
    except ClubRefusal as refusal:
        return _refused(refusal.code, url_for("home.show"))
    return _to_table(match_id)


@bp.get("/tables/<table_id>")
def show(table_id: str) -> str:
    club = current_club()
    look = club.seating.look(match_id_or_404(table_id))
    you = look.seat_of(current_player())
    host = you is not None and you == look.host_seat
    token = None if you is None else club.invitations.token_of(look.match)
    invitation = token and url_for("tables.invited", token=token, _external=True)
    return render_template(
        "tables/show.html",
        table_id=table_id,
        invitation=invitation,
        host=host,
        you=you,
        may_sit=you is None and look.has_place and look.match.is_public,
        asking=_asking(look, you),
        seats=_sitters(look, you),
        rules=look.match.rules,
        rules_mark=look.rules_mark,
        rated=look.match.rated,
        stakes=stakes_of(look),
        status=look.match.status,
        is_one_more=look.match.former is not None,
        pace=club.has_pace,
        levels=tuple(LEVELS),
        table_data=_table_data(table_id, you=you, host=host, rated=look.match.rated),
    )


@bp.post("/tables/<table_id>/seats/<int:seat>/bot")
def fill_seat(table_id: str, seat: int) -> Response:
    match_id = match_id_or_404(table_id)
    level = _level()
    return change(table_id, lambda guest: current_club().seating.fill(guest, match_id, seat, level))


@bp.post("/tables/<table_id>/seats/<int:seat>/free")
def free_seat(table_id: str, seat: int) -> Response:
    match_id = match_id_or_404(table_id)
    return change(table_id, lambda guest: current_club().seating.free(guest, match_id, seat))


@bp.post("/tables/<table_id>/start")
def start(table_id: str) -> Response:
    match_id = match_id_or_404(table_id)
    level = _level()
    return change(table_id, lambda guest: current_club().seating.start(guest, match_id, level))


@bp.post("/tables/<table_id>/leave")
def leave(table_id: str) -> Response:
    match_id = match_id_or_404(table_id)
    home = url_for("home.show")
    return change(table_id, lambda guest: current_club().seating.leave(guest, match_id), home)


@bp.get("/join/<token>")
def invited(token: str) -> Response | str | tuple[str, int]:
    try:
        match_id = _invited_to(token)
    except ClubRefusal as refusal:
        return _dead(refusal.code)
    look = current_club().seating.look(match_id)
    if look.seat_of(current_player()) is not None:
        return _to_table(match_id)
    return _invitation(token, look, refusal=None)


@bp.post("/join/<token>")
def join(token: str) -> Response | str | tuple[str, int]:
    seating, guest = current_club().seating, current_guest()
    try:
        match_id = _invited_to(token)
    except ClubRefusal as refusal:
        return _dead(refusal.code)
    try:
        seat, agreed_to = request.form.get("seat", type=int), request.form.get("rules_mark")
        seating.join(guest, match_id, seat, agreed_to)
    except (ClubRefusal, SeatRefused) as refusal:
        if refusal.code == "already_seated":
            return _to_table(match_id)
        return _invitation(token, seating.look(match_id), refusal=refusal.code), 409
    return _to_table(match_id)


def _invited_to(token: str) -> int:
    """The link stays when people play one more. Raises ClubRefusal: link_unknown, link_expired."""
    club = current_club()
    return club.one_more.latest(club.invitations.match_at(token))


def match_id_or_404(table_id: str) -> int:
    match_id = id_at(table_id)
    if match_id is None:
        raise ClubRefusal("no_such_table")
    return match_id


def _agreed() -> Agreed:
    form, usual = request.form, Agreed()
    return Agreed(
        form.get("preset", usual.convention),
        _number("target", usual.target),
        form.get("speed", usual.speed),
        public="public" in form,
        rated="rated" in form,
        players=_number("players", usual.players),
    )


def _number(name: str, usual: int) -> int:
    """What the form says; 0, which is no good, when that is no number."""
    try:
        return int(request.form.get(name, usual))
    except ValueError:
        return 0


def _level() -> str:
    """How well the bots asked for play."""
    return request.form.get("bots", PLAIN)


def change(table_id: str, change: Change, then: str | None = None) -> Response:
    """Make the change and go back to the table, with the reason if it was refused."""
    page = url_for("tables.show", table_id=table_id)
    try:
        change(current_guest())
    except (ClubRefusal, SeatRefused) as refusal:
        return _refused(refusal.code, page)
    return Response(status=204) if wants_json() else redirect(then or page, 303)


def _refused(code: str, page: str) -> Response:
    if wants_json():
        return Response(f'{{"code":"{code}"}}', 409, content_type="application/json")
    flash(gettext(code), "refused")
    return redirect(page, 303)


def _to_table(match_id: int) -> Response:
    return redirect(url_for("tables.show", table_id=address_of(match_id)), 303)


def _invitation(token: str, look: Look, *, refusal: str | None) -> str:
    host = None if look.host_seat is None else look.seats[look.host_seat]
    return render_template(
        "tables/join.html",
        table_id=address_of(look.match.match_id),
        seats=_sitters(look, None),
        host_name=host.name if host else "",
        rules=look.match.rules,
        rules_mark=look.rules_mark,
        rated=look.match.rated,
        stakes=stakes_of(look),
        action=url_for("tables.join", token=token),
        refusal=refusal,
        running=look.match.status == "running",
    )


def _dead(code: str) -> tuple[str, int]:
    expired = code == "link_expired"
    page = render_template("tables/dead.html", reason="expired" if expired else "unknown")
    return page, 410 if expired else 404


def _sitters(look: Look, you: int | None) -> list[dict[str, Any] | None]:
    """Who sits where, in the words of the `seats` message."""
    return [
        sitter
        and {
            "name": sitter.name,
            "bot": sitter.bot,
            "you": sitter.seat == you,
            "ready": sitter.ready,
            "level": sitter.level,
        }
        for sitter in look.seats
    ]


def _asking(look: Look, you: int | None) -> dict[str, list[str]] | None:
    """For whoever may invite others here: with whom he has played lately, and who was invited."""
    seat = None if you is None else look.seats[you]
    if seat is None or seat.player_id is None or look.match.status != "open":
        return None
    asking = current_club().personal_invitations
    return {
        "companions": asking.companions(seat.player_id),
        "asked": asking.names_asked(look.match.match_id),
    }


def _table_data(table_id: str, *, you: int | None, host: bool, rated: bool) -> dict[str, Any]:
    """What the script of the table needs to begin."""
    fill = url_for("tables.fill_seat", table_id=table_id, seat=0)
    free = url_for("tables.free_seat", table_id=table_id, seat=0)
    return {
        "id": table_id,
        "locale": locale(),
        "pace": current_club().has_pace,
        "you": you,
        "host": host,
        "rated": rated,
        "urls": {
            # The path alone: the page knows better than we by which scheme it was reached.
            "socket": urlsplit(url_for("sockets.table_socket", address=table_id)).path,
            "events": url_for("sockets.table_events", address=table_id),
            "acts": url_for("sockets.table_acts", address=table_id),
            "fill": fill.replace("/0/", "/{seat}/"),
            "free": free.replace("/0/", "/{seat}/"),
            "start": url_for("tables.start", table_id=table_id),
            "leave": url_for("tables.leave", table_id=table_id),
            "ratings": url_for("ratings.of_match", table_id=table_id) if rated else None,
            "home": url_for("home.show"),
            "table": url_for("tables.show", table_id="0").replace("/0", "/{id}"),
        },
    }
