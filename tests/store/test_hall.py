"""How many are here: each player once, whatever the number of workers and of players."""

from random import Random

from store.connections import Connections
from store.hall import NAMED, be_here


def seen(connections: Connections, *workers: set[int]) -> int:
    """What the last of these workers is told."""
    with connections.connection() as connection:
        for number, here in enumerate(workers):
            online = be_here(connection, f"w{number}", here, now=0, until=1)
    return online


def some_ids(count: int) -> list[int]:
    chance = Random(count)
    return [chance.randrange(1, 2**63) for _ in range(count)]


def test_nobody_is_here(connections: Connections) -> None:
    assert seen(connections, set()) == 0


def test_a_few_are_counted_exactly(connections: Connections) -> None:
    ids = some_ids(400)
    assert seen(connections, set(ids[:NAMED]), set(ids[NAMED - 100 :]), set(ids[:7])) == 400


def test_many_are_counted_nearly_so_and_told_of_in_short(connections: Connections) -> None:
    ids = some_ids(6_000)
    assert abs(seen(connections, set(ids[:4_000]), set(ids[3_000:]), set(ids[:100])) - 6_000) < 300
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select max(cardinality(lowest)), sum(players) from presence")
        assert cursor.fetchone() == (NAMED, 7_100)


def test_a_worker_of_the_former_release_names_nobody_and_counts(connections: Connections) -> None:
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("insert into presence (worker, players, until) values ('old', 30, 1)")
    assert seen(connections, set(some_ids(5))) == 35
