"""The club, whose workers boot only when the file that `WAIT_WHILE` names is not there."""

import os
import time
from pathlib import Path

from flask import Flask

from wsgi import app


def serve() -> Flask:
    """As `wsgi.app.serve`."""
    while Path(os.environ["WAIT_WHILE"]).exists():
        time.sleep(0.02)
    return app.serve()
