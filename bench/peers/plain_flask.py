"""The club's own pages as a plain Flask application under gunicorn's own gevent worker."""

from flask import Flask
from psycogreen.gevent import patch_psycopg

from wsgi.app import create_app
from wsgi.running import Running


def serve() -> Flask:
    """What gunicorn calls in its worker, which has patched everything else by then."""
    patch_psycopg()
    app = create_app()
    running: Running = app.extensions["running"]
    running.start()
    return app
