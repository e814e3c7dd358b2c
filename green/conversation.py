"""What an application answers a websocket with: to be held when nothing of the request is left."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from green.connection import Connection, say_code
from green.websocket import StrictWebSocket


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """In WSGI's terms a body of nothing; the server holds it after the application returned.

    A talk inside the application would keep its request and its frames for hours.
    """

    talk: Callable[[Connection], object]
    credits: int
    per_seconds: float
    say: Callable[[str], str] = say_code

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def hold(self, websocket: StrictWebSocket) -> None:
        """Talk over the websocket, and close it then."""
        connection = Connection(
            websocket, credits=self.credits, per_seconds=self.per_seconds, say=self.say
        )
        with connection:
            self.talk(connection)
