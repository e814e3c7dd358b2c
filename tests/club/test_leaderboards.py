"""Who is best: looked up by one worker at a time, kept and forgotten by all."""

import threading
from collections.abc import Iterator

import pytest

from club.club import Club
from club.leagues import League
from club.ratings import WEEK_MS
from club.seating import Guest
from jobs import refresh_leaderboards
from store import ratings
from store.ratings import Rating
from tests.club.clubs import a_guest, a_member, running_without, until
from tests.databases import execute

FAST = League("rostov", "fast")
JOB = "refresh leaderboards"


@pytest.fixture
def club(database_url: str) -> Iterator[Club]:
    with running_without(database_url, JOB) as found:
        execute(database_url, "delete from claims")
        yield found


@pytest.fixture
def other_club(database_url: str) -> Iterator[Club]:
    with running_without(database_url, JOB) as found:
        until(lambda: found.bus.is_up)
        yield found


def rate(club: Club, guest: Guest, mu: float, sigma: float = 2.0) -> Guest:
    week = club.time.now() // WEEK_MS
    rating = Rating(guest.player_id, *FAST, mu, sigma, week, rated=20)
    with club.connections.transaction() as connection:
        ratings.held(connection, [rating])
        ratings.keep_all(connection, [rating])
    return guest


def names(club: Club) -> list[str]:
    return [place.name for place in club.leaderboards.best(FAST)]


def test_the_best_come_first_and_the_provisional_not_at_all(club: Club) -> None:
    for name, mu, sigma in (("Анна", 26, 2), ("Борис", 30, 2), ("Вера", 40, 5)):
        rate(club, a_member(club, name), mu, sigma)
    assert refresh_leaderboards.step(club) == 2
    assert names(club) == ["Борис", "Анна"]
    assert [place.points for place in club.leaderboards.best(FAST)] == [1700, 1540]
    assert club.leaderboards.best(League("sochi", "usual")) == ()


def test_only_what_has_moved_is_written(club: Club) -> None:
    anna, boris = rate(club, a_member(club, "Анна"), 30), rate(club, a_member(club, "Борис"), 29)
    assert club.leaderboards.refresh_one(FAST) == 2
    assert club.leaderboards.refresh_one(FAST) == 0
    rate(club, boris, 28)
    assert club.leaderboards.refresh_one(FAST) == 1
    rate(club, anna, 20, sigma=5)
    assert club.leaderboards.refresh_one(FAST) == 2  # one moved up, the last place is gone
    assert names(club) == ["Борис"]


def test_one_worker_looks_at_a_time(club: Club, other_club: Club, database_url: str) -> None:
    rate(club, a_member(club, "Анна"), 30)
    execute(database_url, "delete from claims; delete from leaderboards")
    assert refresh_leaderboards.step(club) + refresh_leaderboards.step(other_club) == 1


def test_two_that_look_at_once_write_the_same(club: Club, other_club: Club) -> None:
    for number in range(30):
        rate(club, a_member(club, f"Игрок {number}"), 20 + number / 10)
    workers = [
        threading.Thread(target=each.leaderboards.refresh_one, args=(FAST,))
        for each in (club, other_club) * 3
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(10)
    assert names(club) == [f"Игрок {number}" for number in reversed(range(30))]
    assert club.leaderboards.refresh_one(FAST) == 0


def test_every_worker_shows_what_changed(club: Club, other_club: Club) -> None:
    anna = rate(club, a_member(club, "Анна"), 30)
    assert names(other_club) == []
    club.leaderboards.refresh_one(FAST)
    until(lambda: names(other_club) == ["Анна"])
    club.seating.rename(anna, "Анна Вторая")
    until(lambda: names(other_club) == ["Анна Вторая"])


def test_whoever_is_gone_is_gone_from_the_list_at_once(club: Club, database_url: str) -> None:
    anna = rate(club, a_member(club, "Анна"), 30)
    club.leaderboards.refresh_one(FAST)
    assert names(club) == ["Анна"]
    execute(database_url, f"delete from accounts where player_id = {anna.player_id}")
    club.accounts.on_renamed()
    assert names(club) == []


def test_whoever_is_kept_out_is_not_among_the_best_until_it_ends(
    club: Club, database_url: str
) -> None:
    for name, mu, kind, end in (
        ("Анна", 32, "ban", "null"),
        ("Борис", 31, "suspend", "now() + interval '1 day'"),
        ("Вера", 30, "warn", "null"),
    ):
        judged = rate(club, a_member(club, name), mu).player_id
        execute(
            database_url,
            "insert into sanctions (player_id, kind, reason, by_id, until)"
            f" values ({judged}, '{kind}', '', {judged}, {end})",
        )
    club.leaderboards.refresh_one(FAST)
    assert names(club) == ["Вера"]
    execute(database_url, "update sanctions set until = now() where kind = 'suspend'")
    club.leaderboards.refresh_one(FAST)
    assert names(club) == ["Борис", "Вера"]
    execute(database_url, "update sanctions set ended_at = now() where kind = 'ban'")
    club.leaderboards.refresh_one(FAST)
    assert names(club) == ["Анна", "Борис", "Вера"]


def test_guests_are_not_among_the_best(club: Club) -> None:
    guest = a_guest("Гость")
    with club.connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("insert into players values (%s, 'Гость')", (guest.player_id,))
    rate(club, guest, 40)
    assert club.leaderboards.refresh_one(FAST) == 0


def test_whoever_looks_again_asks_no_database(club: Club) -> None:
    until(lambda: club.bus.is_up)  # what was read before is forgotten then
    names(club)
    names(club)
    cache = club.leaderboards.cache
    hits, loads = cache.hits, cache.loads
    for _ in range(3):
        names(club)
    assert (cache.hits - hits, cache.loads - loads) == (3, 0)
