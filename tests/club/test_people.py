"""Who is signed out everywhere: his open sockets are closed on every worker, and no others."""

from collections.abc import Iterator

import pytest

from club.errors import ClubRefusal
from store import players
from tests.club.clubs import a_guest, running, until
from wsgi.running import Running


class Socket:
    """A visitor who remembers how he was sent away."""

    def __init__(self, player_id: int | None, epoch: int = 0) -> None:
        self.player_id = player_id
        self.epoch = epoch
        self.gone: str | None = None

    def bye(self, code: str) -> None:
        self.gone = code


@pytest.fixture
def workers(database_url: str) -> Iterator[tuple[Running, Running]]:
    with running(database_url) as one, running(database_url) as two:
        until(lambda: one.bus.is_up and two.bus.is_up)
        yield one, two


def known(worker: Running) -> int:
    """The id of a player the store knows."""
    guest = a_guest()
    with worker.connections.connection() as connection:
        players.ensure(connection, guest.player_id, guest.name)
    return guest.player_id


def test_his_sockets_are_closed_everywhere(workers: tuple[Running, Running]) -> None:
    one, two = (worker.club.people for worker in workers)
    alice, bob = known(workers[0]), known(workers[0])
    here, there, bobs = Socket(alice), Socket(alice), Socket(bob)
    with one.visit(here), two.visit(there), two.visit(bobs):
        assert one.sign_out(alice) == 1
        assert here.gone == "signed_out"
        until(lambda: there.gone == "signed_out", seconds=2.0)
        assert bobs.gone is None


def test_a_worker_that_missed_it_looks_itself(workers: tuple[Running, Running]) -> None:
    alice, socket = known(workers[0]), Socket(None)
    socket.player_id = alice
    with workers[1].club.people.visit(socket):
        with workers[0].connections.connection() as connection:
            players.sign_out(connection, alice)  # nobody tells the bus
        workers[1].club.people.look()
        assert socket.gone == "signed_out"


def test_an_old_cookie_opens_nothing(workers: tuple[Running, Running]) -> None:
    alice = known(workers[0])
    assert workers[1].club.people.is_current(alice, 0)
    workers[0].club.people.sign_out(alice)
    until(lambda: not workers[1].club.people.is_current(alice, 0), seconds=2.0)
    with (
        pytest.raises(ClubRefusal, match="signed_out"),
        workers[1].club.people.visit(Socket(alice, epoch=0)),
    ):
        raise AssertionError("nobody comes in")


def test_whoever_signed_in_again_stays(workers: tuple[Running, Running]) -> None:
    one = workers[0].club.people
    alice = known(workers[0])
    epoch = one.sign_out(alice)
    again = Socket(alice, epoch)
    with one.visit(again):
        one.look()
        assert again.gone is None
        assert workers[1].club.people.is_current(alice, epoch)


def test_a_player_has_so_many_sockets_and_no_more(workers: tuple[Running, Running]) -> None:
    one, alice = workers[0].club.people, known(workers[0])
    most = [Socket(alice) for _ in range(10)]
    entered = [one.visit(socket) for socket in most]
    for each in entered:
        each.__enter__()
    with pytest.raises(ClubRefusal, match="too_many_sockets"), one.visit(Socket(alice)):
        raise AssertionError("nobody comes in")
    for each in entered:
        each.__exit__(None, None, None)
    with one.visit(Socket(alice)):
        pass
