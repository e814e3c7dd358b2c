"""Websocket echo of 60 bytes: CPU per echo of ours beside its peers, in alternating runs."""

import json
import statistics
import subprocess
import sys
import tempfile
from typing import Final

from bench.processes import compiled, cpu_seconds, free_port, running

CONNECTIONS: Final = 1_000
SECONDS: Final = 3.0
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


def _command(name: str, port: int) -> list[str]:
    if name == "ours":
        return [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "gunicorn.conf.py",
            "--workers",
            "1",
        ] + [
            *("--access-logfile", "/dev/null", "--log-level", "warning"),
            "bench.echo.servers.ours:echo",
        ]
    return [sys.executable, f"bench/echo/servers/{PROGRAMS[name]}.py", str(port)]


def microseconds_an_echo(name: str, connections: int = CONNECTIONS) -> float:
    """CPU time of the server for one echo, server on core 0 and load on core 1."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"PORT": str(port), "DATA_DIR": folder, "SOCKETS_PER_ADDRESS": "20000"}
        with running(_command(name, port), port, cores=(0,), more=settings) as server:
            command = ["taskset", "-c", "1", str(compiled("echo")), "127.0.0.1", str(port), "/echo"]
            command += [str(connections), str(SECONDS)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:
                assert load.stdout is not None
                load.stdout.readline()
                before = cpu_seconds(server)
                last = load.stdout.readline()
                used = cpu_seconds(server) - before
    return used / json.loads(last)["echoes"] * 1e6


def measure() -> dict[str, float | None]:
    """CPU µs of each, and how many times less ours takes than Tornado and aiohttp."""
    runs = [{name: microseconds_an_echo(name) for name in MARKED} for _ in range(RUNS)]
    ours = statistics.median(run["ours"] for run in runs)
    figures: dict[str, float | None] = {
        "echo_vs_tornado": round(statistics.median(r["tornado"] / r["ours"] for r in runs), 2),
        "echo_vs_aiohttp": round(statistics.median(r["aiohttp"] / r["ours"] for r in runs), 2),
        "echo_us": round(ours, 1),
    }
    for name in MARKED[1:]:
        figures[f"echo_us_{name}"] = round(statistics.median(run[name] for run in runs), 1)
    for name in OTHERS:
        figures[f"echo_us_{name}"] = round(microseconds_an_echo(name), 1)
    return figures


if __name__ == "__main__":
    print(measure())
