"""What moderators see and do: queue, reports, audit trail. For all others it is not there."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club.errors import ClubRefusal
from club.moderation import DECISIONS, HOURS, MOST_WORDS, TAKES_HOURS, Decision
from views.people import current_club, current_member
from views.phrase_words import phrase_words

bp = Blueprint("moderation", __name__, url_prefix="/moderation")

MOST_ID: Final = 2**63 - 1


@bp.before_request
def only_moderators() -> None:
    member = current_member()
    if member is None or not current_club().moderation.is_moderator(member.player_id):
        abort(404)


@bp.get("")
def queue() -> str:
    waiting = current_club().moderation.queue()
    return render_template(
        "moderation/queue.html",
        reports=waiting.reports,
        appeals=waiting.appeals,
        most_words=MOST_WORDS,
        **words(),
    )


@bp.get("/reports/<int:report_id>")
def report(report_id: int) -> str:
    case = current_club().moderation.case(_known(report_id))
    return render_template(
        "moderation/report.html",
        report=case.report,
        record=case.record,
        decisions=DECISIONS,
        hours=HOURS,
        takes_hours=TAKES_HOURS,
        most_words=MOST_WORDS,
        phrases=phrase_words(),
        **words(),
    )


@bp.post("/reports/<int:report_id>")
def decide(report_id: int) -> Response:
    kind = request.form.get("decision", "")
    hours = request.form.get("hours", type=int) if kind in TAKES_HOURS else None
    decision = Decision(kind, request.form.get("reason", ""), hours)
    back = url_for("moderation.report", report_id=report_id)
    return _do(
        lambda moderator: current_club().moderation.decide(moderator, _known(report_id), decision),
        back,
    )


@bp.post("/sanctions/<int:sanction_id>/lift")
def lift(sanction_id: int) -> Response:
    reason = request.form.get("reason", "")
    return _do(
        lambda moderator: current_club().moderation.lift(moderator, _known(sanction_id), reason),
        url_for("moderation.queue"),
    )


@bp.post("/appeals/<int:sanction_id>")
def answer(sanction_id: int) -> Response:
    granted, text = request.form.get("granted") == "yes", request.form.get("answer", "")

    def act(moderator: int) -> None:
        current_club().appeals.answer(moderator, _known(sanction_id), granted=granted, text=text)

    return _do(act, url_for("moderation.queue"))


@bp.get("/audit")
def trail() -> str:
    entries = current_club().moderation.trail(request.args.get("before", type=int))
    return render_template("moderation/audit.html", entries=entries, acts=act_words(), **words())


def _do(act: Callable[[int], object], back: str) -> Response:
    """Do it as the moderator who asks; to the queue when done, back with the reason when not."""
    member = current_member()
    assert member is not None
    try:
        act(member.player_id)
    except ClubRefusal as refusal:
        flash(gettext(refusal.code), "refused")
        return redirect(back, 303)
    flash(gettext("Done."), "said")
    return redirect(url_for("moderation.queue"), 303)


def _known(number: int) -> int:
    """The id of an address, if there can be such a one."""
    return number if number <= MOST_ID else 0


def words() -> dict[str, Any]:
    """What reasons, sanctions and times are called."""
    return {
        "reason_words": reason_words(),
        "decision_words": {
            "dismiss": gettext("Nothing to be done"),
            "warn": gettext("Warning"),
            "silence": gettext("Silence"),
            "suspend": gettext("Suspension"),
            "ban": gettext("Ban"),
        },
        "hour_words": {
            1: gettext("an hour"),
            24: gettext("a day"),
            72: gettext("three days"),
            168: gettext("a week"),
            720: gettext("thirty days"),
        },
    }


def reason_words() -> dict[str, str]:
    """Why somebody is reported."""
    return {
        "insult": gettext("Insults"),
        "flood": gettext("Flood or advertising"),
        "cheating": gettext("Collusion or other cheating"),
        "stalling": gettext("Plays for time, spoils the game"),
        "other": gettext("Something else"),
    }


def act_words() -> dict[str, str]:
    """What stands in the audit trail."""
    return {
        "report": gettext("report"),
        "dismiss": gettext("nothing done"),
        "warn": gettext("warning"),
        "silence": gettext("silence"),
        "suspend": gettext("suspension"),
        "ban": gettext("ban"),
        "lift": gettext("sanction lifted"),
        "end": gettext("sanction over"),
        "appeal": gettext("appeal"),
        "grant": gettext("appeal granted"),
        "deny": gettext("appeal denied"),
        "add moderator": gettext("became a moderator"),
        "remove moderator": gettext("moderator no more"),
    }
