"""The short bench, whole: it works, and says everything it is asked for."""

import json
import subprocess
import sys

import pytest

from tests.server import ROOT

KEYS = {
    "acts_per_s",
    "acts_vs_tornado",
    "acts_vs_asyncio",
    "p99_ms_5000",
    "core_share_5000",
    "core_share_150",
    "act_us_rules",
    "rss_mb_5000",
    "p99_ms_10000",
    "rss_mb_per_worker_10000",
    "kib_per_idle_socket",
    "growth_900_to_9000",
    "echo_vs_tornado",
    "echo_vs_aiohttp",
    "pages_vs_flask",
    "lobby_share",
    "lobby_p99_ms",
    "archive_matches_ms",
    "archive_search_ms",
    "statistics_ms",
    "profile_ms",
    "leaderboard_ms",
}


# About 50 s on a machine of its own; the limits are for one that runs much else.
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_short_bench_fills_every_row() -> None:
    command = [sys.executable, "-m", "bench", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures.keys() >= KEYS
    assert None not in figures.values()
