"""What the sockets of a table did while it stood still: for people who look for the cause."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tests.chaos.record import Kind, Line, read_record
from tests.chaos.tables import Tables
from tests.chaos.verdict import Resumption

BEFORE_SECONDS: Final = 1.0
AFTER_SECONDS: Final = 0.5
LONGEST_SECONDS: Final = 60.0
WORDS: Final = ("t", "v", "code", "by", "act", "ref")
NAMES: Final = {
    Kind.OPENED: "opens at",
    Kind.HEARD: "hears",
    Kind.SAID: "says",
    Kind.CLOSED: "lost, the opening was answered",
    Kind.AWAY: "plays dead:",
    Kind.BACK: "is back",
}


def tell(worst: Resumption, tables: Tables, records: Iterable[Path]) -> Iterator[str]:
    """One line for each thing that happened; seconds from the fault on."""
    began = worst.trouble.began
    until = min(worst.until + AFTER_SECONDS, began + LONGEST_SECONDS)
    people = tables.people_of(worst.match_id)
    lines = [
        line
        for record in records
        for line in read_record(record)
        if line.person in people and began - BEFORE_SECONDS < line.at < until
    ]
    yield f"worst: {worst}"
    for line in sorted(lines):
        whose = f"seat {line.person - people[0]} #{line.session}"
        yield f"  {line.at - began:+.2f} {whose} {NAMES[line.kind]} {_gist(line)}"


def _gist(line: Line) -> str:
    """Who reads this wants to know what was told, not which cards."""
    if line.kind not in (Kind.HEARD, Kind.SAID):
        return line.text
    message = json.loads(line.text)
    return " ".join(f"{word}={message[word]}" for word in WORDS if word in message)
