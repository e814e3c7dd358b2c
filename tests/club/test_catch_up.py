"""What other workers wrote: hints may be lost, repeated and reordered, the table is not."""

import logging
import random
from collections.abc import Mapping
from contextlib import ExitStack

import pytest

from club.club import Club
from club.errors import ClubRefusal
from store import events, matches
from store.opening import Connection
from tests.club.clubs import Onlooker, Player, a_guest, a_table, asked, attending, until
from tests.databases import execute

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))


@pytest.fixture
def match_id(club: Club) -> int:
    match_id = a_table(club, ALICE, BOB, CAROL)
    assert club.tables.begin(match_id)
    return match_id


def deafen(club: Club) -> None:
    """The bus tells this worker nothing more."""
    club.bus._listeners.clear()


def leave_alone(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    """This worker hears of an act when the test tells it."""
    deafen(club)
    monkeypatch.setattr(club.tables, "compare", lambda: 0)


def play(players: list[Player], acts: int) -> None:
    for _ in range(acts):
        player = asked(players)
        version = player.version
        player.act()
        until(lambda: player.version > version)  # noqa: B023


def test_acts_of_another_worker_arrive_by_hints(
    club: Club, other_club: Club, match_id: int
) -> None:
    until(lambda: other_club.bus.is_up)
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        there = stack.enter_context(attending(other_club, match_id, None))
        met_at = there[0].version  # the deal may be on its way to it still
        play(here, 12)
        until(lambda: there[0].version == here[0].version, 1.0)
        assert [m["v"] for m in there[0].events()] == list(range(met_at + 1, here[0].version + 1))


def test_lost_hints_are_made_up_for_by_asking_the_store(
    club: Club, other_club: Club, match_id: int
) -> None:
    deafen(other_club)
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        asked(here)
        there = stack.enter_context(attending(other_club, match_id, None))
        play(here, 5)
        until(lambda: there[0].version == here[0].version, 4.0)  # asked every 2 s
        assert [m["v"] for m in there[0].events()] == [3, 4, 5, 6, 7]


def test_repeated_old_and_reordered_hints_change_nothing(
    club: Club, other_club: Club, match_id: int
) -> None:
    deafen(other_club)
    chance = random.Random(7)
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        asked(here)
        there = stack.enter_context(attending(other_club, match_id, BOB, None))
        for _ in range(6):
            play(here, 2)
            pairs = [(match_id, version) for version in range(1, here[0].version + 1)]
            for _ in range(3):
                chance.shuffle(pairs)
                other_club.tables.heard([*pairs, (12345, 7), (match_id, -1)])
        until(lambda: {each.version for each in there} == {here[0].version})
        assert there[0].view["calls"] == here[1].view["calls"]


def test_tables_that_fell_behind_together_are_read_in_one_statement(
    club: Club, other_club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_alone(other_club, monkeypatch)
    reads: list[set[int]] = []

    def read(connection: Connection, versions: Mapping[int, int]) -> list[events.Event]:
        reads.append(set(versions))
        return since_each(connection, versions)

    since_each = events.since_each
    with ExitStack() as stack:
        ours, theirs = {}, {}
        for _ in range(3):
            match_id = a_table(club, ALICE, BOB, CAROL)
            assert club.tables.begin(match_id)
            ours[match_id] = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
            asked(ours[match_id])
            theirs[match_id] = stack.enter_context(attending(other_club, match_id, None))[0]
            until(lambda: theirs[match_id].version == 2, 4.0)  # noqa: B023
            play(ours[match_id], 1)
        monkeypatch.setattr(events, "since_each", read)
        other_club.tables.heard([(match_id, 3) for match_id in ours])
        until(lambda: {each.version for each in theirs.values()} == {3})
    assert reads == [set(ours)]


def test_a_hint_of_what_nobody_stored_does_no_harm(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        asked(everybody)
        club.tables.heard([(match_id, 1_000)])
        until(lambda: everybody[0].table.latest == 2)
        play(everybody, 1)


def test_a_worker_that_lags_behind_takes_an_act_all_the_same(
    club: Club, other_club: Club, match_id: int
) -> None:
    deafen(other_club)
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        there = stack.enter_context(attending(other_club, match_id, ALICE, BOB, CAROL))
        first = asked(here)
        play(here, 1)
        second = asked(here)
        twin = there[here.index(second)]
        assert twin.act("pass", seen=second.version) is None
        until(lambda: twin.version == 4)
        assert first is not second


def test_versions_above_the_stores_are_stale(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        assert actor.act("pass", seen=2_000) is None  # its decision still stands


def test_a_match_that_cannot_be_replayed_is_frozen_and_reported(
    club: Club,
    other_club: Club,
    match_id: int,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        play(everybody, 2)
        execute(
            database_url,
            f"update events set body = replace(body, 'pass', '6Z') where match_id = {match_id}"
            " and version = 3",
        )
        with (
            caplog.at_level(logging.ERROR),
            pytest.raises(ClubRefusal, match="frozen"),
            attending(other_club, match_id, None),
        ):
            pass
        assert "is frozen" in caplog.text
        until(lambda: all(each.gone == "frozen" for each in everybody), 4.0)
        with club.connections.connection() as connection:
            stored = matches.read(connection, match_id)
        assert stored is not None
        assert stored.status == "frozen"


def test_the_sweep_freezes_what_it_cannot_replay_and_leaves_it_alone(
    club: Club, match_id: int, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        play(everybody, 1)
    due = club.time.now() - 5_000
    with caplog.at_level(logging.ERROR):
        club.tables.registry.forget(everybody[0].table)
        execute(database_url, f"update events set body = '{{}}' where match_id = {match_id}")
        execute(database_url, f"update matches set deadline = {due} where id = {match_id}")
        until(lambda: _status(club, match_id) == "frozen", 6.0)
    assert f"match {match_id} is frozen" in caplog.text
    assert club.tables.sweep() == 0
    with pytest.raises(ClubRefusal, match="frozen"), attending(club, match_id, None):
        pass


def _status(club: Club, match_id: int) -> str:
    with club.connections.connection() as connection:
        stored = matches.read(connection, match_id)
    assert stored is not None
    return stored.status


def test_a_fault_met_while_people_sit_there_sends_them_away(
    club: Club,
    other_club: Club,
    match_id: int,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leave_alone(other_club, monkeypatch)
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        asked(here)
        there = stack.enter_context(attending(other_club, match_id, None))
        until(lambda: there[0].version == 2)
        play(here, 1)
        execute(database_url, f"update events set body = '{{}}' where match_id = {match_id}")
        other_club.tables.heard([(match_id, 3)])
        until(lambda: there[0].gone == "frozen")


@pytest.mark.parametrize("change", ["kind = 'sing'", 'body = \'{"a":"pass","by":"player","s":2}\''])
def test_acts_of_a_newer_release_send_people_to_another_worker(
    club: Club,
    other_club: Club,
    match_id: int,
    database_url: str,
    change: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leave_alone(other_club, monkeypatch)
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB, CAROL))
        asked(here)
        there = stack.enter_context(attending(other_club, match_id, None))
        until(lambda: there[0].version == 2)
        play(here, 1)
        execute(
            database_url,
            f"update events set {change} where match_id = {match_id} and version = 3",
        )
        other_club.tables.heard([(match_id, 3)])
        until(lambda: there[0].gone == "restarting")
        assert other_club.tables.registry.found(match_id) is None
        with pytest.raises(ClubRefusal, match="restarting"), attending(other_club, match_id, None):
            pass
        with club.connections.connection() as connection:
            stored = matches.read(connection, match_id)
        assert stored is not None
        assert stored.status == "running"


def test_who_comes_back_gets_what_he_missed_and_it_is_what_the_others_got(
    club: Club, match_id: int
) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL, None) as everybody:
        asked(everybody)
        for seen_by in everybody:
            since = seen_by.version
            view = dict(seen_by.view)
            play(everybody[:3], 3)
            until(lambda: len({each.version for each in everybody}) == 1)
            guest = {ALICE.player_id: ALICE, BOB.player_id: BOB, CAROL.player_id: CAROL}
            again = Player(club, match_id, guest.get(seen_by.player_id or 0))
            again.view = view
            again.come(seen=since)
            assert again.events() == seen_by.events()[-len(again.events()) :]
            assert [f for f in again.frames if b'"t":"ev"' in f] == [
                f for f in seen_by.frames if b'"t":"ev"' in f
            ][-3:]
            assert again.view == seen_by.view
            assert [m["t"] for m in again.messages[-2:]] == ["seats", "pong"]
            again.go()


@pytest.mark.parametrize("seen", [None, 0, 1, 99])
def test_who_saw_too_little_or_too_much_gets_one_snapshot(
    club: Club, match_id: int, seen: int | None
) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        asked(everybody)
        play(everybody, 1)
        again = Player(club, match_id, None).come(seen=seen)
        assert [message["t"] for message in again.messages] == ["state"]
        assert again.version == 3
        again.go()


def test_who_missed_nothing_is_told_so(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        asked(everybody)
        again = Player(club, match_id, ALICE).come(seen=2)
        assert [message["t"] for message in again.messages] == ["seats", "pong"]
        again.go()


def test_a_table_that_does_not_exist(club: Club) -> None:
    with (
        pytest.raises(ClubRefusal, match="no_such_table"),
        club.tables.attended(42, Onlooker(None), None),
    ):
        pass
