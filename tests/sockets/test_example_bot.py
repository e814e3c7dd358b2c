"""The page of the protocol is enough for a stranger: the example on it plays a match to its end."""

import subprocess
import sys
from collections.abc import Callable

from tests.server import ROOT, serving

SECONDS = 90


def test_the_example_bot_plays_a_match_to_its_end(new_database: Callable[[], str]) -> None:
    with serving(new_database(), workers=2) as server:
        played = subprocess.run(
            [sys.executable, "-I", ROOT / "docs" / "example_bot.py", server.url, "1"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    assert played.returncode == 0, played.stderr
    table, *whists = played.stdout.replace(" whists of each seat:", "").split()
    assert table.startswith(f"{server.url}/tables/")
    assert len(whists) == 3
    assert sum(map(int, whists)) == 0
