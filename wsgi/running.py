"""What one application runs on: database, journal, bus and club, opened and closed in order."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from club.alerts import Alerts
from club.club import Club
from club.mail import Mail
from green import bus as buses
from green.bus import Bus, Callables
from green.bus_probe import BusProbe
from green.drain import Drain
from green.histogram import Histogram
from green.journal import Journal
from green.outside import Outside
from green.periodic import Periodic
from green.progress import LongWork
from green.redis_wire import RedisWire, pool_at
from jobs import JOBS
from sockets.lobby_wire import LobbyWire
from sockets.wire import Wire
from store import events, listening
from store.connections import Connections
from store.errors import Busy
from store.events import EventRow, Key
from store.listening import Listener
from store.migrate import check_schema
from wsgi.settings import Settings, SettingsError

FLUSH_SECONDS: Final = 0.9
COUNT_SECONDS: Final = 0.5


class Running:
    """Built with the application, started in the worker that serves it."""

    def __init__(self, settings: Settings) -> None:
        if settings.database_url is None:
            raise SettingsError("DATABASE_URL: not set; `make run` starts a database by itself")
        url, wait_seconds = settings.database_url, settings.pool_wait_ms / 1000
        self.connections = Connections(url, size=settings.pool_size - 1, wait_seconds=wait_seconds)
        self.prefix = _prefix(url)
        # One of its own: pages may use up all others and nobody's act waits for them.
        self._writing = Connections(url, size=1, application_name="trelyazh journal")
        self._redis = RedisWire(settings.bus_url, prefix=self.prefix) if settings.bus_url else None
        # Where forms are counted for all workers; nobody's form waits long for it.
        self.counting = (
            pool_at(settings.bus_url, wait_seconds=COUNT_SECONDS) if settings.bus_url else None
        )
        self.bus = Bus(self._redis or Callables(partial(Listener, url), self._notify))
        self.probe = BusProbe(self.bus)
        self.batch_rows = Histogram(1, 2, 5, 10, 20, 50, 100, 200, 500)
        self.commit_seconds = Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0)
        self.journal: Journal[EventRow] = Journal(
            self._write,
            unavailable=(Busy,),
            on_written=self._hint if self._redis else None,
            on_batch=self._count_batch,
        )
        self.drain = Drain()
        self.outside = Outside()
        self.alerts = Alerts(self.outside, settings.alert_url)
        self.long_work = LongWork(at_once=settings.long_work_max)
        self.club = Club(
            self.connections,
            self.journal,
            self.bus,
            Wire(pace=settings.bot_pace_ms[1] > 0, show_worker=settings.show_worker),
            LobbyWire(),
            secret_key=settings.secret_key,
            bot_pace_ms=settings.bot_pace_ms,
            sockets_per_player=settings.sockets_per_player,
            watchers_per_table=settings.watchers_per_table,
            is_closing=lambda: self.drain.started,
            alerts=self.alerts,
            mail=Mail(self.outside.do, settings.smtp_url, settings.mail_from),
        )
        self.jobs = [
            Periodic(
                job.name,
                partial(job.step, self.club),
                every_seconds=job.every_seconds,
                unavailable=(Busy,),
            )
            for job in JOBS
        ]
        self.drain.before_closing(self._leave)
        self.drain.after_closing(self.stop)

    @property
    def connections_by_use(self) -> dict[str, Connections]:
        """The pools of connections by what they are for."""
        return {"pages": self.connections, "journal": self._writing}

    def start(self) -> None:
        """Open for players. Raises WrongSchema; a database that is away is waited for."""
        with suppress(Busy):
            with self.connections.connection() as connection:
                check_schema(connection)
            self.club.time.measure()
            self.club.time.beat()
        self.journal.start()
        self.bus.start()
        self.probe.start()
        self.club.tables.start()
        for job in self.jobs:
            job.start(at_once=True)

    def stop(self) -> None:
        """Let go of everything; whoever still waits for the journal is not answered."""
        for job in self.jobs:
            job.stop()
        self.club.tables.stop()
        self.journal.stop()
        self.outside.stop()
        self.probe.stop()
        self.bus.stop()
        self.connections.close()
        self._writing.close()
        if self._redis is not None:
            self._redis.close()
        if self.counting is not None:
            self.counting.disconnect()

    def _leave(self) -> None:
        """While everybody is still connected: time back for who is on turn, the last acts saved."""
        for job in self.jobs:
            job.stop()
        self.long_work.stop()
        self.club.tables.stop()
        self.club.tables.credit()
        self.journal.flush(within_seconds=FLUSH_SECONDS)

    def _write(self, rows: Sequence[EventRow]) -> set[Key]:
        with self._writing.connection() as connection:
            return events.write_batch(connection, rows, None if self._redis else buses.MATCHES)

    def _count_batch(self, rows: int, seconds: float) -> None:
        self.batch_rows.observe(rows)
        self.commit_seconds.observe(seconds)

    def _hint(self, rows: Sequence[EventRow]) -> None:
        self.bus.hint((row.match_id, row.version) for row in rows)

    def _notify(self, topic: str, payload: str) -> None:
        with self.connections.connection() as connection:
            listening.notify(connection, topic, payload)


def _prefix(database_url: str) -> str:
    """Clubs that share a Valkey have databases of different names."""
    return f"trelyazh-{urlsplit(database_url).path.strip('/')}"
