"""Moderation: reports are decided, sanctions imposed and lifted; all of it stands in the audit."""

from typing import Final, NamedTuple

from club import reports as complaints
from club.errors import ClubRefusal
from club.people import People
from club.reports import Complaint
from club.seating import Guest
from club.talk import Talk
from store import appeals, audit, moderators, players, programs, reports, sanctions
from store.appeals import Appeal
from store.audit import Entry
from store.connections import Connection, Connections
from store.reports import Report
from store.sanctions import KINDS, SHUTS_OUT, SILENCE, SUSPEND, Sanction

DISMISS: Final = "dismiss"
DECISIONS: Final = (DISMISS, *KINDS)
HOURS: Final = (1, 24, 72, 168, 720)
TAKES_HOURS: Final = (SILENCE, SUSPEND)
MOST_WORDS: Final = 1_000
QUEUE: Final = 100
ENTRIES: Final = 100
ENDED_AT_ONCE: Final = 100


class Decision(NamedTuple):
    """What a moderator makes of a report; the reason is told to the player."""

    kind: str
    reason: str
    hours: int | None = None


class Queue(NamedTuple):
    """What waits for a moderator."""

    reports: list[Report]
    appeals: list[Appeal]


class Case(NamedTuple):
    """One report with all the player ever got, the last one first."""

    report: Report
    record: list[Sanction]


class Moderation:
    """What moderators do, and what comes of it by itself."""

    def __init__(self, connections: Connections, people: People, talk: Talk) -> None:
        self._connections = connections
        self._people = people
        self._talk = talk

    def report(self, guest: Guest, complaint: Complaint) -> int:
        """Somebody complains; the id of the report. Raises what `reports.file` does."""
        return complaints.file(self._connections, guest, complaint)

    def is_moderator(self, player_id: int) -> bool:
        """Whether this player is one."""
        with self._connections.connection() as connection:
            return moderators.is_moderator(connection, player_id)

    def queue(self) -> Queue:
        """What is open, the oldest first."""
        with self._connections.connection() as connection:
            return Queue(reports.open_ones(connection, QUEUE), appeals.open_ones(connection, QUEUE))

    def case(self, report_id: int) -> Case:
        """One report. Raises ClubRefusal("no_such_report")."""
        with self._connections.connection() as connection:
            report = reports.read(connection, report_id)
            if report is None:
                raise ClubRefusal("no_such_report")
            return Case(report, sanctions.of_player(connection, report.about_id))

    def trail(self, before: int | None = None) -> list[Entry]:
        """The audit trail, the newest first, before the entry of that id."""
        with self._connections.connection() as connection:
            return audit.last_entries(connection, ENTRIES, before)

    def decide(self, moderator_id: int, report_id: int, decision: Decision) -> None:
        """Close the report and do what was decided; the player feels it within two seconds.

        Raises ClubRefusal: bad_decision, no_such_report, already_decided, not_yourself,
        is_moderator.
        """
        reason = _words(decision.reason)
        _check(decision)
        with self._connections.transaction() as connection:
            report = reports.read(connection, report_id)
            if report is None:
                raise ClubRefusal("no_such_report")
            if not reports.close(connection, report_id):
                raise ClubRefusal("already_decided")
            sanction_id = None
            if decision.kind != DISMISS:
                _check_object(connection, moderator_id, report.about_id)
                sanction_id = sanctions.impose(
                    connection,
                    report.about_id,
                    decision.kind,
                    hours=decision.hours,
                    reason=reason,
                    report_id=report_id,
                    by_id=moderator_id,
                )
            audit.add(
                connection,
                decision.kind,
                by_id=moderator_id,
                about_id=report.about_id,
                report_id=report_id,
                sanction_id=sanction_id,
                note=reason,
            )
            shut_out = decision.kind in SHUTS_OUT
            signed_out = _signed_out(connection, report.about_id) if shut_out else {}
        self._people.send_away(signed_out)
        self._talk.refresh(report.about_id)

    def lift(self, moderator_id: int, sanction_id: int, reason: str) -> None:
        """End a sanction before its time. Raises ClubRefusal: no_such_sanction, bad_decision."""
        with self._connections.transaction() as connection:
            lifted = sanctions.read(connection, sanction_id)
            if lifted is None or not sanctions.end(connection, sanction_id):
                raise ClubRefusal("no_such_sanction")
            audit.add(
                connection,
                "lift",
                by_id=moderator_id,
                about_id=lifted.player_id,
                sanction_id=sanction_id,
                note=_words(reason),
            )
        self._talk.refresh(lifted.player_id)

    def end_those_over(self) -> int:
        """Sanctions whose time has come to its end; how many. Any workers may at once."""
        with self._connections.transaction() as connection:
            ended = sanctions.end_those_over(connection, ENDED_AT_ONCE)
            for sanction_id, player_id, _ in ended:
                audit.add(connection, "end", about_id=player_id, sanction_id=sanction_id)
        for _, player_id, kind in ended:
            if kind == SILENCE:
                self._talk.refresh(player_id)
        return len(ended)


def _signed_out(connection: Connection, player_id: int) -> dict[int, int]:
    """He and his programs are, with the sanction or not at all; where each stands since."""
    his = [program.player_id for program in programs.of_owner(connection, player_id)]
    return {each: players.sign_out(connection, each) for each in (player_id, *his)}


def _check(decision: Decision) -> None:
    takes_hours = decision.kind in TAKES_HOURS
    if decision.kind not in DECISIONS or (decision.hours in HOURS) != takes_hours:
        raise ClubRefusal("bad_decision")


def _check_object(connection: Connection, moderator_id: int, player_id: int) -> None:
    """Nobody judges himself, and moderators do not judge each other: that is the operator's."""
    if player_id == moderator_id:
        raise ClubRefusal("not_yourself")
    if moderators.is_moderator(connection, player_id):
        raise ClubRefusal("is_moderator")


def _words(text: str) -> str:
    """What a moderator writes to a player. Raises ClubRefusal("bad_decision")."""
    words = " ".join(text.split())
    if not 1 <= len(words) <= MOST_WORDS:
        raise ClubRefusal("bad_decision")
    return words
