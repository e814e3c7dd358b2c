"""The socket of a table on a real server: each wrong message gets its code and changes nothing."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import websocket

from tests.server import Server, serving
from tests.sockets.people import Person, Socket, settle, three_at_a_table
from tests.sockets.playing import acts_out_of_turn_and_twice


@pytest.fixture(scope="module")
def server(new_database: Callable[[], str]) -> Iterator[Server]:
    with serving(new_database()) as running:
        yield running


@pytest.fixture
def table(server: Server) -> Iterator[tuple[str, list[Socket]]]:
    """Three people on turn one after another, each with one socket."""
    table_id, people = three_at_a_table(server)
    sockets = [person.sit(table_id) for person in people]
    try:
        settle(sockets)
        yield table_id, sockets
    finally:
        for each in sockets:
            each.close()


def on_turn(sockets: list[Socket]) -> Socket:
    return next(each for each in sockets if each.is_asked)


def where_it_stands(socket: Socket) -> int:
    socket.say({"t": "ping"})
    return int(socket.until(lambda message: message["t"] == "pong")["v"])


def an_act(**changes: object) -> str:
    ref = secrets.token_urlsafe(16)
    return json.dumps({"t": "act", "ref": ref, "v": 2, "act": "pass"} | changes)


def test_whoever_plays_with_bots_may_ask_for_a_hint(server: Server) -> None:
    alice = Person(server)
    socket = alice.sit(alice.play_now())
    try:
        socket.until(lambda message: socket.is_asked)
        socket.say({"t": "ask", "v": socket.version})
        hint = socket.until(lambda message: message["t"] in ("hint", "refused"))
        assert hint["v"] == socket.version and hint["act"] in socket.view["legal"]
    finally:
        socket.close()


def test_people_get_no_hints_against_each_other(table: tuple[str, list[Socket]]) -> None:
    socket = on_turn(table[1])
    socket.say({"t": "ask", "v": where_it_stands(socket)})
    assert socket.until(lambda message: message["t"] == "refused")["code"] == "hints_off"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad_message"),
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
def test_each_gets_its_code_and_changes_nothing(
    table: tuple[str, list[Socket]], text: str, code: str
) -> None:
    _, sockets = table
    actor = on_turn(sockets)
    before = where_it_stands(actor)
    actor.say(text)
    assert actor.answer()["code"] == code
    assert where_it_stands(actor) == before


def test_out_of_turn_spectators_and_resends(table: tuple[str, list[Socket]]) -> None:
    table_id, sockets = table
    dave = Person(sockets[0].person.server).sit(table_id)
    with closing(dave):
        dave.read()
        version = acts_out_of_turn_and_twice(sockets, dave)
    assert where_it_stands(sockets[0]) == version


def test_a_message_that_is_too_long_ends_the_socket(table: tuple[str, list[Socket]]) -> None:
    _, sockets = table
    sockets[0].say(an_act(act="x" * 5000))
    opcode, payload = sockets[0].wire.recv_data()
    while opcode != websocket.ABNF.OPCODE_CLOSE:  # what was under way when it was said
        opcode, payload = sockets[0].wire.recv_data()
    assert int.from_bytes(payload[:2], "big") == 1009
    sockets[0].come_back()
    assert sockets[0].version == 2


def test_who_talks_too_fast_is_sent_away(table: tuple[str, list[Socket]]) -> None:
    _, sockets = table
    for _ in range(400):
        try:
            sockets[0].say({"t": "ping"})
        except (OSError, websocket.WebSocketException):
            break
    assert sockets[0].until(lambda message: message["t"] == "bye")["code"] == "too_fast"


def test_a_table_that_is_not_there(server: Server) -> None:
    for table_id in ("0000000000001", "nonsense", "0" * 13):
        socket = Person(server).sit(table_id)
        assert socket.read() == {"t": "bye", "code": "no_such_table"}
        socket.close()


def test_pages_of_other_sites_open_no_socket(server: Server) -> None:
    table_id = Person(server).play_now()
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        websocket.create_connection(
            f"{server.socket_url}/ws/table/{table_id}", origin="http://evil.example", timeout=5
        )
    assert refused.value.status_code == 403


def test_a_plain_request_is_no_socket(server: Server) -> None:
    person = Person(server)
    person.get("/ws/table/0000000000001")
    assert person.status == 400


def test_who_comes_back_gets_what_he_missed(table: tuple[str, list[Socket]]) -> None:
    table_id, sockets = table
    actor = on_turn(sockets)
    other = next(each for each in sockets if each is not actor)
    seen, view = other.version, dict(other.view)
    actor.act("pass")
    other.until(lambda message: message["t"] == "ev")
    again = Socket(other.person, table_id)
    again.version, again.view = seen, view
    again.connect(seen)
    again.until(lambda message: message["t"] == "pong")
    assert [message["t"] for message in again.messages] == ["ev", "seats", "pong"]
    assert again.view == other.view
    again.close()


def test_one_seat_on_two_devices(table: tuple[str, list[Socket]]) -> None:
    table_id, sockets = table
    actor = on_turn(sockets)
    phone = actor.person.sit(table_id)
    phone.read()
    assert phone.you == actor.you
    assert phone.view == actor.view
    ref = phone.act("pass")
    assert actor.until(lambda message: message["t"] == "ev")["ref"] == ref
    actor.close()
    assert where_it_stands(phone) == 3
    phone.close()


def test_a_player_has_so_many_sockets(new_database: Callable[[], str]) -> None:
    with serving(new_database(), settings={"SOCKETS_PER_PLAYER": "2"}) as server:
        alice = Person(server)
        table_id = alice.play_now()
        held = [alice.sit(table_id) for _ in range(2)]
        third = alice.sit(table_id)
        assert third.until(lambda message: message["t"] == "bye")["code"] == "too_many_sockets"
        for each in (*held, third):
            each.close()


def test_a_whole_short_match_is_played(server: Server) -> None:
    alice = Person(server)
    socket = alice.sit(alice.play_now(target="1"))
    socket.read()
    answered = -1
    while socket.view["phase"] != "finished":
        if socket.is_asked and answered != socket.version:
            answered = socket.version
            socket.act("next" if socket.view["phase"] == "result" else None)
        socket.read()
    assert sum(socket.view["settlement"]["shown"]) == 0
    assert not socket.unanswered
    socket.close()


def a_saying(**words: str) -> dict[str, str]:
    return {"t": "say", "ref": secrets.token_urlsafe(16), **words}


def test_what_is_said_reaches_those_who_asked_for_it_and_the_sayer(
    table: tuple[str, list[Socket]],
) -> None:
    table_id, (_, bob, carol) = table
    alice = table[1][0].person.sit(table_id, talk=True)
    try:
        assert alice.until(lambda message: message["t"] == "talk")["lines"] == []
        said = a_saying(phrase="good_luck")
        bob.say(said)
        answer = bob.until(lambda message: message["t"] in ("said", "refused"))
        assert answer["ref"] == said["ref"] and answer["phrase"] == "good_luck"
        heard = alice.until(lambda message: message["t"] == "said")
        assert "ref" not in heard and heard["id"] == answer["id"]
        where_it_stands(carol)
        assert [message for message in carol.messages if message["t"] == "said"] == []
    finally:
        alice.close()


@pytest.mark.parametrize(
    ("saying", "code"),
    [
        (a_saying(text="a guest has no words of his own"), "newcomer"),
        (a_saying(phrase="no phrase"), "bad_line"),
        (a_saying(), "bad_line"),
        (a_saying(phrase="hello") | {"ref": "short"}, "bad_ref"),
        (a_saying(text="x\0"), "bad_text"),
    ],
)
def test_what_may_not_be_said_is_refused(
    table: tuple[str, list[Socket]], saying: dict[str, str], code: str
) -> None:
    socket = table[1][0]
    socket.say(saying)
    assert socket.until(lambda message: message["t"] == "refused")["code"] == code


def test_an_act_does_not_wait_for_talk(table: tuple[str, list[Socket]]) -> None:
    """Whoever talks more than he may still plays at once."""
    _, sockets = table
    socket = on_turn(sockets)
    for _ in range(50):
        socket.say(a_saying(phrase="hello"))
    ref = socket.act()
    socket.until(lambda message: message.get("ref") == ref and message["t"] == "ev")
    codes = [message["code"] for message in socket.messages if message["t"] == "refused"]
    assert set(codes) <= {"too_talkative"}
