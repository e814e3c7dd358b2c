"""What readers that stop cost the others: their p99 with such ones beside them and without."""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from bench.marks import Figures, Line, at_most
from bench.processes import HURRY, SERVER_CORES, free_port, running
from tests.green.wire import Client

LISTENERS: Final = 30
DEAF: Final = 10
RUNS: Final = 5
ROUNDS: Final = 1_500
QUICK_ROUNDS: Final = 100
WORDS: Final = "x" * 1_000
LITTLE_ROOM: Final = 4_096  # so that one who does not read is felt soon


LINES: Final = (
    Line("what readers that stop cost the others, p99, ms", "slow_reader_cost_p99_ms", at_most(5)),
    Line("with such readers: said to heard by all, p99, ms", "slow_reader_p99_ms"),
    Line("without them, p99, ms", "slow_reader_without_p99_ms"),
)


@contextmanager
def _server() -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--workers", "1"]
    command += ["--access-logfile", "/dev/null", "--log-level", "warning"]
    with tempfile.TemporaryDirectory() as folder:
        settings = {"PORT": str(port), "DATA_DIR": folder, "SOCKETS_PER_ADDRESS": "2000"}
        command.append("bench.echo.servers.crowd:crowd")
        with running(command, port, cores=SERVER_CORES, more=settings, end=HURRY):
            yield port


def _p99(port: int, deaf: int, rounds: int) -> float:
    """Milliseconds from saying something to the last listener's hearing it."""
    with ExitStack() as stack:
        for _ in range(deaf):
            stack.enter_context(Client(port, room_bytes=LITTLE_ROOM))
        listeners = [stack.enter_context(Client(port)) for _ in range(LISTENERS)]
        took = []
        for _ in range(rounds):
            began = time.perf_counter()
            listeners[0].say(WORDS)
            for each in listeners:
                each.hear()
            took.append((time.perf_counter() - began) * 1e3)
    return sorted(took)[rounds * 99 // 100]


def measure(*, quick: bool = False) -> Figures:
    """Medians of alternating runs, with and without."""
    rounds, runs = (QUICK_ROUNDS, 1) if quick else (ROUNDS, RUNS)
    with _server() as port:
        _p99(port, 0, rounds)
        seen = [(_p99(port, 0, rounds), _p99(port, DEAF, rounds)) for _ in range(runs)]
    return {
        "slow_reader_cost_p99_ms": round(statistics.median(b - a for a, b in seen), 2),
        "slow_reader_p99_ms": round(statistics.median(b for _, b in seen), 2),
        "slow_reader_without_p99_ms": round(statistics.median(a for a, _ in seen), 2),
    }


if __name__ == "__main__":
    print(measure())
