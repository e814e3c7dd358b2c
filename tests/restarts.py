"""A PostgreSQL of a test's own, to be killed and started again."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.migrate import migrate
from wsgi.embedded import EmbeddedError, EmbeddedPostgres


@pytest.fixture
def own_postgres() -> Iterator[EmbeddedPostgres]:
    folder = Path(tempfile.mkdtemp(prefix="trelyazh-restart-"))
    server = EmbeddedPostgres(folder / "pg")
    server.start()
    migrate(server.url())
    yield server
    server.stop(at_once=True)
    shutil.rmtree(folder)


def kill(server: EmbeddedPostgres) -> None:
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    while server.is_running():
        time.sleep(0.01)


def start(server: EmbeddedPostgres) -> None:
    """As the launcher does: what the dead one left may take a moment to go away."""
    give_up_at = time.monotonic() + 20
    while not server.is_running():
        try:
            server.start()
        except EmbeddedError:
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
