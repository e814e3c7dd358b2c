"""No page reads a whole large relation: what each asks is explained in a club of many years."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import psycopg2.extensions
import pytest
from flask.testing import FlaskClient

from bench.old_club import fill, name_of
from club.addresses import address_of
from club.agreed import Agreed
from club.club import Club
from club.errors import ClubRefusal
from club.seating import Guest
from jobs import JOBS
from store.opening import Connection, open_connection
from tests.club.clubs import running, settings_for
from wsgi.app import create_app
from wsgi.running import Running

MATCHES: Final = 20_000
LARGE: Final = 15_000  # rows
PART: Final = 0.1  # of a large relation may be read, by whatever way
BUSIEST: Final = 1  # has played thousands of matches
GUEST: Final = Guest(BUSIEST, name_of(BUSIEST), "en")

ARCHIVE: Final = (
    *("/archive", "/archive?mine=1", f"/archive?player={name_of(BUSIEST)}&convention=rostov"),
    *("/archive/deals", "/archive/deals?mine=1", "/archive/deals?mine=1&role="),
    "/archive/deals?contract=misere&result=failed",
    "/archive/deals?mine=1&role=whist&contract=10&result=failed&convention=leningrad",
    f"/archive/deals?player={name_of(BUSIEST)}&contract=misere&result=failed",
    *("/archive/statistics", f"/archive/statistics?player={name_of(2)}&convention=sochi"),
)
PLAYERS: Final = (f"/players/{name_of(BUSIEST)}", "/leaderboards", "/leaderboards?family=rostov")
PAGES: Final = ("/", "/account", *ARCHIVE, *PLAYERS)

PLANNED: Final = ("select", "with", "insert", "update", "delete")


class Recorder:
    """Every statement the application sends, as the database gets it."""

    def __init__(self) -> None:
        self.statements: set[str] = set()

    def cursor(self, connection: Connection) -> psycopg2.extensions.cursor:
        recorder = self

        class Recorded(psycopg2.extensions.cursor):
            def execute(self, query: Any, given: Any = None) -> None:
                statement = self.mogrify(query, given).decode()
                if statement.split(None, 1)[0] in PLANNED:
                    recorder.statements.add(statement)
                super().execute(query, given)

        return psycopg2.extensions.connection.cursor(connection, cursor_factory=Recorded)


@pytest.fixture(scope="module")
def old_club(new_database: Callable[[], str]) -> str:
    """The URL of a database that holds many matches of long ago."""
    url = new_database()
    fill(url, MATCHES, deals=1)
    with running(url) as worker:
        worker.club.seating.open(GUEST, Agreed())
    return url


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(Connection, "cursor", lambda connection: recorder.cursor(connection))
    return recorder


def large(url: str) -> dict[str, float]:
    """The relations that grow with the club, and how many rows each has."""
    connection = open_connection(url, limits=False)
    with connection.cursor() as cursor:
        cursor.execute("select relname, reltuples from pg_class where reltuples > %s", (LARGE,))
        found = dict(cursor.fetchall())
    connection.close()
    return found


def visit(url: str, pages: Sequence[str]) -> None:
    """The busiest player looks at these pages while the jobs of a worker run."""
    app = create_app(settings_for(url))
    worker: Running = app.extensions["running"]
    worker.start()
    try:
        client: FlaskClient = app.test_client()
        with client.session_transaction() as session:
            session.update(player=BUSIEST, epoch=0, name=name_of(BUSIEST))
        match_id = worker.club.seating.tables_of(BUSIEST)[0].match_id
        invite(worker.club, match_id)
        for page in (*pages, f"/tables/{address_of(match_id)}"):
            assert client.get(page).status_code == 200, page
        for job in JOBS:
            job.step(worker.club)
    finally:
        worker.stop()


def invite(club: Club, match_id: int) -> None:
    """A member by his name, and nobody."""
    club.personal_invitations.invite(GUEST, match_id, name_of(2))
    with pytest.raises(ClubRefusal, match="no_such_player"):
        club.personal_invitations.invite(GUEST, match_id, "nobody")


def scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a plan that read a relation."""
    if "Relation Name" in plan:
        yield plan
    for part in plan.get("Plans", ()):
        yield from scans(part)


def rows_read(scan: dict[str, Any]) -> float:
    removed = sum(scan.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
    return float((scan["Actual Rows"] + removed) * scan["Actual Loops"])


def explained(url: str, statement: str) -> dict[str, Any]:
    """What the database did for it; nothing of that stays."""
    connection = open_connection(url, limits=False)
    connection.autocommit = False
    try:
        with connection.cursor() as cursor:
            cursor.execute("explain (analyze, format json) " + statement)
            plan: dict[str, Any] = (cursor.fetchone() or ())[0][0]["Plan"]
    finally:
        connection.rollback()
        connection.close()
    return plan


def test_no_page_and_no_job_reads_a_whole_large_relation(old_club: str, recorder: Recorder) -> None:
    visit(old_club, PAGES)
    rows = large(old_club)
    assert {"matches", "seats", "deal_facts", "match_facts", "past_events"} <= rows.keys()
    seen: set[str] = set()
    for statement in recorder.statements:
        for scan in scans(explained(old_club, statement)):
            name = scan["Relation Name"]
            seen.add(name)
            if name in rows:
                assert scan["Node Type"] != "Seq Scan", statement
                assert rows_read(scan) < PART * rows[name], (scan["Node Type"], name, statement)
    assert {"deal_facts", "match_facts", "matches", "seats", "results", "ratings"} <= seen


def test_a_page_that_read_everything_would_be_found(old_club: str) -> None:
    plan = explained(old_club, "select count(*) from deal_facts where tricks = 11")
    assert any(scan["Node Type"] == "Seq Scan" or rows_read(scan) > LARGE for scan in scans(plan))
