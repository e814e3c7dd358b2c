"""The gunicorn worker of the club: serves until told to go, then drains and goes."""

import os
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import gevent
import psutil
from gevent.event import Event
from gevent.pool import Pool
from gunicorn.http.wsgi import base_environ
from gunicorn.workers.ggevent import VERSION, GeventPyWSGIWorker

from green.drain import Drain, Rotation
from green.frames import CloseCode
from green.garbage import Garbage
from green.limits import RequestLimits, SocketLimits
from green.roster import Roster
from green.server import ClubServer
from green.watch import Watch
from wsgi.settings import Settings, read_settings
from wsgi.siblings import Siblings

BEAT_SECONDS: Final = 1.0  # how often the master is told that the hub lives
RELIEF_SECONDS: Final = 9.0  # for a newer worker to boot; with the drain less than the master waits
# The drain, in seconds from its begin: every client has its close frame by the second mark.
FLUSH_SECONDS: Final = 1.0
CLOSING_SECONDS: Final = 0.7
PARTING_SECONDS: Final = 2.2
REQUESTS_SECONDS: Final = 4.0  # for requests under way
STOP_SECONDS: Final = 0.5
LOOK_SECONDS: Final = 0.02
# What may wait for one client: an ordinary one is far behind with that much, and whoever is sent
# long messages must be able to have two of them.
WAITING_BYTES: Final = 131_072


class ClubWorker(GeventPyWSGIWorker):  # type: ignore[misc]
    """Greenlets for everything; a TERM, HUP or QUIT empties it without losing anything."""

    siblings: Siblings  # given by the master before the fork

    def init_process(self) -> None:
        """Runs in the new process; ends with serving."""
        if self.cfg.is_ssl:
            raise RuntimeError("TLS is the proxy's work: see deploy/nginx.conf")
        self.settings: Settings = read_settings()
        self.leaving = Event()
        self.in_a_hurry = False
        super().init_process()

    def run(self) -> None:
        """Serve until it is time to go, then drain."""
        roster = Roster(self._socket_limits())
        roster.start()
        watch = Watch(on_held=getattr(self.wsgi, "extensions", {}).get("on_held"))
        garbage = Garbage(lambda: len(roster))
        servers = [self._serve(listener, roster) for listener in self.sockets]
        self._hand_over(roster, watch, servers)
        garbage.start()
        watch.start()
        if not self.leaving.is_set():
            self.siblings.serve(self.age)
        self._stay()
        self.alive = False
        self._drain(servers, roster)
        garbage.stop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """TERM, which the master also sends on HUP."""
        self.siblings.leave(self.age)
        self.leaving.set()

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """QUIT and INT: the same, but nobody is spread over time."""
        self.in_a_hurry = True
        self.handle_exit(sig, frame)

    def _serve(self, listener: Any, roster: Roster) -> ClubServer:
        listener.setblocking(1)
        environ = base_environ(self.cfg)
        environ.update({"wsgi.multithread": True, "SERVER_SOFTWARE": VERSION})
        server = ClubServer(
            listener,
            application=self.wsgi,
            spawn=Pool(self.worker_connections),
            log=self.log,
            environ=environ,
            roster=roster,
            request_limits=self._request_limits(),
        )
        server.start()
        return server

    def _stay(self) -> None:
        """Until it is time to go, and on HUP until somebody else serves."""
        rotation = self._rotation()
        process = psutil.Process()
        while not self.leaving.wait(timeout=BEAT_SECONDS):
            self.notify()
            if rotation.is_due(time.monotonic(), process.memory_info().rss):
                self.log.info("Worker rotates (pid: %s)", self.pid)
                return
        give_up_at = time.monotonic() + RELIEF_SECONDS
        _wait_until(lambda: self.in_a_hurry or self.siblings.is_relieved(self.age), give_up_at)

    def _drain(self, servers: list[ClubServer], roster: Roster) -> None:
        """DESIGN §4: take nothing new, flush, close with 1012, see everybody off, go."""
        beat = gevent.spawn(self._beat)
        started = time.monotonic()
        drain = self._drain_of_application()
        roster.is_closing = True
        for server in servers:
            server.close()
            server.waiting.closing = True
        drain.begin(within_seconds=FLUSH_SECONDS)
        for server in servers:
            server.waiting.close_all()
        spread = 0.0 if self.in_a_hurry else CLOSING_SECONDS
        roster.close_all(CloseCode.SERVICE_RESTART, "restart", within_seconds=spread)
        _wait_until(lambda: not len(roster), started + PARTING_SECONDS)
        roster.drop_all("restart")
        patience = PARTING_SECONDS if self.in_a_hurry else REQUESTS_SECONDS
        _wait_until(lambda: not any(each.connections for each in servers), started + patience)
        for server in servers:
            if server.connections:
                self.log.warning("%s connections are cut off", server.connections)
            server.stop(timeout=STOP_SECONDS)
        roster.stop()
        drain.end(within_seconds=STOP_SECONDS)
        beat.kill()

    def notify(self) -> None:
        """Tell the master that the hub lives; without a master it is time to go."""
        self.tmp.notify()
        if self.ppid != os.getppid():
            self.leaving.set()

    def init_signals(self) -> None:
        """A HUP meant for the whole process group drains too."""
        super().init_signals()
        signal.signal(signal.SIGHUP, self.handle_exit)

    def _beat(self) -> None:
        while True:
            self.notify()
            gevent.sleep(BEAT_SECONDS)

    def _drain_of_application(self) -> Drain:
        """What `create_app` put into `app.extensions["drain"]`, if it did."""
        drain = getattr(self.wsgi, "extensions", {}).get("drain")
        return drain if isinstance(drain, Drain) else Drain()

    def _hand_over(self, roster: Roster, watch: Watch, servers: list[ClubServer]) -> None:
        """What the application may want to count."""
        extensions = getattr(self.wsgi, "extensions", {})
        extensions["green.roster"] = roster
        extensions["green.watch"] = watch
        extensions["green.servers"] = servers

    def _socket_limits(self) -> SocketLimits:
        settings = self.settings
        return SocketLimits(
            sockets=settings.socket_cap,
            sockets_per_address=settings.sockets_per_address,
            message_bytes=settings.message_bytes,
            waiting_bytes=max(WAITING_BYTES, 2 * settings.message_bytes),
            origins=settings.origins,
            proxy_hops=settings.proxy_hops,
        )

    def _request_limits(self) -> RequestLimits:
        return RequestLimits(
            line_bytes=self.cfg.limit_request_line,
            field_bytes=self.cfg.limit_request_field_size,
            fields=self.cfg.limit_request_fields,
            idle_seconds=self.cfg.keepalive,
            waiting=self.settings.waiting_max,
            waiting_per_address=self.settings.waiting_per_address,
        )

    def _rotation(self) -> Rotation:
        return Rotation(
            seconds=self.settings.worker_seconds,
            megabytes=self.settings.worker_megabytes,
            now=time.monotonic(),
        )


def _wait_until(condition: Callable[[], bool], give_up_at: float) -> None:
    while not condition() and time.monotonic() < give_up_at:
        gevent.sleep(LOOK_SECONDS)
