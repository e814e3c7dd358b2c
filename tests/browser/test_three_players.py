"""Three people at one table, on two workers."""

import json
from contextlib import ExitStack

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visitor
from tests.browser.pressing import play_until
from tests.server import Server

MOST_RELOADS = 40

TABLE = """
() => JSON.stringify({
  hand: [...document.querySelectorAll("#hand [data-card]")].map((node) => node.dataset.card),
  trick: [...document.querySelectorAll("#trick [data-card]")].map((node) => node.dataset.card),
  plates: [...document.querySelectorAll(".plate")].map((node) => node.textContent),
  words: [line.textContent, sentence.textContent],
  version: document.getElementById("table").dataset.version,
})
"""


def test_three_browsers_on_two_workers_play_one_deal(browser: Browser, server: Server) -> None:
    with ExitStack() as stack:
        pages = [stack.enter_context(visitor(browser, server)) for _ in range(3)]
        workers = [_workers_of(page) for page in pages]
        _sit_down(pages)
        _reload_until_two_workers(pages, workers)
        play_until(pages, lambda: _tricks(pages[0]) >= 2, wish="6S")
        _await_quiet(pages)
        _reload_finds_the_same(pages[1])
        play_until(pages, lambda: all(_is_over(page) for page in pages), goes_on=False)
        for page in pages:
            expect(page.locator("#result h2")).to_contain_text("Deal 1")
        sheets = {page.locator(".sheet-table").text_content() for page in pages}
        assert len(sheets) == 1


def _workers_of(page: Page) -> list[int]:
    """The process ids of the workers this page's sockets were on, the present one last."""
    pids: list[int] = []

    def read(payload: str | bytes) -> None:
        message = json.loads(payload)
        if message["t"] == "state":
            pids.append(message["pid"])

    page.on("websocket", lambda socket: socket.on("framereceived", read))
    return pids


def _sit_down(pages: list[Page]) -> None:
    host, *friends = pages
    host.goto("/")
    host.locator("[data-do=open-table]").click()
    invitation = host.locator("[data-invitation]").input_value()
    for friend in friends:
        friend.goto(invitation)
        friend.locator("[data-do=join]").click()
    for page in pages:
        expect(page.locator("#table")).to_have_attribute("data-phase", "auction")


def _reload_until_two_workers(pages: list[Page], workers: list[list[int]]) -> None:
    """Which worker takes a connection is the kernel's choice: ask again until it was both."""
    for _ in range(MOST_RELOADS):
        if len({pids[-1] for pids in workers}) == 2:
            break
        _reload(pages[2])
    assert len({pids[-1] for pids in workers}) == 2


def _reload(page: Page) -> None:
    page.reload()
    expect(page.locator("#table")).to_have_attribute("data-busy", "no")


def _await_quiet(pages: list[Page]) -> None:
    """Nobody presses: wait until everyone shows the same version."""
    for _ in range(100):
        versions = {page.locator("#table").get_attribute("data-version") for page in pages}
        if len(versions) == 1:
            return
        pages[0].wait_for_timeout(50)
    raise AssertionError(versions)


def _reload_finds_the_same(page: Page) -> None:
    """Nobody presses, but what was pressed last may still be on its way."""
    for _ in range(MOST_RELOADS):
        before = json.loads(page.evaluate(TABLE))
        _reload(page)
        after = json.loads(page.evaluate(TABLE))
        if after["version"] == before["version"]:
            break
    assert after == before


def _tricks(page: Page) -> int:
    """Finished tricks, told by the log."""
    return len(page.locator("#log").inner_text().split("Trick ")) - 1


def _is_over(page: Page) -> bool:
    return page.locator("#result").is_visible()
