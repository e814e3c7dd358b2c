"""What clients say to each other: heard here, done beside everything else they say."""

from functools import partial
from typing import Protocol

from club.club import Club
from club.errors import ClubRefusal
from club.table import Table
from club.talk import Listener, Saying
from sockets.messages import Refused, Say
from sockets.wire import frame_of
from store.errors import Busy, StoreError


class Talker(Listener, Protocol):
    """Whoever says something where others listen."""

    name: str  # as his cookie has it
    hears_events: bool  # he goes on while it is done, and need not get his answer at once


def receive_say(club: Club, talker: Talker, say: Say, table: Table | None = None) -> None:
    """Say it at the table, or in the lobby; the answer is his own line, or a refusal."""
    saying = Saying(talker.player_id, talker.name, say.phrase, say.text, table)
    work = partial(_say, club, talker, saying, say.ref)
    if not talker.hears_events:
        work()
    elif not club.talk.errands.put(work):
        _refuse(talker, Busy.code, say.ref)


def _say(club: Club, talker: Talker, saying: Saying, ref: str) -> None:
    try:
        line = club.talk.say(saying)
    except (ClubRefusal, StoreError) as refusal:
        _refuse(talker, refusal.code, ref)
    else:
        talker.send(club.talk.wire.said(line, ref))


def _refuse(talker: Talker, code: str, ref: str) -> None:
    talker.send(frame_of(Refused(code=code, ref=ref)))
