"""Two applications in one process know nothing of each other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from club.club import Club
from club.errors import ClubRefusal
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


def not_there(club: Club, match_id: int) -> bool:
    with pytest.raises(ClubRefusal, match="no_such_table"):
        club.seating.look(match_id)
    return True
