"""Players in a closed loop, who act as soon as they are asked: ours beside its peers, in turn."""

import statistics
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import psutil

from bench.marks import Figures, Line, at_least
from bench.players.stage import (
    HOST,
    Crowd,
    club,
    cluster,
    median_ratio,
    new_database,
    peer,
    play,
    seat_all,
)
from bench.processes import SERVER_CORES, compiled, free_port, held, running

PLAYERS: Final = 3_000
PEERS: Final = {"tornado": "tornado_threads", "asyncio": "asyncio_today"}
NULL_ABOVE: Final = 1.5

Servers = dict[str, tuple[int, psutil.Process]]  # the port of each and its process

LINES: Final = (
    Line("durable acts a second, 3,000 players, closed loop", "acts_per_s", at_least(5_000)),
    Line(
        "the same in the style of the first server",
        "acts_per_s",
        at_least(10),
        "Tornado, a thread an act",
        "acts_per_s_tornado",
        "acts_vs_tornado",
    ),
    Line(
        "the same as one would write it today",
        "acts_per_s",
        at_least(2),
        "aiohttp and asyncpg",
        "acts_per_s_asyncio",
        "acts_vs_asyncio",
    ),
    Line(
        "the generator against a server that thinks nothing",
        "acts_per_s_null",
        at_least(NULL_ABOVE),
        "ours",
        "acts_per_s",
        "generator_vs_ours",
    ),
    Line("server CPU seconds for 1,000 acts", "cpu_s_per_1000_acts"),
)


def measure(*, quick: bool = False) -> Figures:
    """Acts a second of each, and how many times more ours makes, in alternating runs."""
    # Fewer would each say more than a player may (sockets/table.py) and be dropped.
    tables = 40 if quick else PLAYERS // 3
    rounds = 1 if quick else 5
    lasts: dict[str, Any] = {"seconds": 0.7, "warm_seconds": 0.3} if quick else {"seconds": 3.0}
    with tempfile.TemporaryDirectory() as folder:
        null = _null(Path(folder), tables, lasts)
        crowds = _crowds(Path(folder), tables, rounds, lasts)
    ours = [crowd.acts_per_second for crowd in crowds["ours"]]
    figures: Figures = {
        "acts_per_s": round(statistics.median(ours)),
        "acts_per_s_null": round(null),
        "generator_vs_ours": round(null / statistics.median(ours), 2),
        "cpu_s_per_1000_acts": round(
            statistics.median(crowd.us_per_act for crowd in crowds["ours"]) / 1000, 3
        ),
    }
    for name in PEERS:
        figures |= _beside(name, ours, crowds[name], judged=not quick)
    return figures


def _beside(name: str, ours: list[float], crowds: list[Crowd], *, judged: bool) -> Figures:
    """A peer that waited while its core, PostgreSQL and load were idle shows nothing."""
    theirs = [crowd.acts_per_second for crowd in crowds]
    counts = bool(crowds) and (not judged or all(crowd.is_bound for crowd in crowds))
    return {
        f"acts_per_s_{name}": round(statistics.median(theirs)) if counts else None,
        f"acts_vs_{name}": round(median_ratio(ours, theirs), 2) if counts else None,
    }


def _crowds(
    folder: Path, tables: int, rounds: int, lasts: dict[str, Any]
) -> dict[str, list[Crowd]]:
    """What each server did in each of the rounds; the others stand still meanwhile."""
    with _servers() as (servers, postgres):
        _seat(servers, folder, tables)
        crowds: dict[str, list[Crowd]] = {name: [] for name in servers}
        for number in range(rounds):
            for name, (port, server) in servers.items():
                # Threads that fight for one lock leave some tables waiting for seconds.
                theirs = name != "ours"
                with _others_held(name, servers):
                    crowd = play(port, server, postgres, folder / name, may_stall=theirs, **lasts)
                print(crowd.said(f"{name}, closed loop, round {number + 1}"), flush=True)
                crowds[name].append(crowd)
    return crowds


@contextmanager
def _servers() -> Iterator[tuple[Servers, psutil.Process]]:
    """Ours and its peers, each with a database of its own; and PostgreSQL."""
    with ExitStack() as stack:
        cluster_, postgres = stack.enter_context(cluster())
        servers = {"ours": stack.enter_context(club(new_database(cluster_, "ours")))}
        for name, module in PEERS.items():
            servers[name] = stack.enter_context(peer(module, new_database(cluster_, name)))
        yield servers, postgres


def _seat(servers: Servers, folder: Path, tables: int) -> None:
    """At all servers at the same time."""
    with ThreadPoolExecutor() as pool:
        waited_for = [
            pool.submit(seat_all, HOST, port, tables, folder / name)
            for name, (port, _) in servers.items()
        ]
    for each in waited_for:
        each.result()


@contextmanager
def _others_held(name: str, servers: Servers) -> Iterator[None]:
    """Only this one runs."""
    with ExitStack() as stack:
        for other, (_, server) in servers.items():
            if other != name:
                stack.enter_context(held(server))
        yield


def _null(folder: Path, tables: int, lasts: dict[str, Any]) -> float:
    """Acts a second that the generator makes when nobody holds it up."""
    seats, port = folder / "null", free_port()
    seats.write_text(
        "".join(
            f"{table} {seat} /ws/table/{table}/{seat} -\n"
            for table in range(tables)
            for seat in range(3)
        )
    )
    with running([str(compiled("null")), str(port)], port, cores=SERVER_CORES) as server:
        crowd = play(port, server, None, seats, **lasts)
    print(crowd.said("null server"), flush=True)
    return crowd.acts_per_second


if __name__ == "__main__":
    print(measure())
