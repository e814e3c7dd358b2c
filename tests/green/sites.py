"""Our server inside the test's own process, with whatever limits a test wants to see at work."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from gevent.pool import Pool

from green.connection import Connection
from green.conversation import Conversation
from green.limits import RequestLimits, SocketLimits
from green.roster import Roster
from green.server import ClubServer

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]
GREENLETS: Final = 3000


class Log:
    """What the server logs: status and path of each request, and its complaints."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str]] = []
        self.complaints: list[str] = []

    def access(self, response: Any, fields: Any, environ: Environ, took: timedelta) -> None:
        self.requests.append((str(response.status)[:3], environ["PATH_INFO"]))

    def write(self, text: str) -> None:
        self.complaints.append(text)


class Site:
    """A running server."""

    def __init__(self, server: ClubServer, log: Log) -> None:
        self.server = server
        self.roster: Roster = server.roster
        self.port: int = server.server_port
        self.log = log


@contextmanager
def serving(
    application: Application,
    limits: SocketLimits | None = None,
    request_limits: RequestLimits | None = None,
) -> Iterator[Site]:
    """The application on a free port; every greenlet of it has ended afterwards."""
    roster, log, greenlets = Roster(limits or SocketLimits()), Log(), Pool(GREENLETS)
    server = ClubServer(
        ("127.0.0.1", 0),
        application,
        roster=roster,
        request_limits=request_limits,
        spawn=greenlets,
        log=log,
        error_log=log,
    )
    server.start()
    roster.start()
    try:
        yield Site(server, log)
    finally:
        roster.stop()
        server.close()
        roster.drop_all("end")
        greenlets.kill()


def echo(environ: Environ, start_response: Any) -> Iterable[bytes]:
    """Sends back what it gets; a plain request is answered with its body."""
    websocket = environ.get("wsgi.websocket")
    if websocket is None:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read()]
    while (message := websocket.receive()) is not None:
        websocket.send(message, binary=isinstance(message, bytes))
    return []


def talking(talk: Callable[[Connection], object], **credits: float) -> Application:
    """An application whose sockets are connections, each handed to `talk`."""

    def application(environ: Environ, start_response: Any) -> Iterable[bytes]:
        return Conversation(talk=talk, **(_PLENTY | credits))  # type: ignore[arg-type]

    return application


_PLENTY: Final = {"credits": 1_000_000, "per_seconds": 1.0}
