"""Members as everybody sees them, one by one and the best."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club.addresses import address_of
from club.leagues import LEAGUES, League
from club.profiles import Profile
from games.preferans.agreements import CONVENTIONS
from games.preferans.agreements.setting import N_
from views.people import current_club, current_player

bp = Blueprint("players", __name__)

SPEEDS = {"fast": N_("fast"), "usual": N_("usual"), "calm": N_("calm")}


@bp.get("/players/<name>")
def show(name: str) -> Response | str:
    profile = current_club().profiles.named(name)
    if profile.name != name:
        return redirect(url_for("players.show", name=profile.name), 301)
    return render_template(
        "players/show.html",
        profile=profile,
        address_of=address_of,
        league_words=league_words,
        table_id=_table_for(profile),
    )


@bp.get("/leaderboards")
def best() -> str:
    league = League(request.args.get("family", "sochi"), request.args.get("speed", "usual"))
    if league not in LEAGUES:
        abort(404)
    return render_template(
        "players/best.html",
        league=league,
        leagues=LEAGUES,
        places=current_club().leaderboards.best(league),
        league_words=league_words,
        you=current_player(),
    )


def _table_for(profile: Profile) -> str | None:
    """The table to which the reader could invite him."""
    you = current_player()
    if you is None or you == profile.player_id:
        return None
    match_id = current_club().personal_invitations.table_for(you, profile.player_id)
    return None if match_id is None else address_of(match_id)


def league_words(league: League) -> str:
    """A family and a speed in the reader's words."""
    family = gettext(CONVENTIONS[league.family])  # type: ignore[index]
    return f"{family}, {gettext(SPEEDS[league.speed])}"
