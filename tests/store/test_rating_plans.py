"""With many players nothing about ratings reads a whole relation."""

from collections.abc import Callable, Iterator

import pytest

from store import leaderboards, ratings
from store.connections import Connections
from store.opening import Connection
from tests.databases import execute
from tests.store.plans import scanned

PLAYERS = 2_300
ALICE = 7
MANY = f"""
insert into players (id, name) select n, 'player ' || n from generate_series(1, {PLAYERS}) n;
insert into accounts (player_id, name_key, password)
    select n, 'player' || n, 'none' from generate_series(1, {PLAYERS}) n;
insert into ratings (player_id, family, speed, mu, sigma, week, rated, played)
    select n, family, speed, 25 + 10 * random(), 1 + 6 * random(), 3000, 20, 30
    from generate_series(1, {PLAYERS}) n, unnest('{{sochi,leningrad,rostov}}'::text[]) family,
        unnest('{{fast,usual,calm}}'::text[]) speed;
insert into sanctions (player_id, kind, reason, by_id, ended_at)
    select n, 'ban', '', 1, now() from generate_series(1, {PLAYERS}) n;
analyze;
"""
LARGE = {"players", "accounts", "ratings", "sanctions"}


@pytest.fixture(scope="module")
def many_url(new_database: Callable[[], str]) -> str:
    url = new_database()
    execute(url, MANY)
    return url


@pytest.fixture
def many(many_url: str) -> Iterator[Connections]:
    pool = Connections(many_url, size=1, wait_seconds=1.0)
    yield pool
    pool.close()


def reckoning(connection: Connection) -> None:
    fresh = [ratings.Rating(n, "sochi", "usual", 25, 8, 3_000) for n in (5, 6, 7)]
    ratings.keep_all(connection, list(ratings.held(connection, fresh).values()))


def a_player(connection: Connection) -> None:
    assert len(ratings.of_player(connection, ALICE)) == 9


def a_leaderboard(connection: Connection) -> None:
    assert leaderboards.refresh(connection, "sochi", "usual", 100) == 100
    assert len(leaderboards.read(connection, "sochi", "usual")) == 100


def growing_old(connection: Connection) -> None:
    assert ratings.claim_behind(connection, 3_000, 1_000) == []


@pytest.mark.parametrize(
    "ask", [reckoning, a_player, a_leaderboard, growing_old], ids=lambda ask: ask.__name__
)
def test_no_large_relation_is_read_whole(
    many: Connections, ask: Callable[[Connection], None]
) -> None:
    assert scanned(many, ask) & LARGE == set()


def test_a_whole_reading_would_be_seen(many: Connections) -> None:
    def ask(connection: Connection) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select max(mu) from ratings")

    assert scanned(many, ask) == {"ratings"}
