"""Long work of every kind leaves the hub its beat: each is run in a fresh process."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.server import ROOT

FEW = 10  # of fifty, on a machine that has hardly any time for us


def tick_through(kind: str, url: str) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.green.ticking", kind, url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("kind", ["query", "password", "solver", "name"])
def test_the_hub_keeps_its_beat_during(kind: str, database_url: str) -> None:
    found = tick_through(kind, database_url)
    assert found["beats"] >= FEW
    assert found["holds"] == 0


def test_without_the_door_it_would_be_seen(database_url: str) -> None:
    found = tick_through("held", database_url)
    assert found["beats"] < FEW
    assert found["holds"] >= 1
