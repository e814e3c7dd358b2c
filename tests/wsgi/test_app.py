"""Two applications in one process know nothing of each other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from club.club import Club
from club.errors import ClubRefusal
from green.progress import Tell
from tests.club.clubs import a_guest, agreed, attending, settings_for, until
from wsgi.app import create_app
from wsgi.running import Running
from wsgi.settings import Settings, SettingsError

ALICE = a_guest("alice")


@pytest.fixture
def running(new_database: Callable[[], str]) -> Iterator[Callable[..., Running]]:
    with ExitStack() as stack:

        def start(**settings: object) -> Running:
            app = create_app(settings_for(new_database(), **settings))
            worker: Running = app.extensions["running"]
            worker.start()
            stack.callback(worker.stop)
            return worker

        yield start


def test_two_clubs_live_in_one_process(running: Callable[..., Running]) -> None:
    quick, slow = running(), running(bot_pace_ms=(5_000, 5_000), secret_key="another" * 6)
    match_id = quick.club.seating.play_now(ALICE, agreed())
    other_id = slow.club.seating.play_now(ALICE, agreed())
    with (
        attending(quick.club, match_id, ALICE) as (here,),
        attending(slow.club, other_id, ALICE) as (there,),
    ):
        until(lambda: here.is_asked)
        assert quick.club.seating.tables_of(ALICE.player_id)[0].match_id == match_id
        assert slow.club.seating.tables_of(ALICE.player_id)[0].match_id == other_id
        assert (here.messages[0]["pace"], there.messages[0]["pace"]) == (False, True)
    assert not_there(quick.club, other_id)
    assert not_there(slow.club, match_id)


def test_two_clubs_share_no_bus_no_tables_no_turns(running: Callable[..., Running]) -> None:
    first, second = running(long_work_max=1), running(long_work_max=3)
    heard: list[tuple[int, int]] = []
    second.bus.subscribe_hints(heard.extend)
    until(lambda: first.bus.is_up and second.bus.is_up)
    ours = first.club.seating.play_now(ALICE, agreed())
    theirs = second.club.seating.play_now(ALICE, agreed())
    until(lambda: (theirs, 1) in heard)
    assert ours not in {match_id for match_id, _ in heard}
    assert first.club.tables.registry.found(ours)
    assert not second.club.tables.registry.found(ours)
    with first.long_work.turn("alice"), second.long_work.turn("alice"):
        assert (first.long_work.running, second.long_work.running) == (1, 1)
    assert first.connections.dsn != second.connections.dsn


def test_one_club_closes_and_the_other_plays_on(running: Callable[..., Running]) -> None:
    first, second = running(), running()
    ours = first.club.seating.play_now(ALICE, agreed())
    theirs = second.club.seating.play_now(ALICE, agreed())
    with (
        attending(first.club, ours, ALICE) as (here,),
        attending(second.club, theirs, ALICE) as (there,),
    ):
        until(lambda: here.is_asked and there.is_asked)
        first.drain.begin(within_seconds=5)
        with pytest.raises(ClubRefusal, match="restarting"):
            here.act()
        version = there.version
        there.act()
        until(lambda: there.version > version)
    assert list(first.long_work.follow(say_one, 5)) == []
    assert list(second.long_work.follow(say_one, 5)) == [1]


def test_a_cookie_of_one_club_says_nothing_to_another(new_database: Callable[[], str]) -> None:
    first = create_app(settings_for(new_database()))
    second = create_app(settings_for(new_database(), secret_key="another" * 6))
    with first.test_request_context():
        signer = first.session_interface.get_signing_serializer(first)  # type: ignore[attr-defined]
        cookie = signer.dumps({"player": 7, "name": "Eve"})
    with second.test_request_context(headers={"Cookie": f"trelyazh={cookie}"}) as context:
        assert context.session is not None
        assert dict(context.session) == {}


def test_an_application_needs_a_database() -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        create_app(Settings(secret_key="x" * 32))


def say_one(tell: Tell[int]) -> None:
    tell(1)


def not_there(club: Club, match_id: int) -> bool:
    with pytest.raises(ClubRefusal, match="no_such_table"):
        club.seating.look(match_id)
    return True
