"""Our worker and websocket, under gunicorn, limits and pings on."""

from collections.abc import Iterable
from typing import Any


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Sends back what it gets."""
    socket = environ["wsgi.websocket"]
    while (message := socket.receive()) is not None:
        socket.send(message)
    return []
