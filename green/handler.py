"""Websockets and event streams: gevent-websocket's handler joined with gunicorn's, and strict."""

import base64
import binascii
import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any, Final

from gevent.pywsgi import Input
from geventwebsocket.handler import WebSocketHandler

from green.conversation import Conversation
from green.errors import BadRequest, SocketRefused
from green.frames import CloseCode
from green.http import StrictHandler
from green.origins import is_origin_allowed
from green.roster import Place
from green.spawn import failures
from green.stream import STREAMS, EventStream
from green.websocket import StrictWebSocket

log = logging.getLogger(__name__)

VERSION: Final = "13"
# What the kernel may keep for one client; by itself it would take up to 4 MB of a slow one.
KERNEL_BYTES: Final = 65_536
ROSTER: Final = "green.roster"
# Of a handler, once its client stays: all else was the request's.
KEPT: Final = (
    "client",
    "close_connection",
    "environ",
    "headers_sent",
    "response_headers",
    "response_length",
    "server",
    "socket",
    "status",
    "time_start",
)
LOGGED: tuple[str, ...] = (
    "HTTP_REFERER",
    "HTTP_USER_AGENT",
    "PATH_INFO",
    "QUERY_STRING",
    "RAW_URI",
    "REMOTE_ADDR",
    "REQUEST_METHOD",
    "SERVER_PROTOCOL",
)


class SocketHandler(WebSocketHandler, StrictHandler):  # type: ignore[misc]
    """Serves one connection; a websocket request has its socket in `environ["wsgi.websocket"]`.

    The application talks over it, or better returns a `Conversation`, which is held once it has
    let go of the request. Any other request may be answered with an event stream, by
    `green.stream.listening`.
    """

    start_response = StrictHandler.start_response

    rfile = BytesIO()  # closed, like those of all who stay
    rfile.close()
    wsgi_input = Input(BytesIO(), 0)  # type: ignore[arg-type]
    client: StrictWebSocket | EventStream | None = None  # while one stays
    result: Any = None
    _close_code = CloseCode.NORMAL

    log_request = StrictHandler.log_request

    def run_application(self) -> None:
        """Call the application, with a websocket when the client asks for one."""
        self.environ[ROSTER] = self.server.roster
        if "websocket" not in _tokens(self.environ.get("HTTP_UPGRADE", "")):
            self._run_plain()
            return
        try:
            self._check_handshake()
        except BadRequest as error:
            self._refuse(error.status, error.reason)
            return
        try:
            with self.server.roster.place(self._client_address()) as place:
                self._run_websocket(place)
        except SocketRefused as refused:
            self._refuse_place(refused)

    def switch_protocols(self) -> bytes:
        """Answer 101; whatever the client sent behind its request. Raises OSError."""
        key = self.environ["HTTP_SEC_WEBSOCKET_KEY"].strip() + self.GUID
        accept = base64.b64encode(hashlib.sha1(key.encode("latin-1")).digest())
        self.status, self.code = b"101 Switching Protocols", 101
        self.headers_sent = self.close_connection = True
        self._sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        early = self.early_bytes()
        self._leave_socket()
        return early

    def begin_stream(self, head: bytes) -> None:
        """Answer 200 with this head; the rest is the stream's. Raises OSError."""
        self.status, self.code = b"200 OK", 200
        self.headers_sent = self.close_connection = True
        self._sendall(head)
        self._leave_socket()

    @contextmanager
    def stream(self, say: Callable[[str], bytes]) -> Iterator[EventStream]:
        """Answer with an event stream for one `with` block. Raises SocketRefused."""
        roster = self.server.roster
        if not self._is_origin_allowed():
            raise SocketRefused("wrong_origin")
        with roster.place(self._client_address()) as place:
            self.client = stream = EventStream(self, roster.limits, say)
            place.attend(stream)
            try:
                stream.accept()
                yield stream
            finally:
                stream.finish()

    def on_drop(self, why: str) -> None:
        """The client was cut off."""
        self.server.roster.count_drop(why)

    def _leave_socket(self) -> None:
        """To who writes from now on. An idle player would hold what we drop here for hours: a
        buffer of 8 KiB, all fields twice, and a dict that does not shrink by itself."""
        self.rfile.close()
        self.__dict__ = {key: value for key, value in self.__dict__.items() if key in KEPT}
        self.socket.setsockopt(SOL_SOCKET, SO_SNDBUF, KERNEL_BYTES)
        self.socket.setblocking(False)

    def _run_plain(self) -> None:
        self.environ[STREAMS] = self
        try:
            self._call()
        finally:
            del self.environ[STREAMS]
            if self.client is not None:
                self.client = None
                self._forget_environ()

    def _run_websocket(self, place: Place) -> None:
        websocket = StrictWebSocket(self.environ, self, self.server.roster.limits)
        self.client = self.environ["wsgi.websocket"] = websocket
        self.environ["wsgi.websocket_version"] = VERSION
        place.attend(websocket)
        try:
            conversation = self._call()
            if conversation is not None:
                websocket.accept()
                self._forget_environ()
                self._hold(conversation, websocket)
        except BaseException:
            self._close_code = CloseCode.INTERNAL_ERROR
            raise
        finally:
            websocket.finish(self._close_code)
            self.client = None
            self._forget_environ()

    def _forget_environ(self) -> None:
        """It holds the application's request, and that holds it: after hours that would be old
        garbage, which is hardly ever collected. The access log gets what it needs."""
        kept = {key: self.environ[key] for key in LOGGED if key in self.environ}
        self.environ.clear()
        self.environ.update(kept)

    def _hold(self, conversation: Conversation, websocket: StrictWebSocket) -> None:
        try:
            conversation.hold(websocket)
        except Exception:  # it has closed the socket
            failures["conversation"] += 1
            log.exception("conversation at %s failed", self.environ["PATH_INFO"])

    def _call(self) -> Conversation | None:
        """What is to be held yet; everything else is answered afterwards."""
        result: Iterable[bytes] = self.application(self.environ, self._begin_response)
        if isinstance(result, Conversation):
            return result
        try:
            if not self._is_answered():
                self.result = result
                self.process_result()
        finally:
            self.result = None
            close = getattr(result, "close", None)
            if close is not None:
                close()
        return None

    def _is_answered(self) -> bool:
        """Whether the client has its answer and nothing of HTTP may follow."""
        return self.client is not None and self.client.accepted

    def _begin_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Any:
        """An answer as usual unless there was one already; then only its status matters."""
        if not self._is_answered():
            return self.start_response(status, headers, exc_info)
        if status.startswith("5"):
            self._close_code = CloseCode.INTERNAL_ERROR
        return lambda data: None

    def _check_handshake(self) -> None:
        """RFC 6455 §4.2.1, and the page it comes from (§10.2). Raises BadRequest."""
        environ = self.environ
        if environ["REQUEST_METHOD"] != "GET" or self.request_version != "HTTP/1.1":
            raise BadRequest("400 Bad Request", "not a GET of HTTP/1.1")
        if "upgrade" not in _tokens(environ.get("HTTP_CONNECTION", "")):
            raise BadRequest("400 Bad Request", "no Connection: Upgrade")
        if environ.get("HTTP_SEC_WEBSOCKET_VERSION", "").strip() != VERSION:
            raise BadRequest("426 Upgrade Required", "version 13 only")
        if not _is_key(environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip()):
            raise BadRequest("400 Bad Request", "no proper Sec-WebSocket-Key")
        if not self._is_origin_allowed():
            raise BadRequest("403 Forbidden", "this page may not open sockets here")

    def _is_origin_allowed(self) -> bool:
        return is_origin_allowed(self.environ, self.server.roster.limits.origins)

    def _client_address(self) -> str:
        """Of the peer, or what the outermost of our own proxies saw."""
        hops = self.server.roster.limits.proxy_hops
        told = self.environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if hops and len(told) >= hops:
            return str(told[-hops].strip())
        return str(self.environ.get("REMOTE_ADDR", ""))

    def _refuse_place(self, refused: SocketRefused) -> None:
        """For this worker a proxy may take another one; who has too many himself is told so."""
        if refused.code in ("full", "restarting"):
            self._refuse("503 Service Unavailable", refused.code, ("Retry-After", "5"))
            return
        websocket = StrictWebSocket(self.environ, self, self.server.roster.limits)
        try:
            websocket.close(CloseCode.TRY_AGAIN_LATER, refused.code)
        finally:
            websocket.finish(CloseCode.TRY_AGAIN_LATER)

    def _refuse(self, status: str, reason: str, *more: tuple[str, str]) -> None:
        self.server.count_refusal(status[:3])
        body = f"{reason}\n".encode()
        if status.startswith("426"):
            more = (*more, ("Sec-WebSocket-Version", VERSION), ("Upgrade", "websocket"))
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body))), *more]
        self.close_connection = True
        self.start_response(status, headers)
        self.result = [body]
        self.process_result()
        self.result = None


def _tokens(value: str) -> list[str]:
    return [token.strip().lower() for token in value.split(",")]


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False
