"""The socket of a table: what comes in is read here, what goes out is sent by the table."""

from typing import Final

from flask import Blueprint, current_app, request, session

from club.addresses import id_at
from club.club import Club
from club.errors import ClubRefusal, Unsaved
from club.table import Table
from games.errors import Refusal
from green.connection import Connection
from green.frames import CloseCode
from sockets.messages import Act, BadMessage, Bye, Receipt, Refused, parse
from sockets.wire import encode, frame_of
from store.errors import StoreError

bp = Blueprint("sockets", __name__)

# A hasty player sends two or three messages in a second; a program may play a quick pulka.
CREDITS: Final = 200
PER_SECONDS: Final = 10.0
RESTARTING: Final = "restarting"


class Place:
    """One socket at a table."""

    __slots__ = ("connection", "epoch", "player_id", "send")

    def __init__(self, connection: Connection, player_id: int | None, epoch: int) -> None:
        self.connection = connection
        self.player_id = player_id
        self.epoch = epoch  # of his cookie
        self.send = connection.send_frame

    def bye(self, code: str) -> None:
        """Say why and close."""
        close_code = CloseCode.SERVICE_RESTART if code == RESTARTING else CloseCode.NORMAL
        self.connection.bye(code, close_code)


@bp.route("/ws/table/<address>", websocket=True)
def table_socket(address: str) -> str:
    club: Club = current_app.extensions["club"]
    websocket = request.environ["wsgi.websocket"]
    say = _goodbye
    with Connection(websocket, credits=CREDITS, per_seconds=PER_SECONDS, say=say) as connection:
        place = Place(connection, session.get("player"), session.get("epoch", 0))
        try:
            with club.people.visit(place):
                _attend(club, place, id_at(address), request.args.get("v", type=int))
        except (ClubRefusal, StoreError) as refusal:
            place.bye(refusal.code)
    return ""


def _attend(club: Club, place: Place, match_id: int | None, seen: int | None) -> None:
    if match_id is None:
        raise ClubRefusal("no_such_table")
    with club.tables.attended(match_id, place, seen) as table:
        for text in place.connection:
            receive(club, place, table, text)


def receive(club: Club, place: Place, table: Table, text: str) -> None:
    """One message of the client's, answered."""
    try:
        message = parse(text)
    except BadMessage as bad:
        place.send(frame_of(Refused(code=bad.code, ref=bad.ref)))
        return
    if isinstance(message, Act):
        _act(club, place, table, message)
    else:
        place.send(club.tables.pong(table))


def _act(club: Club, place: Place, table: Table, act: Act) -> None:
    """When it is saved its event is the receipt; one that was saved before gets its own."""
    read_at = place.connection.read_at
    try:
        version = club.tables.act(table, place, act.act, seen=act.v, ref=act.ref, read_at=read_at)
    except (Refusal, ClubRefusal, StoreError) as refusal:
        place.send(frame_of(Refused(code=refusal.code, ref=act.ref, v=table.shown.version)))
    except Unsaved:  # never a refusal once the journal had it
        place.connection.bye("unsaved", CloseCode.INTERNAL_ERROR)
    else:
        if version is not None:
            place.send(frame_of(Receipt(ref=act.ref, v=version)))


def _goodbye(code: str) -> str:
    return encode(Bye(code=code)).decode()
