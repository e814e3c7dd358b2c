"""The club with one page more, which does what no page may: it holds the hub."""

import hashlib

from flask import Flask

from wsgi import app


def serve() -> Flask:
    """As `wsgi.app.serve`."""
    club = app.serve()
    club.add_url_rule("/held", view_func=held)
    return club


def held() -> str:
    hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 1_000_000)
    return "held"
