"""Websocket echo of 60 bytes: CPU per echo of ours beside its peers, in alternating runs."""

import json
import signal
import statistics
import subprocess
import sys
import tempfile
from typing import Final

from bench.marks import Figures, Line, at_least
from bench.processes import (
    HURRY,
    LOAD_CORES,
    SERVER_CORES,
    compiled,
    cpu_seconds,
    free_port,
    pinned,
    running,
)

CONNECTIONS: Final = 1_000
SECONDS: Final = 1.0
RUNS: Final = 5
# Peers of the marks run in every round; the others once, for the table.
MARKED: Final = ("ours", "tornado", "aiohttp")
OTHERS: Final = ("as_it_comes", "websockets", "picows")
PROGRAMS: Final = {
    "tornado": "tornado_echo",
    "aiohttp": "aiohttp_echo",
    "as_it_comes": "as_it_comes",
    "websockets": "websockets_echo",
    "picows": "picows_echo",
}

WHAT: Final = "websocket echo of 60 bytes, CPU us"
LINES: Final = (
    Line(WHAT, "echo_us", at_least(2.3), "Tornado", "echo_us_tornado", "echo_vs_tornado"),
    # At most 1.05 of aiohttp's: at least 1 / 1.05 times better.
    Line(WHAT, "echo_us", at_least(0.952), "aiohttp", "echo_us_aiohttp", "echo_vs_aiohttp"),
    Line(WHAT, "echo_us", None, "gevent-websocket as it comes", "echo_us_as_it_comes"),
    Line(WHAT, "echo_us", None, "websockets", "echo_us_websockets"),
    Line(WHAT, "echo_us", None, "picows, C", "echo_us_picows"),
)


def _command(name: str, port: int) -> list[str]:
    if name == "ours":
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        command += ["--workers", "1", "--access-logfile", "/dev/null", "--log-level", "error"]
        return [*command, "bench.echo.servers.ours:echo"]
    return [sys.executable, f"bench/echo/servers/{PROGRAMS[name]}.py", str(port)]


def microseconds_an_echo(name: str, connections: int, seconds: float) -> float:
    """CPU time of the server for one echo, server and load on a core each."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"PORT": str(port), "DATA_DIR": folder, "SOCKETS_PER_ADDRESS": "20000"}
        command, end = _command(name, port), HURRY if name == "ours" else signal.SIGTERM
        with running(command, port, cores=SERVER_CORES, more=settings, end=end) as server:
            command = [*pinned(LOAD_CORES), str(compiled("echo")), "127.0.0.1", str(port), "/echo"]
            command += [str(connections), str(seconds)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:
                assert load.stdout is not None
                load.stdout.readline()
                before = cpu_seconds(server)
                last = load.stdout.readline()
                used = cpu_seconds(server) - before
    return float(used / json.loads(last)["echoes"] * 1e6)


def measure(*, quick: bool = False) -> Figures:
    """CPU µs of each, and how many times less ours takes than Tornado and aiohttp."""
    connections, seconds, rounds = (20, 0.3, 1) if quick else (CONNECTIONS, SECONDS, RUNS)
    runs = [
        {name: microseconds_an_echo(name, connections, seconds) for name in MARKED}
        for _ in range(rounds)
    ]
    figures: Figures = {
        "echo_us": round(statistics.median(run["ours"] for run in runs), 1),
        "echo_vs_tornado": round(statistics.median(r["tornado"] / r["ours"] for r in runs), 2),
        "echo_vs_aiohttp": round(statistics.median(r["aiohttp"] / r["ours"] for r in runs), 2),
    }
    for name in MARKED[1:]:
        figures[f"echo_us_{name}"] = round(statistics.median(run[name] for run in runs), 1)
    for name in OTHERS:
        figures[f"echo_us_{name}"] = round(microseconds_an_echo(name, connections, seconds), 1)
    return figures


if __name__ == "__main__":
    print(measure())
