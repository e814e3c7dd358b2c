"""What operators are told at once, wherever they are: by a web hook of theirs."""

import json
import socket
import time
from typing import Final

from green.outside import Outside
from green.watch import Held

HELD_SECONDS: Final = 1.0  # shorter holds are in the log and in metrics
QUIET_SECONDS: Final = 60.0  # the same alert is told at most so often
JSON: Final = {"Content-Type": "application/json"}


class Alerts:
    """Tells `url`, if there is one; nobody waits for it."""

    def __init__(self, outside: Outside, url: str | None) -> None:
        self._outside = outside
        self._url = url
        self._told_at: dict[str, float] = {}

    def match_frozen(self, match_id: int) -> None:
        """A match was taken out of play: its log no longer makes sense to us."""
        self._tell("match_frozen", match=str(match_id))

    def hub_held(self, held: Held) -> None:
        """The event loop stood still."""
        if held.seconds >= HELD_SECONDS:
            self._tell("hub_held", seconds=round(held.seconds, 3), line=held.line)

    def _tell(self, alert: str, **more: object) -> None:
        now = time.monotonic()
        if self._url is None or now < self._told_at.get(alert, -QUIET_SECONDS) + QUIET_SECONDS:
            return
        self._told_at[alert] = now
        told = {"alert": alert, "host": socket.gethostname(), **more}
        self._outside.post(f"alert {alert}", self._url, json.dumps(told).encode(), JSON)
