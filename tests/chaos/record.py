"""The record of a run: every frame as it came, with when and to whom, one line each."""

import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Self, TextIO


class Kind(StrEnum):
    """What happened to a connection."""

    OPENED = "O"  # the text is the port, and the version asked for if there is one
    HEARD = "I"
    SAID = "S"
    CLOSED = "C"  # the text is how its opening was answered
    AWAY = "A"  # this player plays dead on purpose from here on
    BACK = "B"


class Line(NamedTuple):
    """`at` in seconds of the machine's monotonic clock; `session` is one connection."""

    at: float
    person: int
    session: int
    kind: Kind
    text: str


class Record:
    """Written by one process of players."""

    def __init__(self, path: Path) -> None:
        self._file: TextIO = path.open("w")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def note(self, person: int, session: int, kind: Kind, text: str = "") -> None:
        """One line; the text holds no line breaks, as JSON does not."""
        if "\n" in text or "\r" in text:
            text = repr(text)
        self._file.write(f"{time.monotonic():.4f}\t{person}\t{session}\t{kind}\t{text}\n")


def read_record(path: Path) -> Iterator[Line]:
    """All whole lines, in order."""
    with path.open(newline="\n") as file:
        for line in file:
            at, person, session, kind, text = line.rstrip("\n").split("\t", 4)
            yield Line(float(at), int(person), int(session), Kind(kind), text)
