"""Does the hub keep its beat while something long goes on? `python -m tests.green.ticking KIND URL`

Run in a process of its own. Prints one line of JSON: how many beats there were meanwhile and how
often the watch found the hub held.
"""

# ruff: noqa: E402
from gevent import monkey

monkey.patch_all()

from psycogreen.gevent import patch_psycopg

patch_psycopg()

import _socket
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final

import gevent
import psycopg2
from argon2 import PasswordHasher

from bench.rows.solver import random_deal
from games.preferans.solver import solve_many
from green.offload import offload
from green.watch import Watch
from store.connections import Connections
from store.opening import open_connection

BEAT_SECONDS: Final = 0.01
AT_LEAST_SECONDS: Final = 0.5  # all kinds of work are long enough for fifty beats
really_sleep = monkey.get_original("time", "sleep")


def query(url: str) -> None:
    connections = Connections(url, size=1)
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select pg_sleep(%s)", (AT_LEAST_SECONDS,))
    connections.close()


def password(url: str) -> None:
    hasher = PasswordHasher(time_cost=30)
    _repeat(lambda: offload(hasher.hash, "correct horse", within_seconds=60))


def solver(url: str) -> None:
    chance = Random(7)
    problems = [random_deal(chance, "game") for _ in range(200)]
    _repeat(lambda: offload(partial(solve_many, every_card=True), problems, within_seconds=60))


def name(url: str) -> None:
    def slow(*_: object, **__: object) -> None:
        really_sleep(AT_LEAST_SECONDS)
        raise _socket.gaierror("no such name")

    _socket.getaddrinfo = slow  # type: ignore[assignment]
    try:
        open_connection("postgresql://club@database.example/club")
    except psycopg2.OperationalError:
        return
    raise AssertionError("there is no such database")


def held(url: str) -> None:
    """What must not be done, so that we know it would be seen: C called without the door."""
    hasher = PasswordHasher(time_cost=30)
    _repeat(lambda: hasher.hash("correct horse"))


def _repeat(call: Callable[[], object]) -> None:
    give_up_at = time.monotonic() + AT_LEAST_SECONDS
    while time.monotonic() < give_up_at:
        call()


WORK: Final[dict[str, Callable[[str], None]]] = {
    each.__name__: each for each in (query, password, solver, name, held)
}


def main(kind: str, url: str) -> None:
    beats = 0

    def beat() -> None:
        nonlocal beats
        while True:
            gevent.sleep(BEAT_SECONDS)
            beats += 1

    watch = Watch()
    watch.start()
    gevent.sleep(0.1)
    ticker = gevent.spawn(beat)
    WORK[kind](url)
    ticker.kill()
    gevent.sleep(0.1)
    watch.stop()
    print(json.dumps({"beats": beats, "holds": watch.holds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
