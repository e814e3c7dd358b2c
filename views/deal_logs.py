"""The log of a deal as a text to keep, with the server's times."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from flask import Blueprint, Response

from club.deal_logs import DealLog, Line
from views.people import current_club, current_player
from views.replays import kept
from views.tables import match_id_or_404

bp = Blueprint("deal_logs", __name__, url_prefix="/tables/<table_id>")
HEAD: Final = ("version", "utc", "seat", "name", "by", "act", "ref")


@bp.get("/log.txt")
def latest(table_id: str) -> Response:
    return _kept(table_id, None)


@bp.get("/deals/<int:number>/log.txt")
def show(table_id: str, number: int) -> Response:
    return _kept(table_id, number)


def _kept(table_id: str, number: int | None) -> Response:
    log = current_club().deal_logs.of(match_id_or_404(table_id), number, current_player())
    text = "".join(f"{line}\n" for line in _text(table_id, log))
    return Response(text, mimetype="text/plain", headers=kept(f"{table_id}-{log.number}.txt"))


def _text(table_id: str, log: DealLog) -> Iterator[str]:
    """Where it was, what was promised of the cards, then an act a line: fields and tabs."""
    yield f"# table {table_id} deal {log.number}"
    yield f"# commitment {log.commitment}"
    if log.deck is not None:
        yield f"# deck {log.deck} {log.salt}"
    yield "\t".join(HEAD)
    for line in log.lines:
        yield "\t".join(_fields(line, log.names))


def _fields(line: Line, names: list[str]) -> tuple[str, ...]:
    seat, name = ("", "") if line.seat is None else (str(line.seat), names[line.seat])
    return (str(line.version), _time(line.at), seat, name, line.by, line.act, line.ref or "")


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
