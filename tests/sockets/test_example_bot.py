"""The page of the protocol is enough for a stranger: the example on it plays a match to its end."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable

import websocket

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


def member_of(server: Server) -> Person:
    member = Person(server)
    member.post("/account/register", name="Аня", password="a long enough sentence")
    return member


def token_of_a_bot(member: Person) -> str:
    """A new bot of this member."""
    member.post("/account/programs", name="Робот")
    found = re.search(r"data-token>([^<]+)<", member.page)
    assert found
    return found[1]


def sit_and_be_sent_away(member: Person, token: str, table: str) -> float:
    """The bot opens a socket at its table; how long it stays once its token is revoked."""
    address = f"{member.server.socket_url}/ws{table.replace('/tables/', '/table/')}"
    header = [f"Authorization: Bearer {token}"]
    socket = websocket.create_connection(address, header=header, timeout=10)
    try:
        assert json.loads(socket.recv())["you"] == 0
        member.get("/account/programs")
        revoke = re.search(r"/account/programs/\w+/revoke", member.page)
        assert revoke
        member.post(revoke[0])
        since = time.monotonic()
        while json.loads(socket.recv()) != {"t": "bye", "code": "signed_out"}:
            pass
        return time.monotonic() - since
    finally:
        socket.shutdown()  # type: ignore[no-untyped-call]


def test_the_example_bot_plays_a_match_to_its_end(new_database: Callable[[], str]) -> None:
    with serving(new_database(), workers=2) as server:
        played(server)
        member = member_of(server)
        token = token_of_a_bot(member)
        table = played(server, TRELYAZH_TOKEN=token)
        assert "⚙ Робот" in Person(server).get(table.replace("/tables/", "/matches/"))
        assert sit_and_be_sent_away(member, token, table) < 2.0
