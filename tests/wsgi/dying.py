"""The club, whose worker dies at the worst moment: an act is committed and nobody knows it yet.

It dies once, when the file that `DIE_WHEN` names is there.
"""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from store.events import EventRow, Key
from wsgi import app
from wsgi.running import Running


class Dying(Running):
    """What a worker runs until then."""

    def _write(self, rows: Sequence[EventRow]) -> set[Key]:
        written = super()._write(rows)
        mark = Path(os.environ["DIE_WHEN"])
        if mark.exists() and any(row.ref for row in rows):
            mark.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return written


def serve() -> Flask:
    """As `wsgi.app.serve`."""
    app.Running = Dying  # type: ignore[attr-defined]
    return app.serve()
