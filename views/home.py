"""The first page, the guest's name and his language."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext, refresh
from werkzeug.wrappers import Response

from club.addresses import address_of
from club.agreed import CLOCKS, TARGETS
from club.errors import ClubRefusal
from club.names import LEAST, MOST
from games.preferans.bots.levels import LEVELS
from games.preferans.rules import PRESETS
from store.errors import AccountRefused
from views.people import LOCALES, current_club, current_guest, current_member

bp = Blueprint("home", __name__)

PRESET_NAMES: Final = tuple({"name": name} for name in PRESETS)


@bp.get("/")
def show() -> str:
    guest = current_guest()
    club = current_club()
    mine = club.seating.tables_of(guest.player_id)
    invited = club.personal_invitations.of([guest.player_id])
    return render_template(
        "home/show.html",
        presets=PRESET_NAMES,
        targets=TARGETS,
        speeds=tuple(CLOCKS),
        levels=tuple(LEVELS),
        tables=[{"id": address_of(match.match_id), "status": match.status} for match in mine],
        invited=invited.get(guest.player_id, ()),
        leaver=club.leavers.standing(guest.player_id),
        has_played=bool(club.facts.played_by(guest.player_id, most=1)),
        name_limits={"least": LEAST, "most": MOST},
    )


@bp.post("/name")
def change_name() -> Response:
    guest = current_guest()
    try:
        session["name"] = current_club().seating.rename(guest, request.form.get("name", ""))
    except (ClubRefusal, AccountRefused) as refusal:
        flash(gettext(refusal.code), "refused")
    else:
        flash(gettext("Your name is saved."), "said")
    return redirect(url_for("home.show"), 303)


@bp.post("/language")
def change_language() -> Response:
    chosen = request.form.get("locale")
    if chosen in LOCALES:
        session["locale"] = chosen
        session.permanent = True
        refresh()
        member = current_member()
        if member is not None:
            current_club().accounts.change_preferences(member, {"language": chosen})
    return redirect(_path_here(request.form.get("next", "")), 303)


def _path_here(wanted: str) -> str:
    """The path, if it leads to a page of ours."""
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and wanted.isprintable() else url_for("home.show")
