"""A short form of `make fuzz`."""

import json
import os
import subprocess
import sys

from tests.server import ROOT

COUNT = 2_500


def test_garbage_ends_no_worker_and_disturbs_no_player(database_url: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.green.fuzz", database_url],
        cwd=ROOT,
        env={**os.environ, "FUZZ_COUNT": str(COUNT), "FUZZ_SEED": "2"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["faults"] == []
    assert found["fired"] >= COUNT
    assert found["acts"] > 0
