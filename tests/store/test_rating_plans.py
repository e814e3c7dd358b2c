"""With many matches and players nothing about ratings reads a whole relation."""

from collections.abc import Callable, Iterator

import pytest

from store import accounts, leaderboards, ratings, results
from store.connections import Connections
from store.opening import Connection
from tests.databases import execute
from tests.store.plans import scanned

PLAYERS = 2_300
MATCHES = 20_000
ALICE = 7
MANY = f"""
set session_replication_role = replica; -- no references are looked up
insert into players (id, name) select n, 'player ' || n from generate_series(1, {PLAYERS}) n;
insert into accounts (player_id, name_key, password)
    select n, 'player' || n, 'none' from generate_series(1, {PLAYERS}) n;
insert into ratings (player_id, family, speed, mu, sigma, week, rated, played)
    select n, family, speed, 25 + 10 * random(), 1 + 6 * random(), 3000, 20, 30
    from generate_series(1, {PLAYERS}) n, unnest('{{sochi,leningrad,rostov}}'::text[]) family,
        unnest('{{fast,usual,calm}}'::text[]) speed;
insert into matches (id, rules, clock, seat_count, status, version, reckoned)
    select n, '{{}}', '{{}}', 3, 'finished', 300,
        case when n % 1000 = 0 then null else 'rated' end
    from generate_series(1, {MATCHES}) n;
insert into seats (match_id, seat, player_id)
    select n, seat, 1 + (n * 3 + seat) % {PLAYERS} from generate_series(1, {MATCHES}) n,
        generate_series(0, 2) seat;
insert into results (match_id, seat, player_id, family, speed, deals, whists, at)
    select match_id, seat, player_id, 'sochi', 'usual', 20, 5, now() - match_id * interval '1 min'
    from seats;
insert into events (match_id, version, seat, kind, body, event_id, at)
    select n, 1, 0, 'act', '{{}}', gen_random_uuid(), 1 from generate_series(1, {MATCHES}) n;
insert into deals (match_id, version, state)
    select n, 1, '{{}}' from generate_series(1, {MATCHES}) n;
analyze;
"""
LARGE = {"players", "accounts", "ratings", "matches", "seats", "results", "events", "deals"}


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


def of_a_match(connection: Connection) -> None:
    results.claim(connection, 1_000)
    results.players_of(connection, 500)
    results.ending_of(connection, 500)
    results.of_match(connection, 500)
    results.reckoned(connection, 500)
    results.settle(connection, 500, "rated")


def reckoning(connection: Connection) -> None:
    assert results.claim_next(connection)
    fresh = [ratings.Rating(n, "sochi", "usual", 25, 8, 3_000) for n in (5, 6, 7)]
    ratings.keep_all(connection, list(ratings.held(connection, fresh).values()))


def a_profile(connection: Connection) -> None:
    assert accounts.named(connection, f"player{ALICE}")
    assert len(results.of_player(connection, ALICE, 20)) == 20
    assert len(ratings.of_player(connection, ALICE)) == 9


def a_leaderboard(connection: Connection) -> None:
    assert leaderboards.refresh(connection, "sochi", "usual", 100) == 100
    assert len(leaderboards.read(connection, "sochi", "usual")) == 100


def growing_old(connection: Connection) -> None:
    assert ratings.claim_behind(connection, 3_000, 1_000) == []


@pytest.mark.parametrize(
    "ask", [of_a_match, reckoning, a_profile, a_leaderboard, growing_old], ids=lambda f: f.__name__
)
def test_no_large_relation_is_read_whole(
    many: Connections, ask: Callable[[Connection], None]
) -> None:
    assert scanned(many, ask) & LARGE == set()


def test_a_whole_reading_would_be_seen(many: Connections) -> None:
    def ask(connection: Connection) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select max(deals) from results")

    assert scanned(many, ask) == {"results"}
