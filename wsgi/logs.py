"""Where the log of a worker goes: to standard error, for people or for machines."""

import logging
import logging.config
from typing import Final

from wsgi.settings import Settings

TEXT: Final = "%(asctime)s [%(process)d] [%(levelname)s] %(name)s: %(message)s"
FIELDS: Final = "%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"
FORMATTERS: Final = {
    "text": {"format": TEXT},
    "json": {"()": "pythonjsonlogger.json.JsonFormatter", "fmt": FIELDS},
}


def configure(settings: Settings) -> None:
    """Let everything that is logged here come out; gunicorn's own lines stay as they are."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": FORMATTERS[settings.log_format]},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": settings.log_level.upper()},
        }
    )
