"""Moments on pages: a script tells them in the reader's time zone, until then they say UTC."""

from datetime import UTC, datetime

from flask import Flask, g
from flask_babel import format_datetime
from markupsafe import Markup


def moment(at: datetime) -> Markup:
    """The moment in the reader's language."""
    g.has_moments = True  # the page needs the script
    told = format_datetime(at, "d MMMM y, HH:mm")
    exact = at.astimezone(UTC).isoformat(timespec="seconds")
    return Markup('<time datetime="{}" data-moment>{} UTC</time>').format(exact, told)


def register(app: Flask) -> None:
    """Let every page tell moments."""
    app.add_template_filter(moment)
