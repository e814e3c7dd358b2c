"""The short form of `make chaos`: the same faults on the same servers, for some seconds."""

import json
import os
import subprocess
import sys
from typing import Final

import pytest

from tests.chaos.plan import MINIMA, Plan
from tests.server import ROOT

LIMIT_SECONDS: Final = 100.0
SHORT: Final = {
    "CHAOS_SECONDS": "10",
    "CHAOS_PLAYERS": "24",
    "CHAOS_BUS": "database",
    "CHAOS_PATIENCE": "4",  # others may work on this machine
}
WRONG: Final = ("acts_lost", "acts_doubled", "views_diverged", "cards_leaked")


@pytest.mark.slow
def test_nothing_is_lost_in_a_short_run() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos"],
        cwd=ROOT,
        env=os.environ | SHORT,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert not any(figures[name] for name in WRONG)
    assert figures["acts_saved"] >= 24
    assert figures["kills"] and figures["hups"] and figures["host_restarts"]
    assert figures["database_restarts"] and figures["bus_restarts"]


def test_a_full_run_asks_for_what_was_promised() -> None:
    assert Plan().minima == MINIMA
    faults = Plan().faults()
    assert faults.count("kill") >= 20 and faults.count("postmaster") >= 1
    assert faults.count("database") + faults.count("postmaster") >= 3


def test_a_longer_run_asks_for_more() -> None:
    assert Plan(seconds=500.0).minima["kills"] == 40
    assert Plan(seconds=10.0).minima["host_restarts"] == 1
