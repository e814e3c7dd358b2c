"""Tables in memory: loaded once, forgotten when idle, the same after any reload."""

import time

import pytest

from club.club import Club
from club.registry import IDLE_SECONDS
from green.spawn import spawn
from store import matches
from tests.club.clubs import a_guest, a_table, asked, attending, until

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))


@pytest.fixture
def match_id(club: Club) -> int:
    match_id = a_table(club, ALICE, BOB, CAROL)
    assert club.tables.begin(match_id)
    return match_id


def test_many_who_ask_at_once_load_once(club: Club, other_club: Club, match_id: int) -> None:
    registry = other_club.tables.registry
    found: list[int] = []

    def come() -> None:
        with registry.use(match_id) as table:
            found.append(id(table))
            time.sleep(0.05)

    waiting = [spawn(come) for _ in range(20)]
    for each in waiting:
        each.join()
    assert registry.loads == 1
    assert len(set(found)) == 1
    assert len(found) == 20


def test_a_reloaded_table_is_the_same_to_the_last_field(
    club: Club, other_club: Club, match_id: int
) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        for _ in range(17):
            player = asked(everybody)
            version = player.version
            player.act()
            until(lambda: player.version > version)  # noqa: B023
        with other_club.tables.registry.use(match_id) as loaded:
            assert loaded.head == everybody[0].table.head
            assert loaded.base == everybody[0].table.base
            assert loaded.steps == everybody[0].table.steps
            assert loaded.head_at == everybody[0].table.head_at


def test_idle_tables_are_forgotten_and_busy_ones_are_not(club: Club, match_id: int) -> None:
    registry = club.tables.registry
    until(lambda: registry.found(match_id) and not registry.live()[0].users)
    assert registry.evict() == 0  # used a moment ago
    with attending(club, match_id, ALICE):
        registry.live()[0].used_at -= 2 * IDLE_SECONDS
        assert registry.evict() == 0
    table = registry.live()[0]
    table.used_at -= 2 * IDLE_SECONDS
    with club.tables._catch_up.hold(table):
        assert registry.evict() == 0
    assert registry.evict() == 1
    assert registry.found(match_id) is None
    with attending(club, match_id, ALICE) as (alice,):
        assert alice.version == 2


def test_loading_costs_the_same_in_any_deal(club: Club, match_id: int) -> None:
    """Only what happened in the deal under way is read."""
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        while everybody[0].view["number"] < 3:
            player = asked(everybody)
            version = player.version
            player.act("next" if player.view["phase"] == "result" else None)
            until(lambda: player.version > version)  # noqa: B023
        asked(everybody)
        with club.connections.connection() as connection:
            point = matches.load_point(connection, match_id)
        assert point is not None
        assert len(point.events) < 5
