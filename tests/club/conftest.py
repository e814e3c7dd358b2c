"""One worker, or two, on a database of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from club.club import Club
from tests.club.clubs import running


@pytest.fixture
def club(database_url: str, request: pytest.FixtureRequest) -> Iterator[Club]:
    with _worker(database_url, request) as worker:
        yield worker


@pytest.fixture
def other_club(database_url: str, request: pytest.FixtureRequest) -> Iterator[Club]:
    """Another worker on the same database."""
    with _worker(database_url, request) as worker:
        yield worker


@contextmanager
def _worker(database_url: str, request: pytest.FixtureRequest) -> Iterator[Club]:
    """The jobs a module names as STEPPED are only done when its tests say so."""
    with running(database_url) as worker:
        for job in worker.jobs:
            if job.name in getattr(request.module, "STEPPED", ()):
                job.stop()
        yield worker.club
