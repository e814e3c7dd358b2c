"""The server of one listening socket: its handler, its limits, what is counted."""

from collections import Counter
from typing import Any

from gunicorn.workers.ggevent import PyWSGIServer

from green.handler import SocketHandler
from green.limits import RequestLimits
from green.roster import Roster
from green.waiting import Waiting


class ClubServer(PyWSGIServer):  # type: ignore[misc]
    """pywsgi with our handler. The roster may be shared with other servers of this worker."""

    max_accept = 10  # in one turn of the loop: whoever is inside comes first

    def __init__(
        self,
        *args: Any,
        roster: Roster,
        request_limits: RequestLimits | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("handler_class", SocketHandler)
        super().__init__(*args, **kwargs)
        self.roster = roster
        self.request_limits = request_limits or RequestLimits()
        direct = roster.limits.proxy_hops == 0
        self.waiting = Waiting(self.request_limits, by_address=direct)
        self.connections = 0  # open ones, whatever they do
        self.refusals: Counter[str] = Counter()  # by HTTP status; only grows

    def count_refusal(self, status: str) -> None:
        """A request was refused before any application saw it."""
        self.refusals[status] += 1
