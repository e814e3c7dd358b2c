"""gevent-websocket as it comes, under gevent's own server."""

# ruff: noqa: E402
import sys

from gevent import monkey

monkey.patch_all()

from collections.abc import Iterable
from typing import Any

from gevent.pywsgi import WSGIServer
from geventwebsocket.handler import WebSocketHandler


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    socket = environ["wsgi.websocket"]
    while (message := socket.receive()) is not None:
        socket.send(message)
    return []


if __name__ == "__main__":
    address = ("127.0.0.1", int(sys.argv[1]))
    WSGIServer(address, echo, handler_class=WebSocketHandler, log=None).serve_forever()
