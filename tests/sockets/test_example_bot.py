"""The page of the protocol is enough for a stranger: the example on it plays a match to its end."""

import re
import subprocess
import sys
from collections.abc import Callable

from tests.server import ROOT, Server, serving
from tests.sockets.people import Person

SECONDS = 90


def played(server: Server, **environment: str) -> str:
    """The table where the example played a match to its end."""
    ended = subprocess.run(
        [sys.executable, "-I", ROOT / "docs" / "example_bot.py", server.url, "1"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env=environment,
    )
    assert ended.returncode == 0, ended.stderr
    table, *whists = ended.stdout.replace(" whists of each seat:", "").split()
    assert table.startswith(f"{server.url}/tables/")
    assert len(whists) == 3
    assert sum(map(int, whists)) == 0
    return table.removeprefix(server.url)


def token_of_a_bot(server: Server) -> str:
    """Made by a new member."""
    member = Person(server)
    member.post("/account/register", name="Аня", password="a long enough sentence")
    member.post("/account/programs", name="Робот")
    found = re.search(r"data-token>([^<]+)<", member.page)
    assert found
    return found[1]


def test_the_example_bot_plays_a_match_to_its_end(new_database: Callable[[], str]) -> None:
    with serving(new_database(), workers=2) as server:
        played(server)
        table = played(server, TRELYAZH_TOKEN=token_of_a_bot(server))
        assert "⚙ Робот" in Person(server).get(table.replace("/tables/", "/matches/"))
