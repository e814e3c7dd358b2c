"""The club with one page more, which does what no page may: it holds the hub."""

from flask import Flask
from gevent import monkey

from wsgi import app


def serve() -> Flask:
    """As `wsgi.app.serve`."""
    club = app.serve()
    club.add_url_rule("/held", view_func=held)
    return club


def held() -> str:
    monkey.get_original("time", "sleep")(1.0)  # a wait, so that a busy machine changes nothing
    return "held"
