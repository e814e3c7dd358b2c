"""How the server runs. The first lines patch: whatever is imported before them stays blocking."""

# ruff: noqa: E402
from gevent import config as gevent_config
from gevent import monkey

monkey.patch_all()
gevent_config.track_greenlet_tree = False  # nobody asks who spawned whom: 0.4 KiB a socket

from psycogreen.gevent import patch_psycopg

patch_psycopg()

import importlib
import logging
from typing import Any

from wsgi.settings import read_settings
from wsgi.siblings import Siblings

assert monkey.is_module_patched("ssl"), "ssl was imported before the patch"

# Read once, by the master: a new worker serves in half the time. Our own modules are read by each
# worker, so a HUP brings new ones; new libraries come with a restart.
for library in (
    "argon2",
    "confusable_homoglyphs.confusables",
    "flask_babel",
    "flask_login",
    "flask_wtf",
    "msgspec",
    "psycopg2.extras",
    "redis",
    "segno",
):
    importlib.import_module(library)

settings = read_settings()
# Every greenlet that logs would be made a thread of its own, to no use for anybody.
logging.logThreads = False
logging.logMultiprocessing = False

wsgi_app = "wsgi.app:serve()"
worker_class = "wsgi.worker.ClubWorker"
bind = f"{settings.host}:{settings.port}"
workers = settings.workers
# Greenlets of one worker: players' sockets, and beside them connections that say nothing yet and
# requests under way. Its descriptors allow for that.
worker_connections = settings.socket_cap + settings.waiting_max + 150
backlog = 4096
keepalive = 75  # longer than a proxy keeps an idle connection, so that it is never the one cut off
timeout = 30
graceful_timeout = 15  # above everything the relief and the drain take
control_socket = str(settings.data_dir / f"gunicorn-{settings.port}.ctl")

accesslog = "-"
logger_class = "wsgi.logs.DiscreetLogger"
# The path without its query: no act, no rules, nothing somebody searched for.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
loglevel = settings.log_level


def on_starting(server: Any) -> None:
    """The master begins: its workers will know of each other."""
    server.siblings = Siblings()
    if settings.shortage is not None:
        server.log.warning(settings.shortage)


def on_reload(server: Any) -> None:
    """Those started from here on take over from all others."""
    server.siblings.renew(server.worker_age + 1)


def pre_fork(server: Any, worker: Any) -> None:
    """A worker is about to be started."""
    server.siblings.start(worker.age)
    worker.siblings = server.siblings
