"""People who talk in the tests: their accounts as old as needed, and what each of them hears."""

import json
from functools import cache
from typing import Any

from club import passwords
from club.club import Club
from club.look_alikes import key_of
from club.seating import Guest
from club.table import Table
from club.talk import Saying
from store import accounts, players
from store.talk import LOBBY
from tests.club.clubs import a_guest, payload_of

PASSWORD = "a long enough sentence"


def a_member(club: Club, name: str, days: float = 2.0) -> Guest:
    """Somebody who registered so many days ago, with PASSWORD."""
    guest = a_guest(name)
    with club.connections.transaction() as connection:
        players.ensure(connection, guest.player_id, name)
        accounts.create(
            connection, guest.player_id, name_key=key_of(name), password=_digest(), email=None
        )
    age(club, guest, days)
    return guest


@cache
def _digest() -> str:
    """Once: it costs a tenth of a second."""
    return passwords.hashed(PASSWORD)


def age(club: Club, guest: Guest, days: float) -> None:
    """As if he had registered so many days ago."""
    with club.connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "update accounts set created_at = now() - make_interval(secs => %s)"
            " where player_id = %s",
            (days * 86_400, guest.player_id),
        )


def known(club: Club, name: str = "alice") -> Guest:
    """A guest the store knows."""
    guest = a_guest(name)
    with club.connections.connection() as connection:
        players.ensure(connection, guest.player_id, guest.name)
    return guest


class Hearer:
    """Somebody who listens somewhere and keeps what he is told."""

    def __init__(self, guest: Guest | None) -> None:
        self.player_id = guest.player_id if guest else None
        self.messages: list[dict[str, Any]] = []

    def send(self, frame: bytes) -> None:
        self.messages.append(json.loads(payload_of(frame)))

    @property
    def talk(self) -> dict[str, Any] | None:
        """The last message that began anew."""
        return next((m for m in reversed(self.messages) if m["t"] == "talk"), None)

    def heard(self) -> list[str]:
        """What he heard, phrases by their names, since it began anew."""
        words: list[str] = []
        for message in self.messages:
            lines = message["lines"] if message["t"] == "talk" else [message]
            words = [] if message["t"] == "talk" else words
            words += [line["phrase"] or line["text"] for line in lines]
        return words


def say(club: Club, guest: Guest, text: str, table: Table | None = None) -> int:
    """A text; the id of its line."""
    saying = Saying(guest.player_id, guest.name, None, text, table)
    return club.talk.say(saying).line_id


def say_phrase(club: Club, guest: Guest, phrase: str = "hello", table: Table | None = None) -> int:
    """A phrase; the id of its line."""
    saying = Saying(guest.player_id, guest.name, phrase, None, table)
    return club.talk.say(saying).line_id


__all__ = ["LOBBY", "Hearer", "a_member", "age", "known", "say", "say_phrase"]
