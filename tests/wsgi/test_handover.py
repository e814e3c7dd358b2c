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


def hung_up(old: int, new: int) -> Siblings:
    """So many workers serve when a HUP comes and so many new ones are started."""
    siblings = Siblings()
    for age in range(1, old + 1):
        siblings.start(age)
        siblings.serve(age)
    siblings.renew(old + 1)
    for age in range(old + 1, old + new + 1):
        siblings.start(age)
    for age in range(1, old + 1):
        siblings.leave(age)
    return siblings


def test_without_a_hangup_nobody_waits() -> None:
    siblings = Siblings()
    for age in (1, 2):
        siblings.start(age)
    siblings.serve(1)
    assert siblings.is_relieved(1) and siblings.is_relieved(2)


def test_no_old_worker_goes_before_a_new_one_serves() -> None:
    siblings = hung_up(old=2, new=2)
    assert not siblings.is_relieved(1) and not siblings.is_relieved(2)
    siblings.serve(4)
    assert siblings.is_relieved(1) and siblings.is_relieved(2)


def test_nobody_waits_for_new_workers_that_were_told_to_go() -> None:
    siblings = hung_up(old=1, new=2)
    siblings.leave(2)
    assert not siblings.is_relieved(1)
    siblings.leave(3)
    assert siblings.is_relieved(1)


def test_numbers_are_used_again_after_thousands_of_workers() -> None:
    siblings = hung_up(old=4095, new=2)
    assert not siblings.is_relieved(4095)
    siblings.serve(4097)
    assert siblings.is_relieved(4095)
