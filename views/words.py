"""The words of the scripts: what the catalogues hold for them, by language."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from babel.messages.pofile import read_po
from flask import Flask
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from views.people import LOCALES, locale

SCRIPTS: Final = "static/"  # messages found there are the scripts'
CONTEXT_END: Final = "\x04"

Words = dict[str, list[str]]


def read_words(catalogue: Path) -> Words:
    """Message id to its forms, for the messages the scripts use; a missing one is its own id."""
    if not catalogue.exists():
        return {}
    return _read(catalogue, catalogue.stat().st_mtime_ns)


@lru_cache(maxsize=16)  # every application of a process reads the same
def _read(catalogue: Path, changed_ns: int) -> Words:
    with catalogue.open("rb") as file:
        messages = read_po(file)
    return {
        _key(message): _forms(message)
        for message in messages
        if message.id and any(path.startswith(SCRIPTS) for path, _ in message.locations)
    }


def register(app: Flask, folder: Path) -> None:
    """Give every page the words of its language."""
    words = {name: read_words(folder / name / "LC_MESSAGES" / "messages.po") for name in LOCALES}
    # Written once: to write them takes a sixth of the first page.
    written = {name: htmlsafe_json_dumps(found) for name, found in words.items()}

    @app.context_processor
    def script_words() -> dict[str, Markup]:
        return {"script_words": written[locale()]}


def _key(message: Any) -> str:
    """The msgid, behind its context where it has one, as gettext itself joins them."""
    msgid: str = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}{CONTEXT_END}{msgid}" if message.context else msgid


def _forms(message: Any) -> list[str]:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    return list(forms) if all(forms) else list(ids)
