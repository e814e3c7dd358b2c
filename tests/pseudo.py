"""A language made up for tests: every message between marks, so that words without are seen."""

import html.parser
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from club.languages import LANGUAGES

LOCALE: Final = Path(__file__).resolve().parent.parent / "locale"
BEGIN, END = "⟦", "⟧"
SAID: Final = ("title", "aria-label", "alt", "placeholder", "data-says")  # attributes people read
OWN: Final = ("dir", "lang", "translate")  # what has one of these was written by people
UNSAID: Final = ("script", "style", "time")
VOID: Final = ("br", "img", "input", "link", "meta", "source", "use", "path")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MARKED: Final = re.compile(f"{BEGIN}[^{BEGIN}{END}]*{END}")


def marked(text: str) -> str:
    """The text as this language says it."""
    return f"{BEGIN}{text}{END}"


def write_catalogues(folder: Path) -> None:
    """Catalogues in `folder` that say everything in English between marks, for every language."""
    for language in LANGUAGES:
        place = folder / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (LOCALE / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
            catalogue = read_po(file, locale="en")
        for message in catalogue:
            if message.id:
                _mark(message)
        with (place / "messages.po").open("wb") as text, (place / "messages.mo").open("wb") as made:
            write_po(text, catalogue)
            write_mo(made, catalogue)


def _mark(message: Any) -> None:
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    forms = tuple(marked(form) for form in (said if all(said) else ids))
    message.string = forms if isinstance(message.id, tuple) else forms[0]


def unmarked(page: str, names: Iterable[str] = ()) -> list[str]:
    """What a reader of the page sees that is neither marked nor one of the names.

    Names, marked as such by OWN, are left out.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    own = {word for name in names for part in _WORD.findall(name) for word in (part, part[0])}
    return [text for text in reader.said if words_outside(text) - own]


def words_outside(text: str) -> set[str]:
    """The words of the text that stand outside all marks."""
    while _MARKED.search(text):
        text = _MARKED.sub("", text)
    return set(_WORD.findall(text))


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []  # elements, and whether their text is no message

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        unsaid = tag in UNSAID or (tag != "html" and any(name in OWN for name, _ in attrs))
        if not unsaid:
            self.said += [value for name, value in attrs if name in SAID and value]
        if tag not in VOID:
            self._open.append((tag, unsaid))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._open.pop()[0] != tag:
            pass  # an option need not be closed

    def handle_data(self, data: str) -> None:
        if not any(unsaid for _, unsaid in self._open):
            self.said.append(data.strip())
