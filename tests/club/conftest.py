"""One worker, or two, on a database of their own."""

from collections.abc import Iterator

import pytest

from club.club import Club
from tests.club.clubs import running


@pytest.fixture
def club(database_url: str) -> Iterator[Club]:
    with running(database_url) as worker:
        yield worker.club


@pytest.fixture
def other_club(database_url: str) -> Iterator[Club]:
    """Another worker on the same database."""
    with running(database_url) as worker:
        yield worker.club
