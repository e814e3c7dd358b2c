"""A browser and a real club for it. Plain Python: nothing here is patched."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.databases import new_database, postgres
from tests.server import Server, serving

__all__ = ["new_database", "postgres"]

CHROMIUM: Final = shutil.which("chromium") or "chromium"
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: Final = (360, 640)
DESK: Final = (1366, 768)
PATIENCE_MS: Final = 10_000


@pytest.fixture(scope="session")
def club_url(new_database: Callable[[], str]) -> str:
    """The database of that club."""
    return new_database()


@pytest.fixture(scope="session")
def server(club_url: str) -> Iterator[Server]:
    """One club of two workers for all tests; its bots do not wait."""
    with serving(club_url, workers=2, settings={"BOT_PACE_MS": "0"}) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield running
        running.close()


@contextmanager
def visitor(
    browser: Browser,
    server: Server,
    size: tuple[int, int] = DESK,
    locale: str = "en",
    missing: int = 0,
) -> Iterator[Page]:
    """A person with cookies of his own; any error of his scripts fails the test.

    `missing` is how many pages are not there on purpose.
    """
    context: BrowserContext = browser.new_context(
        base_url=server.url, locale=locale, viewport={"width": size[0], "height": size[1]}
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    try:
        yield page
    finally:
        context.close()
    assert len(errors) == missing, errors


Seats = Callable[..., Page]


@pytest.fixture(scope="session")
def visitors(browser: Browser, server: Server) -> Iterator[Seats]:
    """Pages that several tests share, one for each size and language: sitting down takes time."""
    with ExitStack() as stack:
        known: dict[tuple[tuple[int, int], str], Page] = {}

        def visit(size: tuple[int, int] = DESK, locale: str = "en") -> Page:
            if (size, locale) not in known:
                known[size, locale] = stack.enter_context(visitor(browser, server, size, locale))
            return known[size, locale]

        yield visit


@pytest.fixture
def page(visitors: Seats) -> Page:
    return visitors()


@pytest.fixture
def phone(visitors: Seats) -> Page:
    return visitors(PHONE, "ru")
