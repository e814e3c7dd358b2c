"""The metrics of all workers of a host, told by whichever is asked.

Each worker keeps a file with its own; a lock it holds as long as it lives tells the living from the
dead, however they ended. Of the dead only what grows is kept, summed up in one more file.
"""

import fcntl
import os
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec
from prometheus_client import Metric

from green.errors import MetricsBusy
from green.periodic import Periodic

WRITE_SECONDS: Final = 5.0
LOCK_SECONDS: Final = 1.0
LOOK_SECONDS: Final = 0.005
WORKER: Final = "worker"  # the label that keeps the gauges of workers apart


class Family(msgspec.Struct, array_like=True):
    """One metric of one worker."""

    name: str
    documentation: str
    kind: str
    samples: list[tuple[str, dict[str, str], float]]


class Ended(msgspec.Struct):
    """What the workers that have gone had counted; `names` are those whose files may still lie."""

    names: list[str] = []
    families: list[Family] = []


_families: Final = msgspec.json.Decoder(list[Family])
_ended: Final = msgspec.json.Decoder(Ended)


class HostMetrics:
    """A collector for a registry. Before `start` it knows of its own worker only."""

    def __init__(self, own: Callable[[], Iterable[Metric]], folder: Path) -> None:
        self._own = own
        self._folder = folder
        self._name = ""
        self._alive: Any = None
        self._writing = Periodic("metrics", self._write, every_seconds=WRITE_SECONDS)

    def start(self) -> None:
        """Share with the other workers of this host. Raises OSError and MetricsBusy."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}"
        with self._alone():
            self._alive = (self._folder / f"{self._name}.alive").open("w")
            fcntl.flock(self._alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._writing.start(at_once=True)

    def stop(self) -> None:
        """Leave what was counted to the others."""
        if self._alive is not None:
            self._writing.stop()
            self._write()
            self._alive.close()
            self._alive = None

    def collect(self) -> Iterator[Metric]:
        """All workers' metrics; of others as they were some seconds ago. Raises MetricsBusy."""
        if self._alive is None:
            yield from map(_metric, _added(_told(self._own(), str(os.getpid()))))
            return
        self._write()  # what was told once must not be lost with us
        with self._alone():
            families = self._all()
        yield from map(_metric, families)

    def _write(self) -> None:
        told = _told(self._own(), self._name.partition("-")[0])
        _replace(self._folder / f"{self._name}.json", told)

    def _all(self) -> list[Family]:
        ended = self._read_ended()
        living: list[Family] = []
        dead: list[str] = []
        for alive in sorted(self._folder.glob("*.alive")):
            families = _read(alive.with_suffix(".json"))
            if alive.stem == self._name or _lives(alive):
                living += families
            else:
                dead.append(alive.stem)
                if alive.stem not in ended.names:
                    ended.families += [each for each in families if each.kind != "gauge"]
        if dead:
            ended = Ended(dead, _added(ended.families))
            _replace(self._folder / "ended", ended)
        for name in dead:
            (self._folder / f"{name}.json").unlink(missing_ok=True)
            (self._folder / f"{name}.alive").unlink(missing_ok=True)
        return _added(ended.families + living)

    def _read_ended(self) -> Ended:
        try:
            return _ended.decode((self._folder / "ended").read_bytes())
        except (FileNotFoundError, msgspec.DecodeError):
            return Ended()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Not while another worker adds up; never held while anything waits."""
        give_up_at = time.monotonic() + LOCK_SECONDS
        with (self._folder / "lock").open("w") as file:
            while True:
                with suppress(BlockingIOError):
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                if time.monotonic() > give_up_at:
                    raise MetricsBusy("another worker does not finish its sums")
                time.sleep(LOOK_SECONDS)
            yield


def _told(metrics: Iterable[Metric], worker: str) -> list[Family]:
    """As plain values; each worker's gauges stay its own."""
    families = []
    for metric in metrics:
        more = {WORKER: worker} if metric.type == "gauge" else {}
        samples = [
            (each.name, dict(each.labels) | more, float(each.value)) for each in metric.samples
        ]
        families.append(Family(metric.name, metric.documentation, metric.type, samples))
    return families


def _added(families: Iterable[Family]) -> list[Family]:
    """One family of each name, with the sums of samples that are called the same."""
    known: dict[str, Family] = {}
    sums: dict[str, dict[tuple[str, tuple[tuple[str, str], ...]], float]] = defaultdict(dict)
    for family in families:
        known.setdefault(family.name, family)
        for name, labels, value in family.samples:
            key = (name, tuple(labels.items()))
            sums[family.name][key] = sums[family.name].get(key, 0.0) + value
    return [
        Family(
            name,
            each.documentation,
            each.kind,
            [(sample, dict(labels), value) for (sample, labels), value in sums[name].items()],
        )
        for name, each in known.items()
    ]


def _metric(family: Family) -> Metric:
    metric = Metric(family.name, family.documentation, family.kind)
    for name, labels, value in family.samples:
        metric.add_sample(name, labels, value)
    return metric


def _read(path: Path) -> list[Family]:
    try:
        return _families.decode(path.read_bytes())
    except (FileNotFoundError, msgspec.DecodeError):  # not written yet, or by another release
        return []


def _lives(alive: Path) -> bool:
    with alive.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _replace(path: Path, told: Any) -> None:
    """Whole or not at all, whenever the process ends."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    aside.write_bytes(msgspec.json.encode(told))
    aside.replace(path)
