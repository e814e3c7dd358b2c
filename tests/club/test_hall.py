"""The hall: everybody is told what changes, once for all, and can come back to where he was."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from club.addresses import address_of
from club.agreed import Agreed
from club.club import Club
from club.hall import GATHER_SECONDS, HERE_MS
from club.seating import Guest
from jobs import keep_seeks, look_at_hall
from store.seeks import Kind
from tests.club.clubs import a_guest, end, payload_of, until
from tests.club.talkers import known
from tests.databases import execute

STEPPED = ("look at hall", "keep seeks", "pair seekers", "sweep seeks")
ALICE, BOB, CAROL, DAVE = (a_guest(name) for name in ("alice", "bob", "carol", "dave"))
KIND = Kind("sochi", 10, "usual", False)
PUBLIC = Agreed(target=20, public=True)


class Listener:
    """Somebody in the hall who keeps what he is told, as the page does."""

    def __init__(self, guest: Guest | None = None) -> None:
        self.player_id = guest.player_id if guest else None
        self.messages: list[dict[str, Any]] = []
        self.frames: list[bytes] = []
        self.tables: dict[str, dict[str, Any]] = {}
        self.waiting: dict[tuple[Any, ...], int] = {}
        self.online = -1
        self.version = -1
        self.of = ""
        self.own: dict[str, Any] = {}

    def send(self, frame: bytes) -> None:
        self.frames.append(frame)
        message = json.loads(payload_of(frame))
        self.messages.append(message)
        if message["t"] == "own":
            self.own = message
            return
        if message["t"] == "hall":
            self.tables, self.waiting, self.of = {}, {}, message["of"]
        else:
            assert message["t"] == "changes" and message["v"] == self.version + 1
        self.version = message["v"]
        self.online = message.get("online", self.online)
        self.tables |= {row["id"]: row for row in message.get("tables", ())}
        for address in message.get("gone", ()):
            del self.tables[address]
        for row in message.get("waiting", ()):
            count = row.pop("count")
            self.waiting[tuple(row.values())] = count


@contextmanager
def listening(club: Club, *guests: Guest | None, **more: Any) -> Iterator[list[Listener]]:
    here = [Listener(guest) for guest in guests]
    with ExitStack() as stack:
        for each in here:
            stack.enter_context(club.hall.attended(each, None, None, **more))
        yield here


def test_a_public_table_is_shown_from_its_opening_to_its_end(club: Club, other_club: Club) -> None:
    with listening(club, None) as (onlooker,):
        assert onlooker.tables == {}
        match_id = other_club.seating.open(ALICE, PUBLIC)
        until(lambda: onlooker.tables)
        row = onlooker.tables[address_of(match_id)]
        mark = row.pop("mark")
        assert row == {
            "id": address_of(match_id),
            "convention": "sochi",
            "target": 20,
            "house": False,
            "speed": "usual",
            "rated": False,
            "status": "open",
            "seats": [{"name": "alice", "bot": False}, None, None],
        }
        other_club.seating.sit(BOB, match_id, mark)
        until(lambda: onlooker.tables[address_of(match_id)]["seats"][1])
        other_club.seating.fill(ALICE, match_id, 2)
        until(lambda: onlooker.tables[address_of(match_id)]["status"] == "running")
        end(other_club, match_id)
        look_at_hall.step(club)
        assert onlooker.tables == {}


def test_a_private_table_is_not_shown(club: Club) -> None:
    with listening(club, None) as (onlooker,):
        club.seating.open(ALICE, Agreed())
        club.seating.open(BOB, PUBLIC)
        until(lambda: onlooker.tables)
        assert [row["seats"][0]["name"] for row in onlooker.tables.values()] == ["bob"]


def test_a_table_that_asks_its_players_is_shown_when_it_begins(club: Club) -> None:
    with listening(club, None) as (onlooker,):
        for guest in (ALICE, BOB, CAROL):
            club.seeking.seek(guest, KIND)
        look_at_hall.step(club)
        assert onlooker.tables == {}
        until(lambda: set(onlooker.waiting.values()) <= {0})


def test_all_hear_how_many_wait_and_each_where_his_own_wish_stands(club: Club) -> None:
    people = (ALICE, BOB, CAROL)
    with listening(club, *people, None) as (alice, bob, carol, onlooker):
        assert alice.own["seek"] is None and not onlooker.own
        club.seeking.seek(ALICE, KIND)
        until(lambda: onlooker.waiting == {KIND: 1})
        until(lambda: alice.own["seek"] == KIND._asdict())
        assert bob.own["seek"] is None
        club.seeking.seek(BOB, KIND)
        club.seeking.seek(CAROL, KIND)
        until(lambda: all(each.own.get("table") for each in (alice, bob, carol)))
        assert onlooker.waiting.get(KIND, 0) in (0, 1, 2)
        table = alice.own["table"]
        assert [place["name"] for place in table["places"] if place["you"]] == ["alice"]
        match_id = club.hall._seeks[ALICE.player_id].match_id
        assert match_id is not None and table["id"] == address_of(match_id)
        club.seeking.answer(BOB, match_id, is_ready=True)
        until(lambda: [p["name"] for p in alice.own["table"]["places"] if p["ready"]] == ["bob"])
        for guest in (ALICE, CAROL):
            club.seeking.answer(guest, match_id, is_ready=True)
        until(lambda: all(each.own["table"]["begun"] for each in (alice, bob, carol)))
        assert not onlooker.own
        until(lambda: address_of(match_id) in onlooker.tables)


def test_changes_of_a_moment_are_one_frame_made_once_for_all(club: Club) -> None:
    with listening(club, None, None, DAVE) as (one, other, dave):
        club.seating.open(ALICE, PUBLIC)
        until(lambda: one.version == 1)
        opened = [club.seating.open(guest, Agreed()) for guest in (ALICE, BOB, CAROL)]
        execute(club.connections.dsn, "update matches set is_public = true")
        club.bus.hint([(match_id, 0) for match_id in opened])
        until(lambda: len(one.tables) == 4)
        assert one.version == 2
        until(lambda: other.version == dave.version == one.version)
        assert one.frames[-1] is other.frames[-1]
        assert any(frame is one.frames[-1] for frame in dave.frames)
        assert GATHER_SECONDS <= 0.15


def test_whoever_comes_back_is_told_what_he_missed(club: Club) -> None:
    with listening(club, None) as (stays,):
        gone = Listener()
        with club.hall.attended(gone, None, None):
            club.seating.open(ALICE, PUBLIC)
            until(lambda: gone.version == stays.version == 1)
        club.seating.open(BOB, PUBLIC)
        until(lambda: len(stays.tables) == 2)
        told = len(gone.messages)
        with club.hall.attended(gone, gone.version, gone.of):
            assert [message["t"] for message in gone.messages[told:]] == ["changes"]
            assert gone.tables == stays.tables


def test_whoever_comes_from_another_worker_is_told_everything(club: Club, other_club: Club) -> None:
    club.seating.open(ALICE, PUBLIC)
    with listening(club, None) as (here,), listening(other_club, None) as (there,):
        assert here.of != there.of and here.tables == there.tables != {}
        moved = Listener()
        with other_club.hall.attended(moved, 0, here.of):
            assert [message["t"] for message in moved.messages] == ["hall"]
        with other_club.hall.attended(moved, 9_999, there.of):
            assert [message["t"] for message in moved.messages] == ["hall", "hall"]


def test_who_plays_elsewhere_hears_of_his_wish_alone(club: Club) -> None:
    with listening(club, ALICE, own_only=True) as (alice,):
        club.seating.open(BOB, PUBLIC)
        club.seeking.seek(ALICE, KIND)
        until(lambda: alice.own["seek"])
        assert {message["t"] for message in alice.messages} == {"own"}


def test_who_is_invited_hears_it_wherever_he_is_in_the_hall(club: Club, other_club: Club) -> None:
    bob = known(club, "bob")
    match_id, next_id = (club.seating.open(ALICE, Agreed()) for _ in range(2))
    with listening(other_club, bob, None) as (here, onlooker):
        assert here.own["invited"] == []
        for each in (match_id, next_id):
            club.personal_invitations.invite(ALICE, each, "bob")
        until(lambda: len(here.own["invited"]) == 2)
        with listening(other_club, bob, own_only=True) as (there,):
            assert there.own["invited"] == here.own["invited"]
        club.personal_invitations.decline(bob, next_id)
        until(lambda: [each["table"] for each in here.own["invited"]] == [address_of(match_id)])
        (invited,) = here.own["invited"]
        assert invited["by"] == "alice" and invited["target"] == 10
        assert club.invitations.match_at(invited["link"]) == match_id
        club.seating.start(ALICE, match_id)
        until(lambda: here.own["invited"] == [])
    assert not onlooker.own


def test_who_comes_to_the_hall_is_told_who_has_invited_him(club: Club) -> None:
    bob = known(club, "bob")
    club.personal_invitations.invite(ALICE, club.seating.open(ALICE, PUBLIC), "bob")
    with listening(club, bob) as (here,):
        until(lambda: here.own["invited"])
        club.talk.be_calm(bob, is_calm=True)
        until(lambda: here.own["invited"] == [])
        club.talk.be_calm(bob, is_calm=False)
        until(lambda: here.own["invited"])
        execute(club.connections.dsn, "update matches set status = 'finished'")
        look_at_hall.step(club)
        until(lambda: here.own["invited"] == [])


def test_wishes_live_as_long_as_their_players_are_here(club: Club) -> None:
    with listening(club, ALICE) as (alice,):
        club.seeking.seek(ALICE, KIND)
        club.seeking.seek(BOB, KIND)
        until(lambda: len(club.hall._seeks) == 2)
        assert alice.own is not None and keep_seeks.step(club) == 1
    assert keep_seeks.step(club) == 0


def test_what_the_bus_lost_is_found_by_looking(club: Club) -> None:
    with listening(club, ALICE) as (alice,):
        match_id = club.seating.open(BOB, Agreed())  # nothing is said of a private table
        execute(club.connections.dsn, f"update matches set is_public = true where id = {match_id}")
        look_at_hall.step(club)
        assert list(alice.tables) == [address_of(match_id)]


class Visitor:
    epoch = 0

    def __init__(self, guest: Guest) -> None:
        self.player_id: int | None = guest.player_id

    def bye(self, code: str) -> None:
        raise AssertionError(code)


def until_looked(*clubs: Club) -> None:
    """Each worker looks when its bus comes up, and that may be late: it would count anew."""

    def has_looked(club: Club) -> bool:
        with club.connections.connection() as connection, connection.cursor() as cursor:
            cursor.execute("select from presence where worker = %s", (club.hall.of,))
            return cursor.rowcount == 1

    until(lambda: all(map(has_looked, clubs)))


def test_whoever_comes_first_is_told_how_many_are_here(club: Club, other_club: Club) -> None:
    until_looked(club, other_club)
    with other_club.people.visit(Visitor(BOB)), club.people.visit(Visitor(ALICE)):
        look_at_hall.step(other_club)
        with listening(club, ALICE) as (alice,):
            assert alice.online == 2
    with club.people.visit(Visitor(ALICE)), listening(club, ALICE) as (alice,):
        assert alice.online == 2  # Bob's worker has not told otherwise
        look_at_hall.step(other_club)
        look_at_hall.step(club)
        assert alice.online == 1


def test_who_is_at_two_workers_is_counted_once(club: Club, other_club: Club) -> None:
    until_looked(club, other_club)
    with (
        listening(club, None) as (onlooker,),
        club.people.visit(Visitor(ALICE)),
        club.people.visit(Visitor(CAROL)),
        other_club.people.visit(Visitor(ALICE)),
        other_club.people.visit(Visitor(BOB)),
    ):
        look_at_hall.step(other_club)
        look_at_hall.step(club)
        assert onlooker.online == 3


def test_how_many_are_here_counts_all_workers_that_live(club: Club, other_club: Club) -> None:
    until_looked(club, other_club)
    with (
        listening(club, None) as (onlooker,),
        club.people.visit(Visitor(ALICE)),
        other_club.people.visit(Visitor(BOB)),
        other_club.people.visit(Visitor(BOB)),
    ):
        look_at_hall.step(other_club)
        look_at_hall.step(club)
        assert onlooker.online == 2
        execute(club.connections.dsn, f"update presence set until = until - {2 * HERE_MS}")
        look_at_hall.step(club)
        assert onlooker.online == 1
