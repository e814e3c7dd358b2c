"""Acts between the rules and the log: one step of a match as a value, as a row, and back."""

import json
import re
import secrets
from typing import Final, NamedTuple

import msgspec

from club.errors import ReplayFailed, UnknownKind
from games.preferans import Action, Match, apply, match_to_json, print_action, recorded_action
from games.preferans.actions import (
    Adjourn,
    Credit,
    GiveToBot,
    Join,
    NewDeal,
    Start,
    Word,
    is_of_halt,
)
from games.preferans.state import By
from store.events import Event, EventRow

SCHEMA: Final = 1
PLAYERS_ACT: Final = "act"
# What a player says of a pause: an older release sends its people elsewhere instead of failing.
HALT: Final = "halt"
SYSTEM_KINDS: Final[dict[type, str]] = {
    Start: "start",
    NewDeal: "deal",
    GiveToBot: "bot",
    Join: "join",
    Credit: "credit",
    Adjourn: "adjourn",
}
CLUB_WORDS: Final = ("timeout", "pause", "resume", "expire")
KINDS: Final = frozenset({PLAYERS_ACT, HALT, *CLUB_WORDS, *SYSTEM_KINDS.values()})
_encode: Final = msgspec.json.Encoder().encode
_BODY: Final = re.compile(r'\{"a":"([^"\\]+)","by":"(player|bot|clock|system)","s":1\}')


class Step(NamedTuple):
    """One act as it stands in the log; `at` in ms of club time."""

    version: int
    seat: int | None
    action: Action
    by: By
    at: int
    ref: str | None


def follow(match: Match, step: Step) -> Match:
    """The match after the step. Raises Refusal."""
    assert step.version == match.version + 1
    return apply(match, step.seat, step.action, step.at, step.by)


def row_of(
    match_id: int, before: Match, step: Step, after: Match, seating: int | None = None
) -> EventRow:
    """The row that saves the step, with what it makes of the match."""
    kind = _kind(step)
    by = step.by if step.seat is not None or step.by == "clock" else "system"
    return EventRow(
        match_id=match_id,
        version=step.version,
        seat=step.seat,
        kind=kind,
        body=f'{{"a":"{print_action(step.action)}","by":"{by}","s":{SCHEMA}}}',
        ref=step.ref,
        event_id=_event_id(),
        at=step.at,
        deadline=after.deadline,
        status=_status(after),
        # The standard library's encoder takes 80 to 300 us a deal more, with each deal played.
        snapshot=_encode(match_to_json(after)).decode() if kind == "deal" else None,
        result=_result(before, after),
        seating=seating,
    )


def _event_id() -> str:
    """A random id in the shape of a UUID; `uuid.uuid4` takes 2.7 us more."""
    text = secrets.token_hex(16)
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def step_of(event: Event) -> Step:
    """The step a row holds. Raises UnknownKind, ReplayFailed and Refusal."""
    if event.kind not in KINDS:
        raise UnknownKind(event.kind)
    text, by = _read(event)
    return Step(event.version, event.seat, recorded_action(text), by, event.at, event.ref)


def text_of(event: Event) -> str:
    """The text of the act a row holds. Raises UnknownKind and ReplayFailed."""
    return _read(event)[0]


def _read(event: Event) -> tuple[str, By]:
    matched = _BODY.fullmatch(event.body)
    if matched is None:
        _refuse_body(event)
        raise ReplayFailed(event.match_id, event.version)
    by = matched[2]
    return matched[1], "player" if by == "system" else by  # type: ignore[return-value]


def _refuse_body(event: Event) -> None:
    """A body of a later schema is no fault of the match."""
    try:
        schema = json.loads(event.body)["s"]
    except (ValueError, KeyError, TypeError):
        return
    if isinstance(schema, int) and schema > SCHEMA:
        raise UnknownKind(f"schema {schema}")


def _kind(step: Step) -> str:
    action = step.action
    if step.seat is not None:
        return HALT if is_of_halt(action) else PLAYERS_ACT
    return action.word if isinstance(action, Word) else SYSTEM_KINDS[type(action)]


def _status(match: Match) -> str:
    if match.phase == "finished":
        return "finished"
    return "adjourned" if match.halt is not None and match.halt.kind == "adjourn" else "running"


def _result(before: Match, after: Match) -> str | None:
    """The entry of the deal this step finished."""
    entries = after.book.entries
    if len(entries) == len(before.book.entries):
        return None
    return _encode(entries[-1]).decode()
