"""The socket of the lobby, and the same as an event stream and requests where those are blocked."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Final, NamedTuple, Protocol

from flask import Response, current_app, request

from club.addresses import id_at
from club.club import Club
from club.errors import ClubRefusal
from club.people import Visitor
from club.seating import Guest
from green.connection import Connection
from sockets.conversation import Caller, Conversation, caller, last_seen
from sockets.fallback import Question, bp, replied, streamed
from sockets.lobby_messages import Answer, Decline, Seek, Withdraw, parse
from sockets.messages import BadMessage, Refused, Say
from sockets.table import Place, goodbye
from sockets.talk import Talker, receive_say
from sockets.wire import frame_of
from store.errors import StoreError
from store.seeks import Kind
from store.talk import LOBBY

__all__ = ["bp"]  # of all the sockets, once these routes are on it too

# Somebody who changes his mind says two things in a second, and not for long.
CREDITS: Final = 60
PER_SECONDS: Final = 60.0


class Listener(Visitor, Protocol):
    """Whoever is told what happens in the hall."""

    def send(self, frame: bytes) -> None:
        """Hand over one message as a whole frame."""


class Speaker(Talker, Protocol):
    """Whoever says something in the hall."""

    locale: str


class Asked(NamedTuple):
    """What a client wants to be told of the hall."""

    seen: int | None  # the last version he has
    of: str | None  # of this worker
    own_only: bool  # nothing but what is his own
    talk: bool  # what is said there too


@bp.route("/ws/lobby", websocket=True)
def lobby_socket() -> Conversation:
    club: Club = current_app.extensions["club"]
    talk = partial(converse, club, asked_for(), caller())
    return Conversation(talk, credits=CREDITS, per_seconds=PER_SECONDS, say=goodbye)


def converse(club: Club, asked: Asked, who: Caller, connection: Connection) -> None:
    """Everything that is told and said over one socket."""
    place = Place(connection, who)
    try:
        with attended(club, place, asked):
            for text in connection:
                receive(club, place, text)
    except (ClubRefusal, StoreError) as refusal:
        place.bye(refusal.code)


@bp.get("/lobby/events")
def lobby_events() -> str | Response:
    club: Club = current_app.extensions["club"]
    return streamed(lambda ear: attended(club, ear, asked_for()))


@bp.post("/lobby/acts")
def lobby_acts() -> Response:
    club: Club = current_app.extensions["club"]

    def hear(question: Question, text: str) -> None:
        receive(club, question, text)
        if not question.answer:
            question.send(club.hall.pong())

    return replied(club, hear)


def asked_for() -> Asked:
    """What is asked for here."""
    args = request.args
    own_only = "own" in args
    talk = "talk" in args and not own_only
    return Asked(last_seen(), args.get("of"), own_only, talk)


@contextmanager
def attended(club: Club, listener: Listener, asked: Asked) -> Iterator[None]:
    """The hall tells the listener in the block what is asked for."""
    with (
        club.people.visit(listener),
        club.hall.attended(listener, asked.seen, asked.of, own_only=asked.own_only),
        club.talk.hearing(LOBBY, listener) if asked.talk else nullcontext(),
    ):
        yield


def receive(club: Club, speaker: Speaker, text: str) -> None:
    """One message of the client's; what it changes is told to him as to all others."""
    try:
        message = parse(text)
    except BadMessage as bad:
        club.bad_messages[bad.code] += 1
        speaker.send(frame_of(Refused(code=bad.code, ref=bad.ref)))
        return
    try:
        if isinstance(message, Seek):
            club.seeking.seek(_guest(speaker), _kind(message))
        elif isinstance(message, Withdraw):
            club.seeking.withdraw(_guest(speaker))
        elif isinstance(message, Answer):
            match_id = id_at(message.table) or 0
            club.seeking.answer(_guest(speaker), match_id, is_ready=message.ready)
        elif isinstance(message, Decline):
            club.personal_invitations.decline(_guest(speaker), id_at(message.table) or 0)
        elif isinstance(message, Say):
            receive_say(club, speaker, message)
        else:
            speaker.send(club.hall.pong())
    except (ClubRefusal, StoreError) as refusal:
        speaker.send(frame_of(Refused(code=refusal.code)))


def _kind(wish: Seek) -> Kind:
    return Kind(wish.convention, wish.target, wish.speed, wish.rated, wish.players)


def _guest(speaker: Speaker) -> Guest:
    """Whoever speaks, by the name of his cookie. Raises ClubRefusal("signed_out")."""
    if speaker.player_id is None:
        raise ClubRefusal("signed_out")
    return Guest(speaker.player_id, speaker.name, speaker.locale)
