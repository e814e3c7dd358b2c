"""Our worker and connection: whatever one says everybody gets, who does not read included."""

from collections.abc import Iterable
from typing import Any

from green.connection import Connection
from green.conversation import Conversation
from green.frames import encode_text_frame

everybody: set[Connection] = set()


def crowd(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Sends what it gets to all."""
    return Conversation(talk=_tell_all, credits=1_000_000, per_seconds=1.0)


def _tell_all(connection: Connection) -> None:
    everybody.add(connection)
    try:
        for text in connection:
            frame = encode_text_frame(text)
            for each in everybody:
                each.send_frame(frame)
    finally:
        everybody.discard(connection)
