"""Every message of a table's socket as a type, and the only reader of what clients say."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, NoReturn, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

REF: Final = re.compile(r"[A-Za-z0-9_-]{16,36}")
MOST_BYTES: Final = 4096
ACT_CHARACTERS: Final = 200

Code = str
Version = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Milliseconds = int


class Message(Struct, tag_field="t", kw_only=True, omit_defaults=True):
    """Anything on the wire; `t` says what."""


# From the client.


class Act(Message, tag="act"):
    """What the seat does about the decision it saw at `v`; `ref` names this act for ever."""

    ref: str
    v: Version
    act: Annotated[str, Meta(min_length=1, max_length=ACT_CHARACTERS)]


class Ask(Message, tag="ask"):
    """What would a good player do about the decision the seat saw at `v`?"""

    v: Version


class Say(Message, tag="say"):
    """Something said to those who listen here: a ready phrase by its name, or a text."""

    ref: str
    phrase: str | None = None
    text: str | None = None


class Ping(Message, tag="ping"):
    """Asks where the table stands."""


# From the server.


class Sitter(Struct):
    """Who sits at a seat."""

    name: str
    bot: bool
    you: bool
    ready: bool  # agrees to the rules as they stand
    level: str | None  # how well the bot plays; null for people


class State(Message, tag="state"):
    """The whole table as this audience sees it."""

    v: int
    you: int | None
    now: Milliseconds
    rules: msgspec.Raw
    view: dict[str, Any]
    seats: tuple[Sitter | None, ...]
    host: int | None
    rematch: str | None
    pace: bool
    pid: int | UnsetType = UNSET


class Event(Message, tag="ev"):
    """The next version: the act, if there is one to tell, and the fields of the view it changed."""

    v: int
    now: Milliseconds
    act: tuple[int | None, str] | UnsetType = UNSET
    by: str | UnsetType = UNSET
    set: dict[str, Any] | UnsetType = UNSET
    ref: str | UnsetType = UNSET


class Away(Struct):
    """Nobody of a seat is connected."""

    since: Milliseconds
    why: str
    bot_at: Milliseconds | None


class Here(Message, tag="here"):
    """Who is connected, of those who sit and of those who watch."""

    away: tuple[Away | None, ...]
    devices: int
    watchers: int


class Seats(Message, tag="seats"):
    """Who sits where, where the host sits, and where they play on."""

    seats: tuple[Sitter | None, ...]
    host: int | None
    rematch: str | None


class Refused(Message, tag="refused"):
    """Nothing was done; `code` says why."""

    code: Code
    ref: str | UnsetType = UNSET
    v: int | UnsetType = UNSET


class Receipt(Message, tag="receipt"):
    """The act of this ref was saved before, as version `v`."""

    ref: str
    v: int


class Hint(Message, tag="hint"):
    """What a good player would do at version `v`: told to the one who asked, and to nobody else."""

    v: int
    act: str


class Line(Struct):
    """One thing said, as it is told to whoever comes later."""

    id: int
    at: Milliseconds
    who: str
    name: str
    seat: int | None
    phrase: str | None
    text: str | None


class Said(Line, tag_field="t", tag="said", kw_only=True, omit_defaults=True):
    """Somebody says something; the ref is for himself."""

    ref: str | UnsetType = UNSET


class Talk(Message, tag="talk"):
    """What was said here lately, and why the listener may not say all he likes."""

    you: str | None
    no_text: Code | None
    warned: bool
    lines: tuple[Line, ...]


class Pong(Message, tag="pong"):
    """Where the table stands."""

    v: int
    now: Milliseconds
    pid: int | UnsetType = UNSET


class Bye(Message, tag="bye"):
    """The last message before the socket is closed; `code` says why."""

    code: Code


FROM_CLIENT: Final = (Act, Ask, Say, Ping)
FROM_SERVER: Final = (
    State,
    Event,
    Seats,
    Here,
    Refused,
    Receipt,
    Hint,
    Said,
    Talk,
    Pong,
    Bye,
)
BAD_CODES: Final = ("bad_message", "unknown_type", "bad_text", "bad_ref", "too_big")


class BadMessage(Exception):
    """What came is no message of ours; `code` is one of BAD_CODES, `ref` is its ref if any."""

    def __init__(self, code: str, ref: str | UnsetType = UNSET) -> None:
        super().__init__(code)
        self.code = code
        self.ref = ref


class _Glimpse(Struct):
    """What can be told of a message that is not well formed."""

    t: Any = None
    ref: Any = None


_decoder: Final = msgspec.json.Decoder(Act | Ask | Say | Ping)
_glimpses: Final = msgspec.json.Decoder(_Glimpse)
_TAGS: Final = ("act", "ask", "say", "ping")
M = TypeVar("M")


def parse(text: str, most_bytes: int = MOST_BYTES) -> Act | Ask | Say | Ping:
    """The message this text is. Raises BadMessage."""
    message: Act | Ask | Say | Ping = read(text, _decoder, _TAGS, most_bytes)
    if isinstance(message, Act | Say) and not REF.fullmatch(message.ref):
        raise BadMessage("bad_ref")
    return message


def read(
    text: str, decoder: msgspec.json.Decoder[M], tags: Sequence[str], most_bytes: int = MOST_BYTES
) -> M:
    """What this decoder makes of the text; `tags` are the types it knows. Raises BadMessage."""
    if len(text) > most_bytes:
        raise BadMessage("too_big")
    if "\\u" in text or "\0" in text:
        _check_characters(text)
    try:
        return decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        _explain(text, tags)


def _explain(text: str, tags: Sequence[str]) -> NoReturn:
    try:
        glimpse = _glimpses.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise BadMessage("bad_message") from None
    if isinstance(glimpse.t, str) and glimpse.t not in tags:
        raise BadMessage("unknown_type")
    if not isinstance(glimpse.ref, str):
        raise BadMessage("bad_message")
    if not REF.fullmatch(glimpse.ref):
        raise BadMessage("bad_ref")
    raise BadMessage("bad_message", glimpse.ref)


def _check_characters(text: str) -> None:
    """No database takes NUL, no encoder a lone surrogate; JSON can spell both."""
    if "\0" in text:
        raise BadMessage("bad_text")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise BadMessage("bad_message") from None
    for part in _strings(said):
        if "\0" in part or any("\ud800" <= letter <= "\udfff" for letter in part):
            raise BadMessage("bad_text")


def _strings(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        for name, value in said.items():
            yield name
            yield from _strings(value)
    elif isinstance(said, list):
        for value in said:
            yield from _strings(value)
