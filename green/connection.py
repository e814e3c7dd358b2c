"""A player's connection as the handlers of `sockets/` see it: iterate, send, say goodbye."""

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Final, Self

from green.credits import Credits
from green.frames import CloseCode, encode_text_frame
from green.reading import NO_STATUS
from green.websocket import StrictWebSocket

LEAVING: Final = (CloseCode.NORMAL, CloseCode.GOING_AWAY, NO_STATUS)
CODE: Final = '{{"t":"bye","code":"{}"}}'


def say_code(code: str) -> str:
    """The last message a client gets, unless the endpoint has words of its own."""
    return CODE.format(code)


class Connection:
    """One client at one endpoint, for one `with` block; leaving the block closes it.

    Iterating yields its texts and ends when it leaves, is dropped or was said goodbye to. One
    greenlet iterates; any may send. Nothing here ever waits for the client except the iteration.
    A message costs a credit; `credits` of them come back every `per_seconds`.
    """

    __slots__ = ("_credits", "_say", "_websocket")

    def __init__(
        self,
        websocket: StrictWebSocket,
        *,
        credits: int,
        per_seconds: float,
        say: Callable[[str], str] = say_code,
    ) -> None:
        self._websocket = websocket
        self._say = say
        websocket.accept()
        self._credits = Credits(credits, per_seconds, websocket.heard_at)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._websocket.close(CloseCode.NORMAL if error is None else CloseCode.INTERNAL_ERROR)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        message = self._websocket.receive()
        if message is None:
            raise StopIteration
        if not isinstance(message, str):
            self.bye("text_only", CloseCode.UNSUPPORTED_DATA)
            raise StopIteration
        if not self._credits.pay(self._websocket.heard_at):
            self.bye("too_fast", CloseCode.POLICY_VIOLATION)
            raise StopIteration
        return message

    @property
    def is_open(self) -> bool:
        """Whether what is sent may still arrive."""
        return not self._websocket.closed

    @property
    def has_left(self) -> bool:
        """Whether the client closed by itself, as a page that is left does."""
        goodbye = self._websocket.goodbye
        return goodbye is not None and goodbye.code in LEAVING

    @property
    def dropped(self) -> str | None:
        """Why the client was cut off: gone, silent, too_slow, no_goodbye; None if it was not."""
        return self._websocket.outbox.dropped

    @property
    def read_at(self) -> float:
        """When the last message was read from the network; seconds of the monotonic clock."""
        return self._websocket.heard_at

    def send(self, text: str) -> None:
        """Send a text; nothing happens when the connection is closed or dropped."""
        self.send_frame(encode_text_frame(text))

    def send_frame(self, frame: bytes) -> None:
        """Send what `encode_text_frame` made, once for any number of receivers."""
        if not self._websocket.closed:
            self._websocket.outbox.write(frame)

    def bye(self, code: str, close_code: int = CloseCode.NORMAL) -> None:
        """Tell why, then close; the iteration ends."""
        self.send(self._say(code))
        self._websocket.close(close_code, code)

    def drop(self, why: str) -> None:
        """Cut the client off without a word."""
        self._websocket.drop(why)
