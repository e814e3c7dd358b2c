"""What a worker tells of itself; docs/operating.md says what each number means."""

import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from flask import Flask
from prometheus_client import CollectorRegistry, Metric, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from green import offload, spawn
from green.histogram import Histogram
from green.host_metrics import HostMetrics
from green.roster import Roster
from green.server import ClubServer
from green.watch import Watch
from store.connections import Counts
from views.charts import drawn
from wsgi.running import Running
from wsgi.settings import Settings

WORST_SECONDS: Final = 60.0
Metrics = Iterator[Metric]


class WorkerMetrics:
    """All numbers of one application in one worker."""

    def __init__(self, app: Flask, running: Running) -> None:
        self.answers: Counter[str] = Counter()  # by HTTP status; only grows
        self._app = app
        self._running = running
        self._process = ProcessCollector(registry=None)
        self._worst: deque[tuple[float, float]] = deque()

    def collect(self) -> Metrics:
        """What this worker has to tell now."""
        yield from self._players()
        yield from self._caches()
        yield from self._journal()
        yield from self._bus()
        yield from self._database()
        yield from self._work()
        yield from self._server()
        yield from self._process.collect()

    def _players(self) -> Metrics:
        club = self._running.club
        yield _counts("acts", "Acts of players by what became of them", club.tables.outcomes)
        yield _counts("messages_refused", "Messages that are none", club.bad_messages)
        seconds = "From the frame read to the event handed to everybody here"
        yield _histogram("act_delivery_seconds", seconds, club.tables.delays)
        registry = club.tables.registry
        yield _gauge("tables_live", "Tables in memory", len(registry.live()))
        yield _count("table_hits", "Tables found in memory", registry.hits)
        yield _count("table_loads", "Tables read from the database", registry.loads)
        yield _gauge("hall_listeners", "Sockets told of all changes in the hall", club.hall.here)
        yield _count("hall_frames", "Changes of the hall told to them", club.hall.version)
        charts = drawn.cache_info()
        yield _count("chart_hits", "Charts found in memory", charts.hits)
        yield _count("charts_drawn", "Charts drawn", charts.misses)

    def _caches(self) -> Metrics:
        caches = {cache.name: cache for cache in self._running.club.caches}
        hits = {name: cache.hits for name, cache in caches.items()}
        yield _counts("cache_hits", "Found in memory", hits, "cache")
        loads = {name: cache.loads for name, cache in caches.items()}
        yield _counts("cache_loads", "Read from the database", loads, "cache")
        kept = {name: len(cache) for name, cache in caches.items()}
        yield _gauges("cache_entries", "What is kept in memory", kept, "cache")

    def _journal(self) -> Metrics:
        running, journal = self._running, self._running.journal
        yield _histogram("journal_batch_rows", "Acts saved by one commit", running.batch_rows)
        yield _histogram("journal_commit_seconds", "One commit", running.commit_seconds)
        yield _gauge("journal_waiting", "Acts not in any batch yet", journal.waiting)
        yield _gauge("journal_trouble", "1 while commits fail", journal.trouble is not None)

    def _bus(self) -> Metrics:
        bus, probe = self._running.bus, self._running.probe
        yield _gauge("bus_up", "1 while it hears", bus.is_up)
        yield _count("bus_sent", "Messages sent, without hints in commits", bus.sent)
        yield _count("bus_received", "Messages heard", bus.received)
        yield _count("bus_lost", "Messages nobody will hear", bus.lost)
        yield _histogram("bus_lag_seconds", "From saying to hearing, asked now and then", probe.lag)
        silence = time.monotonic() - probe.heard_at
        yield _gauge("bus_silence_seconds", "Since it last heard itself", silence)

    def _database(self) -> Metrics:
        for name in ("size", *(each.name for each in fields(Counts))):
            growing = name not in ("size", "in_use")
            family = CounterMetricFamily if growing else GaugeMetricFamily
            metric = family(
                f"trelyazh_database_{name}", "Database connections", labels=("connections",)
            )
            for use, connections in self._running.connections_by_use.items():
                value = connections.size if name == "size" else getattr(connections.counts, name)
                metric.add_metric((use,), value)
            yield metric

    def _work(self) -> Metrics:
        jobs = self._running.jobs
        ages = {job.name: job.age_seconds for job in jobs}
        yield _gauges("job_age_seconds", "Since a job last ended", ages, "job")
        yield _gauges("job_seconds", "Its last step", {j.name: j.took_seconds for j in jobs}, "job")
        failures = {job.name: job.failures for job in jobs}
        yield _counts("job_failures", "Steps that raised", failures, "job")
        lanes = {lane.name: lane for lane in offload.lanes}
        waiting = {name: lane.waiting for name, lane in lanes.items()}
        yield _gauges("offload_waiting", "Calls that wait for a thread", waiting, "lane")
        at_work = {name: lane.running for name, lane in lanes.items()}
        yield _gauges("offload_running", "Calls in a thread", at_work, "lane")
        outside = self._running.outside
        yield _counts("outside_calls", "Calls of services of others", outside.results)
        yield _gauge("outside_waiting", "Calls that wait or are under way", outside.waiting)
        yield _counts("greenlet_failures", "Greenlets that raised", spawn.failures, "function")

    def _server(self) -> Metrics:
        yield _counts("answers", "HTTP answers of the application", self.answers, "status")
        roster: Roster | None = self._app.extensions.get("green.roster")
        watch: Watch | None = self._app.extensions.get("green.watch")
        if roster is None or watch is None:
            return
        servers: list[ClubServer] = self._app.extensions["green.servers"]
        yield _gauge("sockets", "Players' sockets and event streams", len(roster))
        yield _counts("drops", "Clients cut off", roster.drops, "reason")
        yield _counts("sockets_refused", "Sockets not taken", roster.refusals, "code")
        yield _gauge("connections", "Open connections", sum(each.connections for each in servers))
        unread = sum(len(each.waiting) for each in servers)
        yield _gauge("connections_waiting", "Of these, without a whole request", unread)
        evicted = sum(each.waiting.evicted for each in servers)
        yield _count("connections_evicted", "Said nothing while others came", evicted)
        refusals = sum((each.refusals for each in servers), Counter[str]())
        yield _counts("requests_refused", "Requests no application saw", refusals, "status")
        yield _gauge("hub_worst_seconds", "Longest turn of about a minute", self._worst_of(watch))
        yield _count("hub_turns", "Turns of the event loop", watch.turns)
        yield _count("hub_holds", "Turns that took too long", watch.holds)
        yield _count("hub_held_seconds", "In those", watch.held_seconds)

    def _worst_of(self, watch: Watch) -> float:
        now = time.monotonic()
        self._worst.append((now, watch.worst_seconds))
        watch.worst_seconds = 0.0
        while self._worst[0][0] < now - WORST_SECONDS:
            self._worst.popleft()
        return max(seconds for _, seconds in self._worst)


def register(app: Flask, running: Running, settings: Settings) -> None:
    """One registry for this application; it shares with other workers when they serve."""
    metrics = WorkerMetrics(app, running)
    host = HostMetrics(metrics.collect, settings.data_dir / f"metrics-{settings.port}")
    registry = CollectorRegistry()
    registry.register(host)
    app.extensions.update({"metrics": registry, "metrics.host": host, "metrics.own": metrics})

    @app.after_request
    def count(response: Any) -> Any:
        metrics.answers[str(response.status_code)] += 1
        return response


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(f"trelyazh_{name}", documentation, value)


def _count(name: str, documentation: str, value: float) -> Metric:
    return CounterMetricFamily(f"trelyazh_{name}", documentation, value)


def _gauges(name: str, documentation: str, values: Mapping[str, float], label: str) -> Metric:
    metric = GaugeMetricFamily(f"trelyazh_{name}", documentation, labels=(label,))
    for key, value in values.items():
        metric.add_metric((key,), value)
    return metric


def _counts(
    name: str, documentation: str, values: Mapping[str, float], label: str = "result"
) -> Metric:
    metric = CounterMetricFamily(f"trelyazh_{name}", documentation, labels=(label,))
    for key, value in list(values.items()):
        metric.add_metric((key,), value)
    return metric


def _histogram(name: str, documentation: str, histogram: Histogram) -> Metric:
    metric = HistogramMetricFamily(f"trelyazh_{name}", documentation)
    metric.add_metric((), histogram.buckets(), histogram.total)
    return metric
