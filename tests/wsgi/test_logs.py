"""Nothing private gets into a log, whatever its level: no cards, names, tokens or cookies."""

import io
import json
import logging
import re
from contextlib import suppress
from urllib.parse import unquote

import psycopg2
import pytest
from pythonjsonlogger.json import JsonFormatter

from store.connections import Connections
from tests.club.clubs import settings_for
from tests.databases import execute
from tests.server import SECRET, Server, serving
from tests.sockets.people import Socket, settle, three_at_a_table
from wsgi.app import create_app
from wsgi.logs import FORMATTERS, TOKENS, DiscreetHandler, discreet

CARD = re.compile(r"(?<![A-Za-z0-9])[SCDH][789TJQKA](?![A-Za-z0-9])")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_played_deal_leaves_nothing_private_in_the_log(
    database_url: str, log_format: str
) -> None:
    settings = {"LOG_LEVEL": "debug", "LOG_FORMAT": log_format}
    with serving(database_url, settings=settings) as server:
        secrets = play_a_deal(server)
        fail_in_a_view(server, database_url, secrets)
        server.stop()
        log = server.log.read_text()
    assert '"GET /ws/table/' in log  # the access log is there
    assert "Exception on /join/…" in log or "Exception on /join/\\u2026" in log
    for secret in {*secrets, SECRET, database_url}:
        assert secret not in log
        assert unquote(secret) not in log
    assert CARD.findall(log) == []


def play_a_deal(server: Server) -> set[str]:
    """What of it nobody may read afterwards."""
    table_id, people = three_at_a_table(server)
    sockets = [person.sit(table_id) for person in people]
    try:
        for socket in sockets:
            socket.say({"t": "ping"})
        play_on(sockets, acts=12)
        sockets[0].act("SA")
        sockets[0].say({"t": "act", "ref": "no", "v": 0, "act": "HK"})
        sockets[0].answer()
    finally:
        for socket in sockets:
            socket.close()
    seats = sockets[0].messages[0]["seats"]
    names = {seat["name"] for seat in seats if seat}
    refs = {ref for socket in sockets for ref in socket.saved}
    tokens = {people[0].invitation(table_id).rsplit("/", 1)[1]}
    return names | refs | tokens | {value for each in people for value in each.cookies.values()}


def play_on(sockets: list[Socket], *, acts: int) -> None:
    for _ in range(acts):
        settle(sockets)
        asked = next(each for each in sockets if each.is_asked)
        before = asked.version
        asked.act()
        while asked.version == before:
            asked.read()


def fail_in_a_view(server: Server, database_url: str, secrets: set[str]) -> None:
    """The traceback of a page whose address is a secret."""
    person = three_at_a_table(server)[1][0]
    link = person.invitation(person.open_table())
    secrets.add(link.rsplit("/", 1)[1])
    execute(database_url, "alter table seats rename column bot to robot")
    person.get(link)
    assert person.status == 500


def test_rows_that_the_database_repeats_stay_out(
    connections: Connections, database_url: str
) -> None:
    execute(database_url, "create table held (hand text check (hand = ''))")
    cards = "SA HK"
    try:
        with connections.connection() as connection, connection.cursor() as cursor:
            cursor.execute("insert into held values (%s)", (cards,))
    except psycopg2.Error as error:
        assert cards in str(error)
        for formatter in FORMATTERS:
            assert cards not in logged(formatter, "failed: %s", error)
            assert "held_hand_check" in logged(formatter, "failed: %s", error)
    else:
        pytest.fail("the row was taken")


def logged(formatter: str, message: str, error: Exception) -> str:
    """What the handler writes about an error, its traceback included."""
    handler = DiscreetHandler(stream := io.StringIO())
    handler.setFormatter(JsonFormatter() if formatter == "json" else logging.Formatter())
    info = (type(error), error, error.__traceback__)
    handler.handle(logging.LogRecord("club", 40, __file__, 1, message, (error,), info))
    text = stream.getvalue()
    with suppress(ValueError):
        assert "exc_info" in json.loads(text)
    return text


def test_every_address_with_a_token_is_known(database_url: str) -> None:
    rules = create_app(settings_for(database_url)).url_map.iter_rules()
    with_token = [each.rule for each in rules if "<token>" in each.rule]
    assert with_token
    for rule in with_token:
        path = rule.replace("<token>", "Ab-_.3")
        assert TOKENS.search(path), path
        assert "Ab" not in discreet(f'"GET {path}?x=1 HTTP/1.1"')
