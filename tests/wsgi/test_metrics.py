"""What operators read: right numbers, of all workers, for nobody else, at hardly any cost."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

from green.histogram import Histogram
from tests.club.clubs import settings_for, until
from tests.server import ROOT, Server, serving
from tests.sockets.people import Person, three_at_a_table
from tests.wsgi.test_logs import play_on
from wsgi.app import create_app

SAMPLE = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$")
DOCUMENT = ROOT / "docs" / "operating.md"
CHEAP_SECONDS = 2e-6


def read(text: str) -> dict[tuple[str, str], float]:
    """Samples by name and labels."""
    found = (SAMPLE.match(line) for line in text.splitlines())
    return {(match[1], match[2] or ""): float(match[3]) for match in found if match}


def explained() -> set[str]:
    """The metrics the document names."""
    return set(re.findall(r"`(trelyazh_[a-z_]+)`", DOCUMENT.read_text()))


def sum_of(text: str, name: str) -> float:
    return sum(value for (sample, _), value in read(text).items() if sample == name)


@pytest.fixture
def app_of(new_database: Callable[[], str]) -> Iterator[Callable[..., Flask]]:
    with ExitStack() as stack:

        def start(**settings: object) -> Flask:
            app = create_app(settings_for(new_database(), **settings))
            app.extensions["running"].start()
            stack.callback(app.extensions["running"].stop)
            return app

        yield start


def test_workers_of_a_host_tell_together_and_the_killed_leave_only_what_grew(
    database_url: str,
) -> None:
    with serving(database_url, workers=2) as server, ExitStack() as stack:
        wait_for_workers(server, lambda pids: len(pids) == 2)
        table_id, people = three_at_a_table(server)
        sockets = [person.sit(table_id) for person in people]
        for socket in sockets:
            stack.callback(socket.close)
        play_on(sockets, acts=6)
        sockets[0].say({"t": "nonsense"})
        sockets[0].answer()
        wait_for(server, "trelyazh_acts_total", 6)
        text = wait_for(server, "trelyazh_sockets", 3)
        assert sum_of(text, "trelyazh_act_delivery_seconds_count") == 6
        assert read(text)["trelyazh_acts_total", 'result="saved"'] == 6
        assert read(text)["trelyazh_messages_refused_total", 'result="unknown_type"'] == 1
        assert sum_of(text, "trelyazh_journal_batch_rows_sum") >= 6
        assert set(re.findall(r"^# HELP (trelyazh_\w+?)(?:_total)? ", text, re.M)) <= explained()
        killed = sockets[0].pid
        server.kill_worker(killed)
        wait_for_workers(server, lambda pids: pids and str(killed) not in pids)
        after = wait_for(server, "trelyazh_acts_total", 6)
        assert sum_of(after, "trelyazh_acts_total") == 6  # neither lost nor twice
        stack.close()
        wait_for(server, "trelyazh_sockets", 0)


def wait_for(server: Server, name: str, value: float) -> str:
    """The page as soon as it tells that."""
    asker, found = Person(server), [""]

    def is_there() -> bool:
        found[0] = asker.get("/metrics")
        return sum_of(found[0], name) == value

    until(is_there, 15.0)
    return found[0]


def wait_for_workers(server: Server, are_right: Callable[[set[str]], object]) -> None:
    asker = Person(server)
    until(lambda: are_right(workers_of(asker.get("/metrics"))), 15.0)


def workers_of(text: str) -> set[str]:
    return set(re.findall(r'trelyazh_sockets\{worker="(\d+)"\}', text))


def test_two_clubs_in_one_process_share_nothing(app_of: Callable[..., Flask]) -> None:
    first, second = app_of(), app_of()
    first.test_client().get("/nowhere")
    for _ in range(2):
        text = second.test_client().get("/metrics").text
    assert ("trelyazh_answers_total", 'status="404"') not in read(text)
    told = first.test_client().get("/metrics").text
    assert read(told)["trelyazh_answers_total", 'status="404"'] == 1
    assert first.extensions["metrics"] is not second.extensions["metrics"]


def test_strangers_find_nothing(app_of: Callable[..., Flask]) -> None:
    client = app_of(proxy_hops=1).test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 404
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404


def test_a_token_opens_them_from_anywhere_and_nothing_else_does(
    app_of: Callable[..., Flask],
) -> None:
    client = app_of(metrics_token="only scrapers know".replace(" ", "-")).test_client()
    assert client.get("/metrics").status_code == 404
    wrong = client.get("/metrics", headers={"Authorization": "Bearer another-token-here"})
    assert wrong.status_code == 404
    right = {"Authorization": "Bearer only-scrapers-know"}
    far = client.get("/metrics", headers=right, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert far.status_code == 200


def test_the_bus_hears_itself(app_of: Callable[..., Flask]) -> None:
    running = app_of().extensions["running"]
    until(lambda: running.bus.is_up)
    running.probe.step()
    until(lambda: sum(running.probe.lag.counts) == 1)
    assert 0 < running.probe.lag.total < 5


def test_every_metric_is_explained(app_of: Callable[..., Flask]) -> None:
    names = {each.name for each in app_of().extensions["metrics"].collect()}
    assert {name for name in names if name.startswith("trelyazh_")} <= explained()


def test_an_act_pays_hardly_anything(app_of: Callable[..., Flask]) -> None:
    club = app_of().extensions["club"]
    delays, now = Histogram(*club.tables.delays.bounds), club.time.now
    outcomes = club.tables.outcomes

    def count(acts: int) -> float:
        began = time.perf_counter()
        for _ in range(acts):
            outcomes["saved"] += 1
            delays.observe((now() - 1) / 1000)
        return (time.perf_counter() - began) / acts

    assert min(count(2_000) for _ in range(20)) < CHEAP_SECONDS


def test_a_histogram_tells_what_is_not_above_its_bounds() -> None:
    histogram = Histogram(1, 5)
    for number in (0.5, 1, 3, 7):
        histogram.observe(number)
    assert histogram.buckets() == [("1", 2), ("5", 3), ("+Inf", 4)]
    assert histogram.total == 11.5
