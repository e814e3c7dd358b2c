"""The match just played is looked at again, act by act, with the table's own screen."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visitor
from tests.browser.pressing import phase, play_until
from tests.browser.test_pulka import SHORT_POOL
from tests.server import Server

MOST_LOOKS = 40


def test_a_finished_pulka_is_played_back(browser: Browser, server: Server) -> None:
    with visitor(browser, server, locale="ru") as page:
        page.goto("/")
        page.locator("form[action='/play']").evaluate(SHORT_POOL)
        page.locator("[data-do=play-now]").click()
        page.wait_for_url("**/tables/*")
        play_until([page], lambda: phase(page) == "finished", wish="6S")
        page.get_by_role("link", name="Посмотреть сдачи").click()
        match = page.url
        page.locator(".deals a").first.click()
        _look_through(page)
        _find_it_again(page, match)


def _look_through(page: Page) -> None:
    table = page.locator("#table")
    expect(table).to_have_attribute("data-phase", "auction")
    expect(page.locator("#hand [data-card]")).to_have_count(10)
    _press(page, "next")
    expect(page.locator("#log p")).not_to_have_count(0)
    first = table.get_attribute("data-version")
    _press(page, "next")
    assert table.get_attribute("data-version") != first
    _press(page, "back")
    expect(table).to_have_attribute("data-version", str(first))
    link = page.url
    assert link.endswith("#1")
    _press(page, "last")
    expect(page.locator("[data-replay=next]")).to_be_disabled()
    page.goto("about:blank")
    page.goto(link)
    expect(table).to_have_attribute("data-version", str(first))


def _find_it_again(page: Page, match: str) -> None:
    """The facts of a match are written by a job: some seconds after its end it can be found."""
    page.goto("/archive?mine=1")
    found = page.locator(f".deals a[href='{urlsplit(match).path}']")
    for _ in range(MOST_LOOKS):
        if found.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(found).to_have_count(1)
    page.get_by_role("link", name="Статистика").click()
    expect(page.locator(".picture svg[role=img]")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _press(page: Page, name: str) -> None:
    page.locator(f"[data-replay={name}]").click()


def test_a_seat_is_looked_at_with_its_own_eyes(browser: Browser, server: Server) -> None:
    with visitor(browser, server) as page:
        page.goto("/")
        page.locator("form[action='/play']").evaluate(SHORT_POOL)
        page.locator("[data-do=play-now]").click()
        page.wait_for_url("**/tables/*")
        play_until([page], lambda: phase(page) == "finished")
        page.goto(page.url.replace("/tables/", "/matches/") + "/deals/1?seat=1")
        expect(page.locator("#hand [data-card]")).to_have_count(10)
        expect(page.locator("#seats .open-hand .pip")).to_have_count(0)
        page.get_by_role("link", name="open cards").click()
        expect(page.locator("#seats .open-hand .pip")).to_have_count(20)
