"""The hall: what it costs to tell thousands of people of every change, and how soon they know."""

import json
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psutil
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from bench.marks import Figures, Line, at_most
from bench.players.seating import Guest
from bench.players.stage import HOST, RAISED, club, database
from bench.processes import LOAD_CORES, compiled, cpu_seconds, pinned
from store.ids import new_id
from wsgi.app import create_app
from wsgi.settings import Settings

PLAYERS: Final = 3_000
CHANGES_A_SECOND: Final = 50
TABLES: Final = 50
WARM_SECONDS: Final = 3.0
SECONDS: Final = 15.0
EARLY_SECONDS: Final = 0.2  # before its end; afterwards nobody can tell what the load used

LINES: Final = (
    Line("3,000 in the hall, 50 changes a second: percent of a core", "lobby_share", at_most(40)),
    Line("3,000 in the hall: change to seen, p99, ms", "lobby_p99_ms", at_most(250)),
    Line("3,000 in the hall: frames a second to each", "lobby_frames_per_s"),
)


def measure(*, quick: bool = False) -> Figures:
    """One worker; everybody is known by his cookie, a hundredth of them in the short form."""
    players, seconds = (PLAYERS // 100, 0.6) if quick else (PLAYERS, SECONDS)
    warm_seconds = 0.2 if quick else WARM_SECONDS
    with (
        tempfile.TemporaryDirectory() as folder,
        database() as (url, _),
        club(url) as (port, server),
    ):
        cookies = Path(folder) / "cookies"
        signer = _signer(url)
        cookies.write_text("".join(f"{_cookie(signer)}\n" for _ in range(players)))
        for _ in range(1 if quick else TABLES):
            host = Guest(HOST, port)
            host.get("/hall")
            host.post("/tables", preset="sochi", target="10", public="1")
        seen, share = _listen(port, server, cookies, warm_seconds, seconds)
    return {
        "lobby_share": round(share, 1),
        "lobby_p99_ms": round(seen["each_p99_us"] / 1000, 1),
        "lobby_frames_per_s": round(seen["frames"] / seen["players"] / seen["seconds"], 2),
    }


def _listen(
    port: int, server: psutil.Process, cookies: Path, warm_seconds: float, seconds: float
) -> tuple[dict[str, Any], float]:
    """What they saw, and the percent of a core the server used meanwhile.

    Raises CalledProcessError when somebody was dropped, refused or missed a change.
    """
    command = [*pinned(LOAD_CORES), str(compiled("lobby")), HOST, str(port), str(cookies)]
    command += [str(CHANGES_A_SECOND), str(warm_seconds), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout is not None
        load.stdout.readline()
        before, began = cpu_seconds(server), time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            load.wait(seconds - EARLY_SECONDS)
        share = (cpu_seconds(server) - before) / (time.monotonic() - began) * 100
        answer = load.stdout.readline()
    if load.returncode or not answer:
        raise subprocess.CalledProcessError(load.returncode or 1, command, answer)
    print(f"hall: {answer.strip()}; server {share:.1f} % of a core", flush=True)
    return json.loads(answer), share


def _signer(url: str) -> URLSafeTimedSerializer:
    """What signs the cookies of the club: the key of the bench is known."""
    app = create_app(Settings(database_url=url, secret_key=RAISED["SECRET_KEY"]))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return signer


def _cookie(signer: URLSafeTimedSerializer) -> str:
    """Of a guest the club has not met yet."""
    return f"trelyazh={signer.dumps({'player': new_id(), 'name': 'Фома'})}"


if __name__ == "__main__":
    print(measure())
