"""Every message of the lobby's socket as a type, and the reader of what clients say there."""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from sockets.messages import (
    Bye,
    Message,
    Milliseconds,
    Ping,
    Pong,
    Refused,
    Said,
    Say,
    Talk,
    read,
)

Word = Annotated[str, Meta(min_length=1, max_length=40)]


# From the client.


class Seek(Message, tag="seek"):
    """I look for company at such a table, from now on."""

    convention: Word
    target: Annotated[int, Meta(ge=1, le=200)]
    speed: Word
    rated: bool
    players: Literal[3, 4] = 3


class Withdraw(Message, tag="withdraw"):
    """I look no more."""


class Answer(Message, tag="answer"):
    """Whether I am ready to play at the table that was found for me."""

    table: Word
    ready: bool


class Decline(Message, tag="decline"):
    """I do not come to a table I am invited to."""

    table: Word


# From the server.


class Hall(Message, tag="hall"):
    """All the hall shows, as of version `v` of the worker `of`."""

    v: int
    of: str
    online: int
    tables: list[dict[str, Any]]
    waiting: list[dict[str, Any]]


class Changes(Message, tag="changes"):
    """The next version: what changed in the hall."""

    v: int
    online: int | UnsetType = UNSET
    tables: list[dict[str, Any]] | UnsetType = UNSET
    gone: list[str] | UnsetType = UNSET
    waiting: list[dict[str, Any]] | UnsetType = UNSET


class Place(Struct):
    """Somebody the found table asks."""

    name: str
    ready: bool
    you: bool


class Found(Struct):
    """The table found for those who looked for the same."""

    id: str
    begun: bool
    ready_by: Milliseconds
    places: list[Place]


class Own(Message, tag="own"):
    """Where your own wish stands, and who invites you; `seek` is null when you look for nothing."""

    now: Milliseconds
    seek: dict[str, Any] | None
    since: Milliseconds | None
    table: Found | None
    invited: list[dict[str, Any]]


FROM_CLIENT: Final = (Seek, Withdraw, Answer, Decline, Say, Ping)
FROM_SERVER: Final = (Hall, Changes, Own, Refused, Said, Talk, Pong, Bye)

_decoder: Final = msgspec.json.Decoder(Seek | Withdraw | Answer | Decline | Say | Ping)
_TAGS: Final = ("seek", "withdraw", "answer", "decline", "say", "ping")


def parse(text: str) -> Seek | Withdraw | Answer | Decline | Say | Ping:
    """The message this text is. Raises BadMessage."""
    message: Seek | Withdraw | Answer | Decline | Say | Ping = read(text, _decoder, _TAGS)
    return message
