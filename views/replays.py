"""Finished matches as pages: the sheet deal by deal, and each deal to be played back."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import gettext

from club.replays import Played, Recording, Scene
from games.preferans.view import View
from views.act_words import act_words, bid_words
from views.errors import wants_json
from views.people import current_club, locale
from views.postponed import Progress, Steps, postponed
from views.tables import match_id_or_404

bp = Blueprint("replays", __name__, url_prefix="/matches/<table_id>")
FIELDS: Final = View._fields
LEAST_COST: Final = 0.5  # whists; less is noise


@bp.get("")
def show(table_id: str) -> str:
    match_id = match_id_or_404(table_id)
    played = current_club().replays.match(match_id)
    return render_template(
        "replays/match.html",
        table_id=table_id,
        match=played.match,
        rules=played.match.rules,
        names=played.names,
        sheet=played.sheet,
        settlement=played.settlement,
        changes=current_club().ratings.changes(match_id),
        deals=[{**deal, "words": _contract_words(deal)} for deal in played.deals],
    )


@bp.get("/record.json")
def export(table_id: str) -> Response:
    """The whole match as data: agreements, names, what each deal wrote, sheet and settlement."""
    played = current_club().replays.match(match_id_or_404(table_id))
    settlement = played.settlement
    return jsonify(
        id=table_id,
        created_at=played.match.created_at.isoformat(),
        rules=played.match.rules,
        names=played.names,
        bots=[bool(sitter and sitter.bot) for sitter in played.seats],
        deals=played.deals,
        sheet=played.sheet._asdict(),
        settlement={
            "exact": list(map(str, settlement.exact)),
            "shown": settlement.shown,
            "payments": [(payer, to, str(whists)) for payer, to, whists in settlement.payments],
        },
    )


@bp.get("/record.txt")
@postponed
def notation(table_id: str) -> Steps:
    """The whole match in the notation (docs/notation.md)."""
    match_id = match_id_or_404(table_id)
    current_club().replays.match(match_id)
    yield Progress(0, 1)
    text = current_club().archive.notation(match_id)
    return Response(text, mimetype="text/plain", headers=kept(f"{table_id}.txt"))


@bp.get("/deals/<int:number>")
def show_deal(table_id: str, number: int) -> str:
    """The table's own page, fed from the record; an address with `#17` begins after that act."""
    match_id, seat = match_id_or_404(table_id), _seat_asked()
    recording = current_club().replays.deal(match_id, number, seat)
    return render_template(
        "replays/deal.html",
        table_id=table_id,
        number=number,
        last=len(recording.played.deals),
        seat=seat,
        names=recording.played.names,
        rules=recording.played.match.rules,
        table_data={
            "id": table_id,
            "locale": locale(),
            "pace": False,
            "you": seat,
            "host": False,
            "urls": {"home": url_for("home.show")},
            "recording": recorded(recording, seat),
        },
    )


@bp.get("/deals/<int:number>.json")
def export_deal(table_id: str, number: int) -> Response:
    """The same as data, for programs."""
    seat = _seat_asked()
    recording = current_club().replays.deal(match_id_or_404(table_id), number, seat)
    return jsonify(recorded(recording, seat))


@bp.get("/deals/<int:number>/review")
@postponed
def review_deal(table_id: str, number: int) -> Steps:
    """What each decision cost, by open cards and by what the player could know."""
    club, match_id = current_club(), match_id_or_404(table_id)
    played = club.replays.match(match_id)
    decisions = club.replays.decisions(match_id, number)
    costs = []
    for done, decision in enumerate(decisions):
        yield Progress(done, len(decisions))
        cost = club.reviews.cost_of(decision)
        if cost is not None:
            costs.append({"at": decision.at, **cost._asdict()})
    names = played.names
    if wants_json():
        return {"names": names, "costs": costs}
    return render_template(
        "replays/review.html",
        table_id=table_id,
        number=number,
        names=names,
        costs=costs,
        words=act_words,
        least=LEAST_COST,
    )


def kept(name: str) -> dict[str, str]:
    """The headers of a file to keep under this name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _seat_asked() -> int | None:
    """Whose eyes: `?seat=`, else open cards."""
    return request.args.get("seat", type=int)


def _contract_words(deal: Mapping[str, Any]) -> str:
    """What was played, in the reader's words."""
    if deal["kind"] == "all_pass":
        return str(gettext("all pass"))
    words = bid_words(deal["contract"] or "")
    return str(gettext("%(bid)s, conceded", bid=words)) if deal["kind"] == "concede" else words


def recorded(recording: Recording, seat: int | None) -> list[dict[str, Any]]:
    """A `state` and then `ev` messages, as the socket of the table sends them."""
    first, *rest = recording.scenes
    messages = [_state(recording.played, first, seat)]
    before = first.view
    for scene in rest:
        messages.append(event_of(scene, before))
        before = scene.view
    return messages


def _state(played: Played, scene: Scene, seat: int | None) -> dict[str, Any]:
    sitters = [
        sitter and {"name": sitter.name, "bot": sitter.bot, "you": sitter.seat == seat}
        for sitter in played.seats
    ]
    return {
        "t": "state",
        "v": scene.version,
        "you": seat,
        "now": scene.at,
        "rules": {**played.match.rules, "trick_history": "all"},
        "view": scene.view._asdict(),
        "seats": sitters,
        "host": None,
    }


def event_of(scene: Scene, before: View) -> dict[str, Any]:
    """As the socket of the table sends it."""
    pairs = zip(FIELDS, before, scene.view, strict=True)
    return {
        "t": "ev",
        "v": scene.version,
        "now": scene.at,
        "act": [scene.doer, scene.act],
        "by": scene.by,
        "set": {name: new for name, old, new in pairs if new != old},
    }
