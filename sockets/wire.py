"""What tables tell, as websocket frames: each made once for all who get the same."""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct

from club.absence import Absence
from club.addresses import address_of
from club.delivery import Happened, Standing
from club.talk import Terms
from games.preferans import Rules, rules_to_json
from green.frames import TEXT, encode_frame, text_of
from green.stream import encode_event
from sockets import messages
from sockets.messages import Away, Here, Pong, Said, Seats, Sitter, State, Talk
from store.matches import Seat
from store.talk import Line

# Every message that has a version has it first.
VERSION: Final = re.compile(rb'\{"t":"[a-z]+","v":(\d+)')
encode: Final[Callable[[object], bytes]] = msgspec.json.Encoder().encode


class Wire:
    """How one application says things; `pace` is whether its bots take their time."""

    def __init__(self, *, pace: bool, show_worker: bool) -> None:
        self._pace = pace
        self._pid = os.getpid if show_worker else lambda: UNSET

    def events(self, happened: Happened, audiences: Sequence[int]) -> list[bytes]:
        """The `ev` of each of these audiences; what they have in common is encoded once."""
        head = b'{"t":"ev","v":%d,"now":%d' % (happened.version, happened.at)
        shared = encode(happened.shared)[1:-1]
        by = happened.by.encode()
        frames = []
        for audience in audiences:
            own = encode(happened.own[audience])[1:-1] if happened.own[audience] else b""
            parts = [head, _act(happened, audience, by)]
            if shared or own:
                parts += (b',"set":{', shared, b"," if shared and own else b"", own, b"}")
            if happened.ref is not None and audience == happened.doer:
                parts.append(b',"ref":"%s"' % happened.ref.encode())
            parts.append(b"}")
            frames.append(encode_frame(TEXT, b"".join(parts)))
        return frames

    def state(self, standing: Standing) -> bytes:
        """The `state` of one audience."""
        return frame_of(
            State(
                v=standing.version,
                you=standing.you,
                now=standing.now,
                rules=_rules(standing.match.rules),
                view=standing.view._asdict(),
                seats=sitters(standing.seats, standing.you),
                host=standing.host,
                rematch=_address(standing.rematch),
                pace=self._pace,
                pid=self._pid(),
            )
        )

    def seats(
        self,
        seats: tuple[Seat | None, ...],
        host: int | None,
        you: int | None,
        rematch: int | None,
    ) -> bytes:
        """The `seats` of one audience."""
        return frame_of(Seats(seats=sitters(seats, you), host=host, rematch=_address(rematch)))

    def here(self, absences: Sequence[Absence | None], devices: int, watchers: int) -> bytes:
        """The `here` of one audience."""
        away = tuple(each and Away(*each) for each in absences)
        return frame_of(Here(away=away, devices=devices, watchers=watchers))

    def said(self, line: Line, ref: str | None = None) -> bytes:
        """The `said` of one line, for whoever said it with his ref."""
        return frame_of(Said(**told_line(line), ref=UNSET if ref is None else ref))

    def talk(self, you: int | None, terms: Terms, lines: Iterable[Line]) -> bytes:
        """The `talk` of one listener."""
        return frame_of(
            Talk(
                you=None if you is None else address_of(you),
                no_text=terms.no_text,
                warned=terms.is_warned,
                lines=tuple(messages.Line(**told_line(line)) for line in lines),
            )
        )

    def pong(self, version: int, now: int) -> bytes:
        """The `pong`, which is the same for everybody."""
        return frame_of(Pong(v=version, now=now, pid=self._pid()))


def frame_of(message: Struct) -> bytes:
    """One message as a whole frame."""
    return encode_frame(TEXT, encode(message))


def event_of(frame: bytes) -> bytes:
    """The same message for a stream; its id is the version it leads to."""
    text = text_of(frame)
    found = VERSION.match(text)
    return encode_event(text, None if found is None else int(found[1]))


def told_line(line: Line) -> dict[str, Any]:
    """What others learn of a line, by field."""
    return {
        "id": line.line_id,
        "at": line.at,
        "who": address_of(line.player_id),
        "name": line.name,
        "seat": line.seat,
        "phrase": line.phrase,
        "text": line.text,
    }


def sitters(seats: tuple[Seat | None, ...], you: int | None) -> tuple[Sitter | None, ...]:
    """Who sits where as this seat is told."""
    return tuple(
        seat and Sitter(seat.name, seat.bot, seat.seat == you, seat.ready, seat.level)
        for seat in seats
    )


def _address(match_id: int | None) -> str | None:
    return None if match_id is None else address_of(match_id)


def _act(happened: Happened, audience: int, by: bytes) -> bytes:
    """The act as this audience hears it; nobody's acts are `by` nobody, unless by the clock."""
    text = happened.told[audience]
    if text is None:
        return b""
    seat = b"null" if happened.doer is None else b"%d" % happened.doer
    act = b',"act":[%s,"%s"]' % (seat, text.encode())
    return act if happened.doer is None and by != b"clock" else act + b',"by":"%s"' % by


@lru_cache(maxsize=256)
def _rules(rules: Rules) -> msgspec.Raw:
    return msgspec.Raw(encode(rules_to_json(rules)))
