"""From the old workers to the new ones: on HUP somebody serves all the time."""

from collections.abc import Callable
from pathlib import Path

from tests.server import serving
from tests.sockets.people import Person, settle, three_at_a_table
from tests.waiting import until
from wsgi.siblings import Siblings

LATE = "tests.wsgi.late:serve()"


def test_the_old_worker_serves_until_the_new_one_does(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    settings = {"WAIT_WHILE": str(gate)}
    with serving(new_database(), settings=settings, application=LATE) as server:
        table_id, people = three_at_a_table(server)
        sockets = [person.sit(table_id) for person in people]
        settle(sockets)
        [old] = server.workers()
        gate.touch()
        server.reload()
        until(lambda: len(server.workers()) == 2)
        before = sockets[0].version
        actor = next(each for each in sockets if each.is_asked)
        actor.act()
        actor.until(lambda message: message["t"] == "ev" and "ref" in message)
        settle(sockets)
        Person(server).get("/")
        assert sockets[0].version > before
        assert {each.pid for each in sockets} == {old}
        gate.unlink()
        until(lambda: old not in server.workers())
        for each in sockets:
            each.come_back()
            assert each.pid in server.workers()
        settle(sockets)
        for each in sockets:
            each.close()


def test_whoever_was_started_last_waits_for_nobody() -> None:
    siblings = Siblings()
    for age in (1, 2):
        siblings.start(age)
    assert siblings.is_relieved(2)
    assert not siblings.is_relieved(1)


def test_one_new_worker_relieves_all_older_ones() -> None:
    siblings = Siblings()
    for age in (1, 2, 3, 4):
        siblings.start(age)
    siblings.settle(1)
    assert not siblings.is_relieved(1) and not siblings.is_relieved(2)
    siblings.settle(4)
    assert siblings.is_relieved(1) and siblings.is_relieved(3)


def test_numbers_are_used_again_after_thousands_of_workers() -> None:
    siblings = Siblings()
    siblings.start(1)
    siblings.settle(1)
    siblings.start(4096)
    siblings.start(4097)
    assert not siblings.is_relieved(4096)
