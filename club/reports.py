"""Reports: a player complains of another, and what was said there last goes with it."""

from typing import Final, NamedTuple

from club.errors import ClubRefusal
from club.seating import Guest
from club.talk import LINES
from store import audit, players, reports, talk
from store.connections import Connections
from store.reports import REASONS
from store.talk import LOBBY

MOST_NOTE: Final = 300
A_DAY: Final = 10
DAY_SECONDS: Final = 86_400.0


class Complaint(NamedTuple):
    """Of whom, where, and why; `line_id` is what he said, if it is about that."""

    about_id: int
    reason: str
    note: str = ""
    place: int = LOBBY
    line_id: int | None = None


def file(connections: Connections, guest: Guest, complaint: Complaint) -> int:
    """The id of the report.

    Raises TalkRefused("already_reported") and ClubRefusal: bad_report, not_yourself,
    no_such_player, too_many_reports.
    """
    note = " ".join(complaint.note.split())
    if complaint.reason not in REASONS or len(note) > MOST_NOTE:
        raise ClubRefusal("bad_report")
    if complaint.about_id == guest.player_id:
        raise ClubRefusal("not_yourself")
    with connections.transaction() as connection:
        players.ensure(connection, guest.player_id, guest.name)
        if players.read(connection, complaint.about_id) is None:
            raise ClubRefusal("no_such_player")
        if reports.filed_lately(connection, guest.player_id, DAY_SECONDS) >= A_DAY:
            raise ClubRefusal("too_many_reports")
        lines = talk.last_lines(connection, [complaint.place], LINES)
        report_id = reports.file(
            connection,
            guest.player_id,
            complaint.about_id,
            place=complaint.place,
            line_id=complaint.line_id,
            reason=complaint.reason,
            note=note,
            lines=lines.get(complaint.place, ()),
        )
        audit.add(
            connection,
            "report",
            by_id=guest.player_id,
            about_id=complaint.about_id,
            report_id=report_id,
            note=complaint.reason,
        )
    return report_id
