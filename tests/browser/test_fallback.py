"""Where websockets are blocked the same table is played over an event stream and requests."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import visitor
from tests.browser.pressing import phase, play_until
from tests.browser.wires import block, tried, watch
from tests.server import Server


@pytest.fixture
def guest(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of its own: what a browser remembers of its way must not reach other tests."""
    with visitor(browser, server) as page:
        yield page


def sit_down(page: Page) -> list[str]:
    """With two bots; the acts posted from then on."""
    posted: list[str] = []

    def note(asked: Request) -> None:
        if asked.url.endswith("/acts"):
            posted.append(asked.url)

    page.on("request", note)
    page.goto("/")
    page.locator("[data-do=play-now]").click()
    page.wait_for_url("**/tables/*")
    expect(page.locator("#table")).to_have_attribute("data-busy", "no")
    return posted


def play_deal(page: Page) -> None:
    play_until([page], lambda: phase(page) in ("result", "finished"), goes_on=False, wish="6S")
    expect(page.locator("#result h2")).to_contain_text("Deal")


def test_a_deal_is_played_where_websockets_are_blocked(guest: Page) -> None:
    watch(guest, "WebSocket")
    posted = sit_down(guest)
    assert tried(guest) == ["WebSocket", "WebSocket", "EventSource"]
    play_deal(guest)
    assert posted
    assert tried(guest)[3:] == []
    guest.reload()
    expect(guest.locator("#result h2")).to_contain_text("Deal")
    assert tried(guest) == ["EventSource"], "the way is remembered for the session"


def test_a_deal_goes_on_when_websockets_fail_in_the_middle_of_it(guest: Page) -> None:
    watch(guest)
    posted = sit_down(guest)
    play_until([guest], lambda: phase(guest) == "play", wish="6S")
    assert (tried(guest), posted) == (["WebSocket"], [])
    expect(guest.locator("#table")).to_have_attribute("data-busy", "no")  # else "saved" is said too
    block(guest, "WebSocket")
    expect(guest.locator("#status")).to_contain_text("The connection broke")
    expect(guest.locator("#status")).to_contain_text("Connected, nothing missed.")
    play_deal(guest)
    assert tried(guest)[-1] == "EventSource"
    assert posted


def test_an_act_of_which_nothing_was_heard_is_posted_again(
    browser: Browser, server: Server
) -> None:
    said: list[str | None] = []

    def lose(route: Route) -> None:
        said.append(route.request.post_data)
        route.abort()

    with visitor(browser, server, missing=1) as guest:
        watch(guest, "WebSocket")
        sit_down(guest)
        version = guest.locator("#table").get_attribute("data-version")
        guest.route("**/acts", lose, times=1)
        with guest.expect_response("**/acts") as answer:
            guest.locator("[data-do=pass]").click()
        assert answer.value.request.post_data == said[0]
        assert answer.value.json()["t"] == "receipt"
        expect(guest.locator("#table")).not_to_have_attribute("data-version", str(version))
        expect(guest.locator("#table")).to_have_attribute("data-busy", "no")


def test_the_websocket_is_taken_again_when_it_works(guest: Page) -> None:
    guest.clock.install()
    watch(guest, "WebSocket")
    posted = sit_down(guest)
    guest.evaluate("() => { wires.blocked = []; }")
    for _ in range(3):
        with guest.expect_response("**/acts"):
            guest.clock.run_for(20_000)
    guest.wait_for_function("() => wires.open.length === 2")
    guest.wait_for_function("() => wires.open[0].readyState === 2")
    posted.clear()
    play_deal(guest)
    assert not posted


def test_a_press_off_line_is_kept_five_seconds_and_then_refused(guest: Page) -> None:
    guest.clock.install()
    watch(guest)
    sit_down(guest)
    block(guest, "WebSocket", "EventSource")
    status = guest.locator("#status")
    expect(status).to_contain_text("The connection broke")
    guest.locator("[data-do=pass]").click()
    expect(status).to_contain_text("No connection: kept for 5 seconds")
    guest.clock.run_for(5_100)
    expect(status).to_contain_text("not sent")
    version = guest.locator("#table").get_attribute("data-version")
    guest.evaluate("() => { wires.blocked = []; }")
    guest.clock.run_for(3_000)
    expect(status).to_contain_text("Connected, nothing missed.")
    expect(guest.locator("#table")).to_have_attribute("data-version", str(version))


def test_a_press_off_line_is_sent_when_the_line_is_back_in_time(guest: Page) -> None:
    watch(guest)
    sit_down(guest)
    block(guest, "WebSocket", "EventSource")
    expect(guest.locator("#status")).to_contain_text("The connection broke")
    version = guest.locator("#table").get_attribute("data-version")
    guest.locator("[data-do=pass]").click()
    guest.evaluate("() => { wires.blocked = ['WebSocket']; }")
    expect(guest.locator("#table")).not_to_have_attribute("data-version", str(version))


def test_an_interruption_is_told_with_its_length(guest: Page) -> None:
    guest.clock.install()
    watch(guest)
    sit_down(guest)
    block(guest, "WebSocket", "EventSource")
    began = _seconds_told(guest)
    guest.clock.run_for(5_000)
    assert began + 4 <= _seconds_told(guest) <= began + 60


def _seconds_told(page: Page) -> int:
    """The page's clock also runs by itself, so that only a bound can be promised."""
    told = re.compile(r"restoring… (\d+) s \(the clocks run\)")
    expect(page.locator("#status")).to_contain_text(told)
    found = told.search(page.locator("#status").inner_text())
    assert found is not None
    return int(found[1])
