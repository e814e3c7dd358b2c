"""Matches recorded by each release replay to the same scores, from the store, for ever."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec import structs

from club.club import Club
from club.registry import opening
from club.steps import KINDS, follow, step_of
from games.preferans import Match
from games.preferans.settlement import settle
from games.preferans.sheet import Sheet
from store import events, matches
from store.ids import new_id
from tests.club.record import FOLDER, release
from tests.store.rows import an_act

FILES = sorted(FOLDER.glob("*/*.jsonl"))


class Recorded(NamedTuple):
    heading: dict[str, Any]
    acts: list[tuple[int | None, str, str, int]]  # seat, kind, body, at

    @property
    def sheet(self) -> Sheet:
        pool, mountain, whists = self.heading["sheet"]
        return Sheet(tuple(pool), tuple(mountain), tuple(map(tuple, whists)))


def read(file: Path) -> Recorded:
    heading, *acts = map(json.loads, file.read_text().splitlines())
    return Recorded(heading, [(seat, kind, body, at) for seat, kind, body, at in acts])


def stored(club: Club, recorded: Recorded) -> int:
    """The match as that release left it in the store."""
    heading, match_id = recorded.heading, new_id()
    version, snapshot = heading["snapshot"]
    rows = [
        structs.replace(
            an_act(match_id, number, seat=seat, kind=kind, body=body, deadline=None), at=at
        )
        for number, (seat, kind, body, at) in enumerate(recorded.acts, start=1)
    ]
    rows[version - 1] = structs.replace(rows[version - 1], snapshot=snapshot)
    rows[-1] = structs.replace(rows[-1], status="finished")
    with club.connections.connection() as connection:
        matches.create(
            connection,
            match_id,
            rules=heading["rules"],
            clock=heading["clock"],
            seat_count=heading["rules"]["players"],
            host=None,
        )
        events.write_batch(connection, rows)
    return match_id


def replayed(club: Club, match_id: int) -> Match:
    """From the first act to the last."""
    with club.connections.connection() as connection:
        found, log = matches.read(connection, match_id), events.since(connection, match_id, 0)
    assert found is not None
    match = opening(found)
    for event in log:
        match = follow(match, step_of(event))
    return match


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_recorded_match_replays_to_its_scores(club: Club, file: Path) -> None:
    recorded = read(file)
    match_id = stored(club, recorded)
    match = replayed(club, match_id)
    assert (match.phase, match.version) == ("finished", len(recorded.acts))
    assert match.book.sheet == recorded.sheet
    won = settle(match.rules, match.book.sheet).exact
    assert won == tuple(Fraction(each) for each in recorded.heading["settlement"])
    with club.tables.registry.use(match_id) as table:  # from the state the last deal began with
        assert table.base.version == recorded.heading["snapshot"][0]
        assert table.head == match


def test_this_release_is_recorded() -> None:
    """After a new number in pyproject.toml: `python -m tests.club.record`."""
    names = {file.stem for file in FILES if file.parent.name == release()}
    bases = ("sochi", "leningrad", "rostov")
    assert names == {f"{base}-{players}" for base in bases for players in (3, 4)}


def test_all_kinds_of_acts_are_in_the_records_of_this_release() -> None:
    files = [file for file in FILES if file.parent.name == release()]
    assert {kind for file in files for _, kind, _, _ in read(file).acts} == KINDS
