"""What the view of a socket answers with, and who it is that comes."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import Response, request, session

from green import conversation
from green.connection import Connection, say_code


class Caller(NamedTuple):
    """Whoever opened a socket or asked, by his cookie."""

    player_id: int | None
    epoch: int
    name: str
    locale: str


class Conversation(Response):
    """The view of a socket reads the request and returns one: it is held after the request.

    `talk` is called with the connection, which is closed when it returns; nothing of Flask is
    there any more. A message costs a credit; `credits` of them come back every `per_seconds`.
    """

    def __init__(
        self,
        talk: Callable[[Connection], object],
        *,
        credits: int,
        per_seconds: float,
        say: Callable[[str], str] = say_code,
    ) -> None:
        super().__init__(status=101)
        self._held = conversation.Conversation(
            talk=talk, credits=credits, per_seconds=per_seconds, say=say
        )

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """What the server holds; the handshake is answered by then."""
        return self._held


def caller() -> Caller:
    """Whoever asks."""
    said = session.get
    return Caller(said("player"), said("epoch", 0), said("name", ""), said("locale", "en"))


def last_seen() -> int | None:
    """The last version he has; an event stream that comes back says it in its own way."""
    return request.headers.get("Last-Event-ID", request.args.get("v", type=int), type=int)
