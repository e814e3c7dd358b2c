"""The socket of a table: what comes in is read here, what goes out is sent by the table."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Final, NamedTuple, Protocol

from flask import Blueprint, current_app, request

from club.addresses import id_at
from club.club import Club
from club.errors import ClubRefusal, Unsaved
from club.people import Visitor
from club.table import Attendee, Table
from games.errors import Refusal
from green.connection import Connection
from green.frames import CloseCode
from sockets.conversation import Caller, Conversation, caller, last_seen
from sockets.messages import Act, Ask, BadMessage, Bye, Hint, Receipt, Refused, Say, parse
from sockets.talk import Talker, receive_say
from sockets.wire import encode, frame_of
from store.errors import StoreError

bp = Blueprint("sockets", __name__)

# A hasty player sends two or three messages in a second; a program may play a quick pulka.
CREDITS: Final = 200
PER_SECONDS: Final = 10.0
CLOSE_CODES: Final = {
    "restarting": CloseCode.SERVICE_RESTART,
    "unsaved": CloseCode.INTERNAL_ERROR,
}


class Listener(Attendee, Visitor, Protocol):
    """Whoever is told what happens at a table."""


class Speaker(Attendee, Talker, Protocol):
    """Whoever says something about a table; the event of an act may be its receipt."""

    @property
    def read_at(self) -> float:
        """When what he says was read, seconds of the monotonic clock."""


class Asked(NamedTuple):
    """What a client wants to be told of a table."""

    address: str
    seen: int | None  # the last version he has
    talk: bool  # what is said there too


class Place:
    """One socket at a table."""

    __slots__ = ("connection", "epoch", "locale", "name", "player_id", "send")

    hears_events = True

    def __init__(self, connection: Connection, who: Caller) -> None:
        self.connection = connection
        self.player_id, self.epoch, self.name, self.locale = who
        self.send = connection.send_frame

    @property
    def read_at(self) -> float:
        return self.connection.read_at

    @property
    def has_left(self) -> bool:
        return self.connection.has_left

    def bye(self, code: str) -> None:
        """Say why and close."""
        self.connection.bye(code, CLOSE_CODES.get(code, CloseCode.NORMAL))


@bp.route("/ws/table/<address>", websocket=True)
def table_socket(address: str) -> Conversation:
    club: Club = current_app.extensions["club"]
    talk = partial(converse, club, asked_for(address), caller())
    return Conversation(talk, credits=CREDITS, per_seconds=PER_SECONDS, say=goodbye)


def converse(club: Club, asked: Asked, who: Caller, connection: Connection) -> None:
    """Everything that is told and said over one socket."""
    place = Place(connection, who)
    try:
        with attended(club, place, asked) as table:
            for text in connection:
                receive(club, place, table, text)
    except (ClubRefusal, StoreError) as refusal:
        place.bye(refusal.code)


def asked_for(address: str) -> Asked:
    """What is asked for here."""
    return Asked(address, last_seen(), "talk" in request.args)


@contextmanager
def attended(club: Club, listener: Listener, asked: Asked) -> Iterator[Table]:
    """The table that is asked for, which tells the listener everything in the block."""
    with (
        club.people.visit(listener),
        club.tables.attended(known(asked.address), listener, asked.seen) as table,
        club.talk.hearing(table.match_id, listener) if asked.talk else nullcontext(),
    ):
        yield table


def known(address: str) -> int:
    """The id of the table at this address. Raises ClubRefusal("no_such_table")."""
    match_id = id_at(address)
    if match_id is None:
        raise ClubRefusal("no_such_table")
    return match_id


def receive(club: Club, speaker: Speaker, table: Table, text: str) -> None:
    """One message of the client's, answered."""
    try:
        message = parse(text)
    except BadMessage as bad:
        club.bad_messages[bad.code] += 1
        speaker.send(frame_of(Refused(code=bad.code, ref=bad.ref)))
        return
    if isinstance(message, Act):
        _act(club, speaker, table, message)
    elif isinstance(message, Ask):
        _hint(club, speaker, table, message)
    elif isinstance(message, Say):
        receive_say(club, speaker, message, table)
    else:
        speaker.send(club.tables.pong(table, speaker))


def _act(club: Club, speaker: Speaker, table: Table, act: Act) -> None:
    """When it is saved its event is the receipt; one that was saved before gets its own."""
    read_at = speaker.read_at
    try:
        saved = club.tables.act(table, speaker, act.act, seen=act.v, ref=act.ref, read_at=read_at)
    except (Refusal, ClubRefusal, StoreError) as refusal:
        speaker.send(frame_of(Refused(code=refusal.code, ref=act.ref, v=table.shown.version)))
    except Unsaved:  # never a refusal once the journal had it
        speaker.bye("unsaved")
    else:
        if not (saved.is_new and speaker.hears_events):
            speaker.send(frame_of(Receipt(ref=act.ref, v=saved.version)))


def _hint(club: Club, speaker: Speaker, table: Table, ask: Ask) -> None:
    """Never an event: it concerns this seat only."""
    try:
        text = club.tables.hint(table, speaker, seen=ask.v)
    except ClubRefusal as refusal:
        speaker.send(frame_of(Refused(code=refusal.code, v=table.shown.version)))
    else:
        speaker.send(frame_of(Hint(v=ask.v, act=text)))


def goodbye(code: str) -> str:
    """The last message."""
    return encode(Bye(code=code)).decode()
