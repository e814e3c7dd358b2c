"""What the greenlet runtime may raise on purpose."""

# GreenError
# ├── ProtocolViolation   a client breaks RFC 6455: its socket is closed with `code`
# ├── BadRequest          an HTTP request that is not taken; `status` says how it is answered
# ├── SocketRefused       no more sockets are taken, or not from that address or page
# ├── OffloadTimeout      a call in a native thread took longer than its limit; the thread goes on
# ├── OffloadFull         too many calls of that kind wait for a native thread
# ├── MetricsBusy         another worker adds up the metrics of the host and does not finish
# ├── OutsideRefused      a service of others did not take a call
# ├── TooMuchWork         no turn for long work in time: nothing was begun
# ├── WorkTimeout         long work took longer than it may and was ended
# └── NotTaken            the journal did not take the row: surely not written


class GreenError(Exception):
    """Anything green raises on purpose."""


class ProtocolViolation(GreenError):
    """The peer's bytes are not websocket as it must be; `code` is the close code for it."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class BadRequest(GreenError, ValueError):
    """A request refused before any application sees it; `status` is the whole status line."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class SocketRefused(GreenError):
    """`code`: `full` or `restarting` (the worker), `too_many_sockets`, `wrong_origin`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OffloadTimeout(GreenError):
    """We stopped waiting; the thread goes on until the call ends by itself."""


class OffloadFull(GreenError):
    """The queue of that function is full; nothing was started."""


class MetricsBusy(GreenError):
    """The metrics of this host cannot be read now."""


class OutsideRefused(GreenError):
    """The service answered, and not with success; `args` hold the status."""


class TooMuchWork(GreenError):
    """So much long work is under way that this one did not get its turn."""


class WorkTimeout(GreenError):
    """The work took longer than it may; it was ended where it waited."""


class NotTaken(GreenError):
    """The row never got into a batch: it is not written and never will be."""
