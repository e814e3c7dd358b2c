"""The metrics of a host: what grew never shrinks, and of the dead nothing else is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from green.errors import MetricsBusy
from green.host_metrics import HostMetrics


class Worker:
    """One that counts."""

    def __init__(self, folder: Path) -> None:
        self.acts = self.sockets = 0
        self.metrics = HostMetrics(self._own, folder)
        self.registry = CollectorRegistry()
        self.registry.register(self.metrics)

    def told(self, name: str) -> list[float]:
        """What it tells of one sample of all workers."""
        families = self.registry.collect()
        return [each.value for family in families for each in family.samples if each.name == name]

    def _own(self) -> Iterator[Metric]:
        yield CounterMetricFamily("acts", "Acts", self.acts)
        yield GaugeMetricFamily("sockets", "Sockets", self.sockets)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(made := Worker(tmp_path / "metrics"))
        made.metrics.start()
        return made

    yield start
    for each in workers:
        each.metrics.stop()


def die(worker: Worker) -> None:
    """As by SIGKILL: its lock is gone, its file stays as it was."""
    worker.metrics._writing.stop()
    worker.metrics._alive.close()
    worker.metrics._alive = None


def test_one_that_does_not_share_tells_its_own(tmp_path: Path) -> None:
    first, second = Worker(tmp_path), Worker(tmp_path)
    first.acts, second.acts = 3, 5
    assert (first.told("acts_total"), second.told("acts_total")) == ([3], [5])
    assert list(tmp_path.iterdir()) == []


def test_any_worker_tells_of_all(worker: Callable[[], Worker]) -> None:
    first, second = worker(), worker()
    first.acts, first.sockets, second.acts, second.sockets = 3, 10, 5, 20
    assert second.told("acts_total")[0] >= 5
    assert first.told("acts_total") == second.told("acts_total") == [8]
    assert first.told("sockets") == [30]  # of one process: the workers of a host have their own ids


@pytest.mark.parametrize("leave", [die, lambda worker: worker.metrics.stop()])
def test_what_was_counted_outlives_its_worker(
    worker: Callable[[], Worker], leave: Callable[[Worker], None]
) -> None:
    first, second = worker(), worker()
    first.acts, first.sockets, second.sockets = 3, 10, 20
    assert first.told("acts_total") == [3]
    leave(first)
    for _ in range(3):
        assert second.told("acts_total") == [3]
        assert second.told("sockets") == [20]
    third = worker()
    third.acts = 4
    assert third.told("acts_total") == [7]
    die(third)
    assert second.told("acts_total") == [7]


def test_the_files_of_the_dead_are_removed(worker: Callable[[], Worker], tmp_path: Path) -> None:
    first, second = worker(), worker()
    die(first)
    second.told("acts_total")
    kept = {path.suffix for path in (tmp_path / "metrics").iterdir()}
    assert kept == {".alive", ".json", ""}
    assert len(list((tmp_path / "metrics").glob("*.alive"))) == 1


def test_dying_between_adding_up_and_removing_counts_nobody_twice(
    worker: Callable[[], Worker], tmp_path: Path
) -> None:
    first, second = worker(), worker()
    first.acts = 3
    first.told("acts_total")
    die(first)
    files = (tmp_path / "metrics").glob(f"{first.metrics._name}.*")
    left = {path: path.read_bytes() for path in files}
    assert second.told("acts_total") == [3]
    for path, content in left.items():
        path.write_bytes(content)
    assert second.told("acts_total") == [3]


def test_half_a_file_is_no_file(worker: Callable[[], Worker], tmp_path: Path) -> None:
    first = worker()
    first.acts = 3
    folder = tmp_path / "metrics"
    (folder / "1-dead.alive").touch()
    (folder / "1-dead.json").write_text("[[")
    assert first.told("acts_total") == [3]


def test_whoever_never_finishes_holds_nobody(
    worker: Callable[[], Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("green.host_metrics.LOCK_SECONDS", 0.05)
    first, second = worker(), worker()
    with second.metrics._alone(), pytest.raises(MetricsBusy):
        first.told("acts_total")
    assert first.told("sockets") == [0.0]
