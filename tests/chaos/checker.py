"""The checker: all that anybody was told, against the store and against each other."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from tests.chaos.faults import Faults
from tests.chaos.hearing import Hearing, Seen
from tests.chaos.moving import Away, judge_moves
from tests.chaos.plan import Plan
from tests.chaos.record import Kind, Line, read_record
from tests.chaos.story import tell
from tests.chaos.tables import Tables
from tests.chaos.truth import Truth
from tests.chaos.verdict import Verdict


def check(truth: Truth, tables: Tables, records: list[Path], faults: Faults, plan: Plan) -> Verdict:
    """Read everything again, in the order it happened."""
    verdict = Verdict(Counter(faults.counts), plan.minima, patience=plan.patience)
    listener = Listener(truth, tables, verdict)
    for record in records:  # a connection is whole in one of them
        listener.listen(read_record(record))
    for match_id, seen in listener.seen.items():
        verdict.found["diverged"] += seen.history.complaints
        check_refs(match_id, seen, verdict)
        check_chains(match_id, seen, verdict)
    judge_moves(listener.seen, listener.away, faults.troubles, verdict)
    if verdict.worst is not None:
        verdict.story = list(tell(verdict.worst, tables, records))
    return verdict


class Listener:
    """Leads every line to the connection it belongs to."""

    def __init__(self, truth: Truth, tables: Tables, verdict: Verdict) -> None:
        self.seen = {match_id: Seen(history) for match_id, history in truth.items()}
        self.away: list[Away] = []
        self._tables = tables
        self._verdict = verdict
        self._hearings: dict[tuple[int, int], Hearing] = {}
        self._left: dict[int, float] = {}

    def listen(self, lines: Iterable[Line]) -> None:
        """One record."""
        for line in lines:
            match line.kind:
                case Kind.OPENED:
                    self._open(line)
                case Kind.HEARD:
                    self._hearings[line.person, line.session].hear(line.at, line.text)
                case Kind.SAID:
                    self._said(line)
                case Kind.AWAY:
                    self._left[line.person] = line.at
                    self._verdict.seen[f"players {line.text}"] += 1
                case Kind.BACK:
                    match_id, seat = self._tables.seat_of(line.person)
                    left = self._left.pop(line.person)
                    self.away.append(Away(match_id, seat, left, line.at))
                case Kind.CLOSED:
                    self._verdict.seen[f"closed after {line.text or 'no answer'}"] += 1

    def _open(self, line: Line) -> None:
        match_id, seat = self._tables.seat_of(line.person)
        name = f"match {match_id} seat {seat} connection {line.session}"
        _, _, seen = line.text.partition("?v=")
        known = int(seen) if seen else None
        hearing = Hearing(self.seen[match_id], seat, self._verdict, name, known)
        self._hearings[line.person, line.session] = hearing

    def _said(self, line: Line) -> None:
        match_id, seat = self._tables.seat_of(line.person)
        assert seat is not None
        act = msgspec.json.decode(line.text)
        self.seen[match_id].sent.setdefault((seat, act["ref"]), set()).add(act["act"])


def check_refs(match_id: int, seen: Seen, verdict: Verdict) -> None:
    """Every act of a player is there once, and is one he sent."""
    counted: Counter[tuple[int | None, str]] = Counter()
    for version, row in enumerate(seen.history.rows, start=1):
        if row.ref is None:
            continue
        counted[row.seat, row.ref] += 1
        said = seen.sent.get((row.seat or 0, row.ref), set())
        if seen.history.text(version) not in said:
            verdict.found["doubled"].append(f"match {match_id}: nobody said version {version}")
    verdict.acts_saved += sum(counted.values())
    for (seat, ref), times in counted.items():
        if times > 1:
            verdict.found["doubled"].append(f"match {match_id} seat {seat}: {ref} {times} times")


def check_chains(match_id: int, seen: Seen, verdict: Verdict) -> None:
    """A snapshot is what the events before it lead to, for every audience."""
    for audience in {audience for _, audience in seen.states}:
        states = {v: text for (v, whose), text in seen.states.items() if whose == audience}
        view: dict[str, Any] | None = None
        for version in range(min(states), max(states) + 1):
            view = _after(view, seen.events.get((version, audience)))
            if version not in states:
                continue
            told = msgspec.json.decode(states[version])
            if view is not None and view != told:
                differ = [name for name in told if view.get(name) != told[name]]
                verdict.found["diverged"].append(
                    f"match {match_id} seat {audience} version {version}: the events lead to"
                    f" another state than the one told, in {differ}"
                )
            view = told
    _check_audiences(match_id, seen, verdict)


def _after(view: dict[str, Any] | None, event: str | None) -> dict[str, Any] | None:
    """The view one version on; nothing when that version was not told."""
    if view is None or event is None:
        return None
    changes: dict[str, Any] = msgspec.json.decode(event).get("set", {})
    return view | changes


def _check_audiences(match_id: int, seen: Seen, verdict: Verdict) -> None:
    """A snapshot's public part is what the events of anybody lead to."""
    if not seen.shared_states:
        return
    view: dict[str, Any] | None = None
    states = seen.shared_states
    for version in range(min(states), max(states) + 1):
        shared = seen.shared.get(version)
        if view is not None:
            view = None if shared is None else view | msgspec.json.decode(shared)[1]
        if version in states:
            told = msgspec.json.decode(states[version])[1]
            if view is not None and view != told:
                differ = [name for name in told if view.get(name) != told[name]]
                verdict.found["diverged"].append(
                    f"match {match_id} version {version}: a state differs in {differ}"
                )
            view = told
