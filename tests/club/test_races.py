"""Several workers and one database: whoever writes a version first has made it."""

import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack

import pytest

from club.acts import Acts
from club.club import Club
from club.errors import ClubRefusal
from games.errors import Refusal
from games.preferans import parse_action
from green.spawn import spawn
from store import events
from store.connections import Connections
from store.errors import Busy
from store.events import EventRow, Key
from tests.club.clubs import Player, a_guest, a_ref, a_table, asked, attending, running, until
from tests.unreliable import UnreliableRoute
from wsgi.running import Running

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))


@pytest.fixture
def match_id(club: Club) -> int:
    match_id = a_table(club, ALICE, BOB, CAROL)
    assert club.tables.begin(match_id)
    until(lambda: len(log_of(club.connections, match_id)) == 2)
    return match_id


def log_of(connections: Connections, match_id: int) -> list[events.Event]:
    with connections.connection() as connection:
        return events.since(connection, match_id, 0)


class Held:
    """Lets a worker's journal write only when told to: what others write meanwhile comes first."""

    def __init__(self, club: Club) -> None:
        self.opened = threading.Event()
        self.came = threading.Event()
        self._write = club.journal._write_batch
        club.journal._write_batch = self._later

    def _later(self, rows: Sequence[EventRow]) -> Collection[Key]:
        self.came.set()
        assert self.opened.wait(5)
        return self._write(rows)


def test_the_same_version_by_two_workers_is_written_once_and_the_loser_goes_after_it(
    club: Club, other_club: Club, match_id: int
) -> None:
    """Neither act touches the other's decision: both are made, one after the other."""
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        there = stack.enter_context(attending(other_club, match_id, ALICE, BOB, CAROL))
        actor = asked(here)
        seat = here.index(actor)
        rival = there[(seat + 1) % 3]
        until(lambda: rival.version == actor.version)
        held, seen = Held(club), actor.version
        outcome = attempt(actor, "pass")
        assert held.came.wait(5)
        rival.act("end_now")
        held.opened.set()
        until(lambda: all(each.version == seen + 2 for each in here + there))
        assert outcome == [None]
        assert actor.events()[-1]["act"] == [seat, "pass"]
        assert actor.events()[-2]["act"][1] == "end_now"


def test_an_act_whose_decision_was_taken_meanwhile_is_stale_on_the_retry(
    club: Club, other_club: Club, match_id: int
) -> None:
    """Another device of the same seat was quicker, and the seat is asked again by then."""
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        there = stack.enter_context(attending(other_club, match_id, ALICE, BOB, CAROL))
        actor = asked(here)
        seat, seen = here.index(actor), actor.version
        until(lambda: all(each.version == seen for each in there))
        held = Held(club)
        outcome = attempt(actor, "pass")
        assert held.came.wait(5)
        twin = there[seat]
        twin.act("6S")
        for _ in range(2):
            asked(there).act("pass")
        until(lambda: twin.version == seen + 3)  # the twin is asked for his contract now
        held.opened.set()
        until(lambda: outcome)
        assert outcome == ["stale"]
        assert len(log_of(club.connections, match_id)) == seen + 3


def test_the_same_act_sent_to_two_workers_is_written_once(
    club: Club, other_club: Club, match_id: int
) -> None:
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        there = stack.enter_context(attending(other_club, match_id, ALICE, BOB, CAROL))
        actor = asked(here)
        seat, seen, ref = here.index(actor), actor.version, a_ref()
        until(lambda: there[seat].version == seen)
        held = Held(club)
        outcome = attempt(actor, "pass", ref=ref)
        assert held.came.wait(5)
        assert there[seat].act("pass", ref=ref) is None
        held.opened.set()
        until(lambda: outcome)
        assert outcome == [seen + 1]
        until(lambda: actor.version == seen + 1)
        assert len(log_of(club.connections, match_id)) == seen + 1


def test_two_workers_deal_at_once_and_one_deck_is_kept(
    club: Club, other_club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    match_id = a_table(club, ALICE, BOB, CAROL)
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        there = stack.enter_context(attending(other_club, match_id, ALICE, BOB, CAROL))
        held, other_held = Held(club), Held(other_club)
        held.opened.set()
        club.tables.begin(match_id)
        until(lambda: here[0].table.head.version >= 1)
        until(lambda: there[0].table.head.version >= 1)
        strike = spawn(other_club.tables._clocks.strike, there[0].table)
        other_held.opened.set()
        strike.join()
        until(lambda: all(each.version == 2 for each in here + there))
        assert [each.view["hands"] for each in here] == [each.view["hands"] for each in there]
        kinds = [event.kind for event in log_of(club.connections, match_id)]
        assert kinds == ["start", "deal"]


def test_many_tables_in_opposite_orders_do_not_lock_each_other(
    club: Club, other_club: Club
) -> None:
    """Both workers write to the same forty tables at once, one from each end."""
    tables = [a_table(club, ALICE, BOB, CAROL) for _ in range(40)]
    for match_id in tables:
        club.tables.begin(match_id)
    until(lambda: all(len(log_of(club.connections, match_id)) == 2 for match_id in tables))
    outcomes: list[list[object]] = []
    with ExitStack() as stack:
        for match_id in tables:
            [alice] = stack.enter_context(attending(club, match_id, ALICE))
            [bob] = stack.enter_context(attending(other_club, match_id, BOB))
            until(lambda: alice.version == bob.version == 2)  # noqa: B023
            outcomes += [attempt(alice, "end_now"), attempt(bob, "end_now")]
        until(lambda: all(outcomes), 20)
    assert all(outcome in ([None], ["already_asked"]) for outcome in outcomes)
    assert all(len(log_of(club.connections, match_id)) == 3 for match_id in tables)


def test_a_faulty_row_fails_alone(club: Club, match_id: int) -> None:
    other = a_table(club, ALICE, BOB, CAROL)
    club.tables.begin(other)
    until(lambda: len(log_of(club.connections, other)) == 2)
    with ExitStack() as stack:
        everybody = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        elsewhere = stack.enter_context(attending(club, other, ALICE, BOB, CAROL))
        actor, neighbour = asked(everybody), asked(elsewhere)
        held = Held(club)
        first = attempt(elsewhere[0], "end_now")
        assert held.came.wait(5)
        broken = attempt(actor, "pass", ref="a ref no message can hold\0")
        whole = attempt(neighbour, "pass")
        held.opened.set()
        until(lambda: first and broken and whole)
        assert (first, broken, whole) == ([None], ["Unsaved"], [None])
        assert actor.table.head.version == 2
        assert not actor.table.lock.locked()
        assert actor.act("pass") is None


@pytest.fixture
def unreliable(database_url: str) -> Iterator[tuple[UnreliableRoute, Running]]:
    route = UnreliableRoute(database_url)
    try:
        with running(route.url) as worker:
            yield route, worker
    finally:
        route.close()


@pytest.mark.parametrize("when", ["before_sending", "before_the_answer"])
def test_a_connection_cut_at_the_commit_loses_and_doubles_nothing(
    unreliable: tuple[UnreliableRoute, Running], when: str
) -> None:
    route, worker = unreliable
    club = worker.club
    match_id = a_table(club, ALICE, BOB, CAROL)
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        club.tables.begin(match_id)
        actor = asked(everybody)
        seen, ref = actor.version, a_ref()
        route.cut_next(ref, when)  # type: ignore[arg-type]
        assert actor.act("pass", ref=ref) is None
        assert route.cuts == 1
        until(lambda: all(each.version == seen + 1 for each in everybody))
        stored = log_of(club.connections, match_id)
        assert [event.ref for event in stored].count(ref) == 1
        assert len(stored) == seen + 1


def test_an_actor_killed_while_his_act_is_being_saved_leaves_the_table_to_others(
    club: Club, match_id: int
) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        seen = actor.version
        held = Held(club)
        acting = spawn(actor.act, "pass")
        assert held.came.wait(5)
        acting.kill()
        assert actor.table.lock.locked()  # the commit is not known yet
        held.opened.set()
        until(lambda: all(each.version == seen + 1 for each in everybody))
        assert not actor.table.lock.locked()
        assert asked(everybody).act("pass") is None


def test_a_table_that_nobody_can_hold_is_busy(
    club: Club, match_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("club.holding.LOCK_SECONDS", 0.05)
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        with club.tables._catch_up.hold(actor.table):
            assert attempt_now(actor, "pass") == "busy"
        assert actor.act("pass") is None


def test_a_journal_that_takes_nothing_refuses_and_nothing_is_written(
    club: Club, match_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("club.acts.JOURNAL_SECONDS", 0.2)
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        other = a_table(club, ALICE, BOB, CAROL)
        held = Held(club)
        first = spawn(club.tables.begin, other)  # keeps the journal busy
        assert held.came.wait(5)
        assert attempt_now(actor, "pass") == "busy"
        held.opened.set()
        first.join()
        time.sleep(0.1)
        assert actor.table.head.version == 2
        assert actor.act("pass") is None


def test_a_club_act_on_another_version_is_not_made(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        acts: Acts = club.tables._acts
        now = club.time.now()
        assert not acts.by_club(everybody[0].table, 1, parse_action("bot 0"), at=now)
        assert acts.by_club(everybody[0].table, 2, parse_action("bot 0"), at=now)


def attempt(player: Player, text: str, **how: object) -> list[object]:
    """The act in a greenlet of its own; the list gets what became of it."""
    outcome: list[object] = []
    spawn(lambda: outcome.append(attempt_now(player, text, **how)))
    return outcome


def attempt_now(player: Player, text: str, **how: object) -> object:
    try:
        return player.act(text, **how)  # type: ignore[arg-type]
    except (ClubRefusal, Refusal, Busy) as refusal:
        return refusal.code
    except Exception as error:
        return type(error).__name__
