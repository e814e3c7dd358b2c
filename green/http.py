"""HTTP as it must be before an application sees it: limits, time limits, nothing ambiguous."""

import errno
import re
from contextlib import suppress
from email.message import Message
from io import BytesIO
from socket import MSG_DONTWAIT, MSG_PEEK, SHUT_RDWR
from typing import Any, Final

import gevent
from gevent import socket
from gevent.pywsgi import Input
from gunicorn.workers.ggevent import PyWSGIHandler

from green.errors import BadRequest
from green.limits import RequestLimits

REQUEST_LINE: Final = re.compile(r"[A-Z]{1,20} [!-~]+ HTTP/1\.[01]\r?\n")
FIELD: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\x00\r\n]*\r?\n")
HOST: Final = re.compile(
    r"((?:[\w-]{1,63}\.)*[\w-]{1,63}\.?|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?",
    re.ASCII | re.IGNORECASE,
)
END_OF_FIELDS: Final = (b"\r\n", b"\n")
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class TooSlow(OSError):
    """The whole request was not there in time."""


class FieldLines:
    """The header lines of one request, each checked before it is taken."""

    def __init__(self, file: Any, limits: RequestLimits) -> None:
        self._file = file
        self._limits = limits
        self._taken = 0

    def readline(self, size: int = -1) -> bytes:
        """The next line as it came. Raises BadRequest."""
        line: bytes = self._file.readline(self._limits.field_bytes + 2)
        if line in END_OF_FIELDS:
            return line
        if not line.endswith(b"\n") and len(line) <= self._limits.field_bytes:
            raise BadRequest("400 Bad Request", "cut off in its header")
        self._taken += 1
        if self._taken > self._limits.fields or len(line) > self._limits.field_bytes:
            raise BadRequest("431 Request Header Fields Too Large", "too many or too long fields")
        if not FIELD.fullmatch(line):
            raise BadRequest("400 Bad Request", "a header line that is none")
        return line


def _refuse_ambiguous_length(fields: Message) -> None:
    """A proxy in front must never see another end of this request than we do."""
    lengths = fields.get_all("content-length", [])
    codings = fields.get_all("transfer-encoding", [])
    if codings and (lengths or [each.lower() for each in codings] != ["chunked"]):
        raise BadRequest("400 Bad Request", "ambiguous transfer encoding")
    if len(lengths) > 1 or not all(each.isascii() and each.isdigit() for each in lengths):
        raise BadRequest("400 Bad Request", "ambiguous length")


def _refuse_unusable_host(fields: Message, version: str) -> None:
    """RFC 9112 §3.2; and nobody behind us has to expect what is no name."""
    hosts = fields.get_all("host", [])
    if len(hosts) > 1 or not all(HOST.fullmatch(each) for each in hosts):
        raise BadRequest("400 Bad Request", "no usable host")
    if not hosts and version == "HTTP/1.1":
        raise BadRequest("400 Bad Request", "no host")


class StrictHandler(PyWSGIHandler):  # type: ignore[misc]
    """One connection and its requests; logs them by gunicorn's access log."""

    # Nobody's fault that concerns us: the client went, or took nothing for too long.
    ignored_socket_errors = (errno.EPIPE, errno.ECONNRESET, "timed out")

    response_headers: list[tuple[bytes, bytes]] | None = None
    _served = 0  # requests of this connection so far
    _body = b""  # of the request that was read and is not yet with the application
    _timer: gevent.Timeout | None = None

    def handle(self) -> None:
        """Serve until the client goes, breaks a rule or takes too long."""
        self.server.connections += 1
        self.socket.settimeout(self.server.request_limits.stalled_seconds)
        try:
            super().handle()
        except OSError:  # the client went while it was told what is wrong
            pass
        finally:
            self.server.connections -= 1
            self._request_read()

    def read_requestline(self) -> str:
        """The first line of a request, empty when none will come. Starts the time limit."""
        if self.server.waiting.closing and self._served:
            return ""
        address = str(self.client_address[0]) if self.client_address else ""
        most_seconds = self.server.waiting.enter(self, address)
        limits = self.server.request_limits
        if self._served and not self._begins_within(min(limits.idle_seconds, most_seconds)):
            return ""
        self._served += 1
        self.response_headers = []
        self.environ = self._unread_environ()
        self._limit_time(min(limits.header_seconds, most_seconds))
        line: bytes = self.rfile.readline(self.server.request_limits.line_bytes + 2)
        whole = line.endswith(b"\n") or len(line) > self.server.request_limits.line_bytes
        return line.decode("latin-1") if whole else ""

    def read_request(self, raw_requestline: str) -> bool:
        """Parse and check the line and the fields, and read the body. Raises BadRequest."""
        limits = self.server.request_limits
        if len(raw_requestline) > limits.line_bytes:
            raise BadRequest("414 URI Too Long", "request line too long")
        if not REQUEST_LINE.fullmatch(raw_requestline):
            raise BadRequest("400 Bad Request", "a request line that is none")
        accepted: bool = super().read_request(raw_requestline)
        self._limit_time(limits.body_seconds)
        self._body = self._read_body(limits.body_bytes)
        self._request_read()
        if self.server.waiting.closing:
            self.close_connection = True
        return accepted

    def MessageClass(self, *args: Any) -> Any:
        """The header fields, read; pywsgi calls it so. Raises BadRequest."""
        lines = FieldLines(self.rfile, self.server.request_limits)
        fields = super().MessageClass(lines, 0)
        _refuse_ambiguous_length(fields)
        _refuse_unusable_host(fields, self.request_version)
        return fields

    def get_environ(self) -> dict[str, Any]:
        """What the application is called with; the body is there to its end."""
        environ: dict[str, Any] = super().get_environ()
        body, self._body = self._body, b""
        environ["wsgi.input"] = self.wsgi_input = Input(BytesIO(body), len(body))  # type: ignore[arg-type]
        environ["wsgi.input_terminated"] = True
        return environ

    def is_silent(self) -> bool:
        """Whether there is nothing of the client's that we have not read."""
        try:
            self.socket._sock.recv(1, MSG_PEEK | MSG_DONTWAIT)
        except BlockingIOError:
            return True
        except OSError:
            return False  # about to leave by itself
        return False

    def early_bytes(self) -> bytes:
        """What the client sent behind its request and was read along with it; does not wait."""
        before = self.socket.gettimeout()
        self.socket.settimeout(0)
        try:
            early: bytes = self.rfile.peek()
        finally:
            self.socket.settimeout(before)
        return early

    def leave(self) -> None:
        """Told by others: what this connection waits for will not come."""
        with suppress(OSError):
            self.socket.shutdown(SHUT_RDWR)

    def _unread_environ(self) -> dict[str, Any]:
        """What the access log says of a request that cannot be read."""
        address = self.client_address[0] if self.client_address else "-"
        unknown = dict.fromkeys(("REQUEST_METHOD", "RAW_URI", "SERVER_PROTOCOL"), "-")
        return {"REMOTE_ADDR": address, "PATH_INFO": "-", **unknown}

    def _read_body(self, most_bytes: int) -> bytes:
        """All of it, so that no application waits for a client. Raises BadRequest, TooSlow."""
        chunked = "transfer-encoding" in self.headers
        length = self.content_length or 0
        if not chunked and not length:
            return b""
        if length <= most_bytes and self.headers.get("expect", "").lower() == "100-continue":
            self.socket.sendall(CONTINUE)
        body: bytes = b""
        if length <= most_bytes:
            source = Input(self.rfile, self.content_length, chunked_input=chunked)
            body = source.read(most_bytes + 1)
        if max(length, len(body)) > most_bytes:
            raise BadRequest("413 Content Too Large", "body too long")
        return body

    def _limit_time(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.close()
        self._timer = gevent.Timeout(seconds, TooSlow())
        self._timer.start()

    def _request_read(self) -> None:
        self.server.waiting.leave(self)
        if self._timer is not None:
            self._timer.close()
            self._timer = None

    def _begins_within(self, seconds: float) -> bool:
        if self.early_bytes():
            gevent.sleep(0)  # the others first: who asks again at once would be served for ever
            return True
        try:
            socket.wait_read(self.socket.fileno(), seconds)
        except TimeoutError:
            return False
        return True

    def _handle_client_error(self, error: Exception) -> tuple[str, bytes]:
        status = "400 Bad Request"
        if isinstance(error, BadRequest):
            status = error.status
        elif isinstance(error, TooSlow):
            status = "408 Request Timeout"
        self.server.count_refusal(status[:3])
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        return status, head.encode()
