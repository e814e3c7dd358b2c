"""Etudes as pages: the list, and each one played on the table's own screen."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import gettext

from club.errors import ClubRefusal
from club.etudes import MOST_CARDS
from club.replays import Scene
from games.preferans import Match, rules_to_json
from games.preferans.etudes import Etude, beginning, is_ours, open_view, seat_of
from views.act_words import bid_words
from views.people import current_club, locale
from views.replays import event_of

bp = Blueprint("etudes", __name__, url_prefix="/etudes")


@bp.get("")
def index() -> str:
    etudes = [
        {"name": etude.name, "number": number, "stars": etude.stars, "words": goal_words(etude)}
        for number, etude in enumerate(current_club().etudes.all, start=1)
    ]
    return render_template("etudes/index.html", etudes=etudes)


@bp.get("/<name>")
def show(name: str) -> str:
    """The table's own page; the cards of the other side come from `answer`."""
    etudes = current_club().etudes
    etude = etudes.of(name)
    at, match = etudes.all.index(etude), beginning(etude)
    following = etudes.all[at + 1].name if at + 1 < len(etudes.all) else None
    return render_template(
        "etudes/show.html",
        etude=etude,
        number=at + 1,
        goal=goal_words(etude),
        following=following,
        rules=rules_to_json(match.rules),
        table_data={
            "id": name,
            "locale": locale(),
            "pace": current_club().has_pace,
            "you": seat_of(etude, match),
            "host": False,
            "urls": {"home": url_for("etudes.index")},
            "etude": {
                "state": _state(etude, match),
                "answer": url_for("etudes.answer", name=name),
                "solution": url_for("etudes.solve", name=name),
            },
        },
    )


@bp.get("/<name>/answer")
def answer(name: str) -> Response:
    """What becomes of `?cards=SA,C7,...`: all cards played so far, the last of them ours."""
    etudes = current_club().etudes
    etude, cards = etudes.of(name), request.args.get("cards", "").split(",")
    if len(cards) > MOST_CARDS:
        raise ClubRefusal("bad_line")
    found = etudes.after(etude, cards)
    told = list(_events(etude, found.matches, found.cards))
    return jsonify(
        verdict=found.verdict,
        within_reach=found.within_reach,
        messages=told[len(cards) - 1 :],
    )


@bp.get("/<name>/solution")
def solve(name: str) -> Response:
    """One way to the goal, from the beginning."""
    etudes = current_club().etudes
    etude = etudes.of(name)
    found = etudes.solution(etude)
    return jsonify(messages=list(_events(etude, found.matches, found.cards)))


def goal_words(etude: Etude) -> str:
    """What is to be done, in the reader's words."""
    deal = beginning(etude).deal
    assert deal is not None
    contract = open_view(etude, beginning(etude)).contract or ""
    if etude.side == "declarer":
        if deal.kind == "misere":
            return str(gettext("Play the misère clean"))
        return str(gettext("Make %(bid)s", bid=bid_words(contract)))
    if deal.kind == "misere":
        return str(gettext("Catch the misère"))
    return str(gettext("Defeat %(bid)s", bid=bid_words(contract)))


def _state(etude: Etude, match: Match) -> dict[str, Any]:
    """As the socket of a table sends it."""
    return {
        "t": "state",
        "v": match.version,
        "you": seat_of(etude, match),
        "now": 0,
        "rules": {**rules_to_json(match.rules), "trick_history": "all"},
        "view": open_view(etude, match)._asdict(),
        "seats": _sitters(etude, match),
        "host": None,
    }


def _sitters(etude: Etude, match: Match) -> list[dict[str, Any]]:
    deal, you = match.deal, seat_of(etude, match)
    assert deal is not None and deal.declarer is not None
    place = deal.active.index(deal.declarer)
    names = {
        deal.declarer: gettext("Declarer"),
        deal.active[(place + 1) % 3]: gettext("Defender 1"),
        deal.active[(place + 2) % 3]: gettext("Defender 2"),
    }
    return [
        {"name": str(names[seat]), "bot": False, "you": seat == you}
        for seat in range(match.rules.players)
    ]


def _events(
    etude: Etude, matches: Sequence[Match], cards: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """One event a card."""
    views = [open_view(etude, match) for match in matches]
    for at, card in enumerate(cards):
        deal, by = matches[at].deal, "player" if is_ours(etude, matches[at]) else "bot"
        assert deal is not None
        version = matches[0].version + 1 + at
        yield event_of(Scene(version, 0, deal.hand, card, by, views[at + 1]), views[at])
