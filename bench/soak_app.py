"""The club with one page more, which counts greenlets; only the soak serves it."""

import gc

from flask import Flask
from greenlet import greenlet

from wsgi import app as club


def serve() -> Flask:
    """What gunicorn calls instead of the club's own `serve`."""
    app = club.serve()

    @app.get("/bench/greenlets")
    def greenlets() -> str:
        gc.collect()
        return str(sum(isinstance(each, greenlet) for each in gc.get_objects()))

    return app
