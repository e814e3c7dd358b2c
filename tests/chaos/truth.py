"""What the store holds at the end: every act, and the facts after it by playing it again."""

from dataclasses import dataclass, field

import msgspec

from games.preferans import Clock, apply, decode_match, new_match, recorded_action, rules_from_json
from store import events, matches
from store.events import Event
from store.opening import open_connection
from tests.chaos.sight import Sight, sight_of


@dataclass
class History:
    """One match; `rows[v - 1]` made version `v`, `sights[v]` is what may be known at it."""

    rows: list[Event] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        return len(self.rows)

    def text(self, version: int) -> str:
        """The act that made this version."""
        return str(msgspec.json.decode(self.rows[version - 1].body)["a"])

    def by(self, version: int) -> str:
        return str(msgspec.json.decode(self.rows[version - 1].body)["by"])


Truth = dict[int, History]


def read_truth(url: str, match_ids: list[int]) -> Truth:
    """Every match of the run, replayed from its log."""
    connection = open_connection(url, application_name="chaos", limits=False)
    try:
        truth = {}
        for match_id in match_ids:
            stored = matches.read(connection, match_id)
            assert stored is not None
            history = _replayed(stored, events.since(connection, match_id, 0))
            _check_snapshot(history, matches.load_point(connection, match_id))
            truth[match_id] = history
        return truth
    finally:
        connection.close()


def _replayed(stored: matches.Match, rows: list[Event]) -> History:
    match = new_match(rules_from_json(stored.rules), Clock(**stored.clock))
    history = History(rows=rows, sights=[sight_of(match)])
    if [row.version for row in rows] != list(range(1, stored.version + 1)):
        history.complaints.append(f"match {stored.match_id}: versions with gaps in the store")
        history.rows = []
        return history
    for version, row in enumerate(rows, start=1):
        by = history.by(version)
        who = "player" if by == "system" else by
        match = apply(match, row.seat, recorded_action(history.text(version)), row.at, who)  # type: ignore[arg-type]
        history.sights.append(sight_of(match))
    return history


def _check_snapshot(history: History, point: matches.LoadPoint | None) -> None:
    """The state workers load is of a version that is there."""
    assert point is not None
    if point.snapshot is None:
        return
    if decode_match(point.snapshot).version != point.snapshot_version:
        history.complaints.append(f"match {point.match.match_id}: a snapshot of another version")
