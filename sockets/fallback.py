"""Where websockets are blocked: what a table tells as an event stream, what a player says by POST.

Other sites cannot make a browser say anything here, so there is no form token: it always names
the page that asks (`Origin`), and JSON from another site needs a consent (CORS) we never give.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from flask import Response, abort, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from club.club import Club
from club.errors import ClubRefusal
from green.errors import SocketRefused
from green.frames import text_of
from green.handler import ROSTER
from green.origins import is_origin_allowed
from green.stream import EventStream, listening
from sockets.conversation import Caller, caller
from sockets.messages import MOST_BYTES, BadMessage, Bye, Refused
from sockets.table import CREDITS, PER_SECONDS, asked_for, attended, bp, goodbye, known, receive
from sockets.wire import event_of, frame_of
from store.errors import StoreError

__all__ = ["bp"]  # of all the sockets, once these two routes are on it too

JSON: Final = "application/json"
# Of what is not heard at all; whatever was heard is answered with 200.
STATUS: Final = {
    "bad_text": 400,
    "signed_out": 401,
    "wrong_origin": 403,
    "no_such_table": 404,
    "too_big": 413,
    "bad_message": 415,
    "too_fast": 429,
    "too_many_sockets": 429,
    "too_many_watchers": 429,
}
COME_BACK: Final = 503


class Ear:
    """One event stream at a table."""

    __slots__ = ("epoch", "player_id", "stream")

    has_left = False  # a stream ends without a word

    def __init__(self, stream: EventStream, who: Caller) -> None:
        self.stream = stream
        self.player_id, self.epoch = who.player_id, who.epoch

    def send(self, frame: bytes) -> None:
        """Tell what others are told as a frame."""
        self.stream.send(event_of(frame))

    def bye(self, code: str) -> None:
        """Say why and end the stream."""
        self.stream.bye(code)


class Question:
    """One message that came by itself, and its answer."""

    hears_events = False
    has_left = False

    def __init__(self, who: Caller) -> None:
        self.player_id, self.epoch, self.name, self.locale = who
        self.read_at = time.monotonic()
        self.answer = b""

    def send(self, frame: bytes) -> None:
        """This is the answer."""
        self.answer = frame

    def bye(self, code: str) -> None:
        """The answer is why nothing more is heard."""
        self.send(frame_of(Bye(code=code)))


@bp.get("/tables/<address>/events")
def table_events(address: str) -> str | Response:
    club: Club = current_app.extensions["club"]
    return streamed(lambda ear: attended(club, ear, asked_for(address)))


@bp.post("/tables/<address>/acts")
def table_acts(address: str) -> Response:
    club: Club = current_app.extensions["club"]

    def hear(question: Question, text: str) -> None:
        with club.tables.registry.use(known(address)) as table:
            receive(club, question, table, text)

    return replied(club, hear)


def streamed(attending: Callable[[Ear], AbstractContextManager[object]]) -> str | Response:
    """An event stream of everything an ear is told in this block."""
    if request.method == "HEAD":
        abort(405)
    try:
        with listening(request.environ, lambda code: goodbye(code).encode()) as stream:
            ear = Ear(stream, caller())
            try:
                with attending(ear):
                    stream.wait()
            except (ClubRefusal, StoreError) as refusal:
                ear.bye(refusal.code)
    except SocketRefused as refused:
        return answered(frame_of(Bye(code=refused.code)), refused.code)
    return ""


def replied(club: Club, hear: Callable[[Question, str], object]) -> Response:
    """The answer to the one message of this request."""
    question = Question(caller())
    try:
        check(club, question)
        hear(question, text_asked())
    except BadMessage as bad:
        return answered(frame_of(Refused(code=bad.code)), bad.code)
    except (SocketRefused, ClubRefusal, StoreError) as refusal:
        return answered(frame_of(Bye(code=refusal.code)), refusal.code)
    return Response(text_of(question.answer), mimetype=JSON)


def check(club: Club, question: Question) -> None:
    """Who may speak, and not more than over a socket.

    Raises SocketRefused, ClubRefusal, StoreError and BadMessage.
    """
    if not is_origin_allowed(request.environ, request.environ[ROSTER].limits.origins):
        raise SocketRefused("wrong_origin")
    purse = question.player_id or request.remote_addr
    now = question.read_at
    if not club.purses.pay(purse, now, credits=CREDITS, per_seconds=PER_SECONDS):
        raise SocketRefused("too_fast")
    player_id = question.player_id
    if player_id is not None and not club.people.is_current(player_id, question.epoch):
        raise ClubRefusal("signed_out")
    if request.mimetype != JSON:
        raise BadMessage("bad_message")


def text_asked() -> str:
    """What was sent. Raises BadMessage."""
    request.max_content_length = MOST_BYTES
    try:
        return request.get_data().decode()
    except RequestEntityTooLarge:
        raise BadMessage("too_big") from None
    except UnicodeDecodeError:
        raise BadMessage("bad_text") from None


def answered(frame: bytes, code: str) -> Response:
    return Response(text_of(frame), STATUS.get(code, COME_BACK), mimetype=JSON)
