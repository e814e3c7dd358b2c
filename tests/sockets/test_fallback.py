"""A table without websockets: the same checks, the same codes, the same messages."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import websocket

from tests.server import Server, serving
from tests.sockets.people import Person, Socket, settle, three_at_a_table
from tests.sockets.playing import acts_out_of_turn_and_twice
from tests.sockets.streams import Stream, an_answer


@pytest.fixture(scope="module")
def server(new_database: Callable[[], str]) -> Iterator[Server]:
    with serving(new_database()) as running:
        yield running


@pytest.fixture
def table(server: Server) -> Iterator[list[Stream]]:
    """Three people on turn one after another, none of whom has a websocket."""
    table_id, people = three_at_a_table(server)
    streams = [Stream(person, table_id).connect() for person in people]
    try:
        settle(list[Socket](streams))
        yield streams
    finally:
        for each in streams:
            each.close()


def on_turn(streams: list[Stream]) -> Stream:
    return next(each for each in streams if each.is_asked)


def where_it_stands(stream: Stream) -> int:
    status, answer = an_answer(stream, '{"t":"ping"}')
    assert (status, answer["t"]) == (200, "pong")
    return int(answer["v"])


def an_act(**changes: object) -> str:
    ref = secrets.token_urlsafe(16)
    return json.dumps({"t": "act", "ref": ref, "v": 2, "act": "pass"} | changes)


def test_an_act_is_answered_with_its_receipt_and_told_to_all(table: list[Stream]) -> None:
    actor = on_turn(table)
    before, ref = actor.version, actor.act("pass")
    assert actor.read() == {"t": "receipt", "ref": ref, "v": before + 1}
    for each in table:
        event = each.until(lambda message: message["t"] == "ev")
        assert (event["v"], event["act"][1]) == (before + 1, "pass")
        assert event.get("ref") == (ref if each is actor else None)
    assert actor.stream.numbers[-1] == before + 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad_message"),
        ("", "bad_message"),
        ('{"t":"sing"}', "unknown_type"),
        (an_act(act="7S\0"), "bad_text"),
        (an_act(act="\ud800"), "bad_text"),
        (an_act(ref="short"), "bad_ref"),
        (an_act(act="x" * 300), "bad_message"),
        (an_act(v=0), "stale"),
        (an_act(act="what"), "bad_act"),
        (an_act(act="SA"), "wrong_phase"),
        (an_act(act="deal"), "bad_act"),
    ],
)
def test_each_gets_its_code_and_changes_nothing(table: list[Stream], text: str, code: str) -> None:
    actor = on_turn(table)
    before = where_it_stands(actor)
    status, answer = an_answer(actor, text)
    assert (status, answer["t"], answer["code"]) == (200, "refused", code)
    assert where_it_stands(actor) == before


def test_what_is_too_long_or_no_text_is_not_heard(table: list[Stream]) -> None:
    actor = on_turn(table)
    assert an_answer(actor, an_act(act="x" * 5000)) == (413, {"t": "refused", "code": "too_big"})
    assert an_answer(actor, b'"\xff"') == (400, {"t": "refused", "code": "bad_text"})
    assert where_it_stands(actor) == actor.version


def test_out_of_turn_spectators_and_resends(table: list[Stream]) -> None:
    dave = Stream(Person(table[0].person.server), table[0].table_id).connect()
    with closing(dave):
        dave.read()
        version = acts_out_of_turn_and_twice(table, dave)
    assert where_it_stands(table[0]) == version


def test_other_sites_neither_listen_nor_speak(table: list[Stream]) -> None:
    actor = on_turn(table)
    wrong = {"t": "bye", "code": "wrong_origin"}
    assert an_answer(actor, an_act(), Origin="http://evil.example") == (403, wrong)
    assert an_answer(actor, an_act(), Origin="null") == (403, wrong)
    stranger = Stream(actor.person, actor.table_id).connect(Origin="http://evil.example")
    assert stranger.stream.head.startswith("HTTP/1.1 403 ")
    stranger.close()
    assert where_it_stands(actor) == actor.version


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_form_of_another_site_could_send_is_not_heard(
    table: list[Stream], kind: str
) -> None:
    actor = on_turn(table)
    status, answer = an_answer(actor, an_act(), Content_Type=kind)
    assert (status, answer["code"]) == (415, "bad_message")
    assert where_it_stands(actor) == actor.version


def test_who_talks_too_fast_is_not_heard_for_a_while(table: list[Stream]) -> None:
    actor = on_turn(table)
    asked = 0
    while (answer := an_answer(actor, '{"t":"ping"}'))[0] == 200:
        asked += 1
        assert asked < 5000
    assert answer == (429, {"t": "bye", "code": "too_fast"})
    other = next(each for each in table if each is not actor)
    assert where_it_stands(other) == other.version


def test_a_table_that_is_not_there(server: Server) -> None:
    for table_id in ("0000000000001", "nonsense", "0" * 13):
        stream = Stream(Person(server), table_id).connect()
        assert stream.read() == {"t": "bye", "code": "no_such_table"}
        with pytest.raises(websocket.WebSocketConnectionClosedException):
            stream.read()
        assert an_answer(stream, an_act()) == (404, {"t": "bye", "code": "no_such_table"})
        stream.close()


def test_who_is_signed_out_everywhere_neither_listens_nor_speaks(server: Server) -> None:
    alice = Person(server)
    table_id = alice.play_now()
    old = Person(server)
    old.cookies = dict(alice.cookies)
    stream = Stream(old, table_id).connect()
    stream.read()
    alice.post("/account/sign-out-everywhere")
    assert stream.until(lambda message: message["t"] == "bye")["code"] == "signed_out"
    assert an_answer(stream, an_act()) == (401, {"t": "bye", "code": "signed_out"})
    stream.close()


def test_nobody_opens_a_stream_to_look_at_its_head(table: list[Stream]) -> None:
    alice = table[0].person
    alice._ask("HEAD", f"/tables/{table[0].table_id}/events", None, {})
    assert alice.status == 405


@pytest.mark.parametrize("by_header", [True, False])
def test_who_comes_back_gets_what_he_missed(table: list[Stream], by_header: bool) -> None:
    actor = on_turn(table)
    other = next(each for each in table if each is not actor)
    seen, view = other.stream.numbers[-1], dict(other.view)
    actor.act("pass")
    other.until(lambda message: message["t"] == "ev")
    again = Stream(other.person, other.table_id)
    again.version, again.view = seen, view
    if by_header:  # as a browser's own stream comes back, with the address of the first time
        again.connect(0, **{"Last-Event-ID": str(seen)})
    else:
        again.connect(seen)
    again.until(lambda message: message["t"] == "pong")
    assert [message["t"] for message in again.messages] == ["ev", "seats", "pong"]
    assert again.view == other.view
    again.close()


def test_a_stream_counts_as_a_socket_of_its_player(new_database: Callable[[], str]) -> None:
    with serving(new_database(), settings={"SOCKETS_PER_PLAYER": "2"}) as server:
        alice = Person(server)
        table_id = alice.play_now()
        held: list[Socket] = [alice.sit(table_id), Stream(alice, table_id).connect()]
        third = Stream(alice, table_id).connect()
        assert third.until(lambda message: message["t"] == "bye")["code"] == "too_many_sockets"
        for each in (*held, third):
            each.close()


def test_streams_count_as_sockets_of_their_address_and_worker(
    new_database: Callable[[], str],
) -> None:
    caps = {"SOCKETS_PER_ADDRESS": "3", "SOCKETS_MAX": "10", "SOCKETS_PER_PLAYER": "20"}
    with serving(new_database(), settings=caps) as server:
        alice = Person(server)
        table_id = alice.play_now()
        held = [Stream(alice, table_id).connect() for _ in range(3)]
        more = Stream(alice, table_id).connect()
        assert more.stream.head.startswith("HTTP/1.1 429 ")
        alice.get("/healthz")
        assert alice.status == 200
        for each in (*held, more):
            each.close()


def test_a_whole_short_match_is_played(server: Server) -> None:
    alice = Person(server)
    stream = Stream(alice, alice.play_now(target="1")).connect()
    stream.read()
    answered = -1
    while stream.view["phase"] != "finished":
        if stream.is_asked and answered != stream.version:
            answered = stream.version
            stream.act("next" if stream.view["phase"] == "result" else None)
        stream.read()
    assert sum(stream.view["settlement"]["shown"]) == 0
    assert not stream.unanswered
    stream.close()


def test_what_is_said_is_answered_with_the_line(table: list[Stream]) -> None:
    ref = secrets.token_urlsafe(16)
    said = json.dumps({"t": "say", "ref": ref, "phrase": "thanks"})
    status, answer = an_answer(table[0], said)
    assert (status, answer["t"], answer["phrase"]) == (200, "said", "thanks")
    assert answer["ref"] == ref
    status, answer = an_answer(table[0], said.replace("thanks", "nothing"))
    assert (status, answer) == (200, {"t": "refused", "code": "bad_line", "ref": ref})
