"""A club whose every language is that of tests/pseudo.py; gunicorn loads it as an application."""

import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from flask import Flask

import wsgi.app
from tests.pseudo import write_catalogues


def serve() -> Flask:
    """What gunicorn calls in each worker."""
    folder = Path(tempfile.mkdtemp(prefix="pseudo-", dir=os.environ["DATA_DIR"]))
    write_catalogues(folder)
    with patch.object(wsgi.app, "CATALOGUES", folder):
        return wsgi.app.serve()
