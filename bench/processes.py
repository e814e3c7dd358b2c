"""Programs under measurement: started, watched by the kernel's own accounting, ended by pid."""

import hashlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from games.preferans.solver.build import compilers

ROOT: Final = Path(__file__).resolve().parent.parent
LOAD: Final = ROOT / "bench" / "load"
KEPT: Final = Path(tempfile.gettempdir()) / f"trelyazh-bench-{os.getuid()}"  # from run to run
# Servers start in half the time from modules that were compiled before, whatever the shell says.
COMPILED: Final = {
    "PYTHONPATH": str(ROOT),
    "PYTHONPYCACHEPREFIX": str(KEPT / "modules"),
    "PYTHONDONTWRITEBYTECODE": "",
}
START_SECONDS: Final = 20.0
STOP_SECONDS: Final = 15.0
CALM_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 0.1
CALM: Final = 0.1  # of a core
HURRY: Final = signal.SIGINT  # to gunicorn: go, and spread nobody over time
# The server alone on one core, load and database on another; on one core they share it.
_CORES: Final = sorted(os.sched_getaffinity(0))
SERVER_CORES: Final = (_CORES[0],)
LOAD_CORES: Final = (_CORES[-1],)
ALL_CORES: Final = tuple(_CORES)


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def compiled(name: str) -> Path:
    """The load generator of that name, compiled once for each state of its sources."""
    KEPT.mkdir(exist_ok=True)
    sources = [LOAD / f"{part}.c" for part in (name, "wire", "scan", "latency")]
    state = hashlib.sha256(b"".join(path.read_bytes() for path in (*sources, *LOAD.glob("*.h"))))
    target = KEPT / f"{name}-{state.hexdigest()[:12]}"
    if not target.exists():
        aside = target.with_suffix(f".{os.getpid()}")
        options = ["-O2", "-Wall", "-Wextra", "-D_GNU_SOURCE", "-o", str(aside)]
        subprocess.run([*next(compilers()), *options, *map(str, sources)], check=True)
        aside.rename(target)
    return target


@contextmanager
def running(
    command: Sequence[str],
    port: int,
    *,
    cores: Sequence[int] = (),
    more: Mapping[str, str] = {},
    end: signal.Signals = signal.SIGTERM,
) -> Iterator[psutil.Process]:
    """The program once it listens on the port; ended with all it started."""
    environment = {**os.environ, **COMPILED, **more}
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    process = psutil.Process(child.pid)
    try:
        if cores:
            process.cpu_affinity(list(cores))
        _wait_for_port(child, port)
        yield process
    finally:
        child.send_signal(end)
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_for_port(child: subprocess.Popen[bytes], port: int) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at:
        if child.poll() is not None:
            raise RuntimeError(f"{child.args!r} ended with {child.returncode}")
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {port} after {START_SECONDS} s")


@contextmanager
def held(process: psutil.Process) -> Iterator[None]:
    """The program and its children stand still in this block, once they have nothing to do."""
    _wait_until_calm(process)
    family = (process, *process.children(recursive=True))  # the master first: it minds the others
    for each in family:
        each.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for each in reversed(family):
            each.send_signal(signal.SIGCONT)


def _wait_until_calm(process: psutil.Process) -> None:
    """Thousands may have left it just now, and it sees them off."""
    give_up_at, before = time.monotonic() + CALM_SECONDS, cpu_seconds(process)
    while time.monotonic() < give_up_at:
        time.sleep(LOOK_SECONDS)
        now = cpu_seconds(process)
        if now - before < CALM * LOOK_SECONDS:
            break
        before = now


def pinned(cores: Sequence[int]) -> list[str]:
    """What to put before a command so that it runs on these cores only."""
    return ["taskset", "-c", ",".join(map(str, cores))]


def cpu_seconds(process: psutil.Process) -> float:
    """User and system time of the program and its children so far, of those that ended too."""
    family = (process, *process.children(recursive=True))
    return float(sum(sum(each.cpu_times()[:4]) for each in family))


def resident_mb(process: psutil.Process) -> list[float]:
    """Resident memory of the program, then of each of its children, in MB of 10^6 bytes."""
    family = (process, *process.children(recursive=True))
    return [each.memory_info().rss / 1e6 for each in family]


def proportional_mb(process: psutil.Process) -> float:
    """Memory of the program and its children, each shared page counted once in all, in MB."""
    family = (process, *process.children(recursive=True))
    return sum(float(each.memory_full_info().pss) for each in family) / 1e6
