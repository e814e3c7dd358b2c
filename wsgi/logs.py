"""Where the log of a worker goes, for people or for machines, and what never gets into it."""

import copy
import logging
import logging.config
import re
from typing import Any, Final

from gunicorn.glogging import Logger

from wsgi.settings import Settings

TEXT: Final = "%(asctime)s [%(process)d] [%(levelname)s] %(name)s: %(message)s"
FIELDS: Final = "%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"
FORMATTERS: Final = {
    "text": {"format": TEXT},
    "json": {"()": "pythonjsonlogger.json.JsonFormatter", "fmt": FIELDS},
}
# Whoever has such an address sits down at a table, takes a seat or sets a password.
TOKENS: Final = re.compile(r"/(join|seat|account/reset|appeals)/[^/\s?\"']+")
# Behind its message PostgreSQL repeats the row: a deal with all its cards, an address of mail.
ROWS: Final = re.compile(r"^(DETAIL|CONTEXT|STATEMENT|QUERY|LINE \d+):.*\n?", re.M)


def discreet(text: str) -> str:
    """The text without what is nobody's business."""
    return ROWS.sub("", TOKENS.sub(r"/\1/…", text))


class DiscreetHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to standard error what may be read by whoever looks after the server."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; others may still see it as it came."""
        said = copy.copy(record)
        said.msg, said.args = discreet(record.getMessage()), None
        if record.exc_info:
            trace = logging.Formatter().formatException(record.exc_info)
            said.exc_info, said.exc_text = None, discreet(trace)
        return super().format(said)


class DiscreetLogger(Logger):  # type: ignore[misc]
    """Gunicorn's, for its own lines and the access log."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What the access log may say of a request."""
        return {name: _said(value) for name, value in super().atoms(*args).items()}


def _said(value: Any) -> Any:
    return discreet(value) if isinstance(value, str) else value


def configure(settings: Settings) -> None:
    """Let everything that is logged here come out; gunicorn's own lines stay as they are."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": FORMATTERS[settings.log_format]},
            "handlers": {"stderr": {"class": "wsgi.logs.DiscreetHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": settings.log_level.upper()},
        }
    )
