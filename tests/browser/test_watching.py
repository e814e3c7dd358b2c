"""Somebody watches a real table in Russian: every frame that reaches his page is looked through."""

import json
import re
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.browser.conftest import visitor
from tests.browser.pressing import phase, play_until
from tests.server import Server

CARD = re.compile(r'"([SCDH][789TJQKA])"')
OVER = ("result", "finished")
ENOUGH = 12  # frames
MINE_ONLY = ("hands", "legal", "discard")


def heard_by(page: Page) -> list[str]:
    """All frames that reach the page from now on."""
    frames: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: frames.append(str(frame)))

    page.on("websocket", listen)
    return frames


def shown_to_all(message: dict[str, Any]) -> set[str]:
    """The cards of a message that lie open: all but the hands and what is asked of one seat."""
    told = {**message.get("view", {}), **message.get("set", {})}
    is_over = told.get("deck") is not None
    open_part = {name: each for name, each in told.items() if is_over or name not in MINE_ONLY}
    return set(CARD.findall(json.dumps([open_part, message.get("act")])))


def test_a_watcher_is_sent_no_hidden_card(browser: Browser, server: Server) -> None:
    with (
        visitor(browser, server, locale="ru") as player,
        visitor(browser, server, locale="ru") as watcher,
    ):
        played, watched = heard_by(player), heard_by(watcher)
        player.goto("/")
        player.locator("[data-do=play-now]").click()
        player.wait_for_url("**/tables/*")
        expect(player.locator("#table")).to_have_attribute("data-phase", re.compile("auction|play"))
        watcher.goto(player.url)
        expect(watcher.locator("#table")).to_have_attribute("data-mode", re.compile("auction|play"))
        expect(watcher.locator(".hand [data-card]")).to_have_count(0)
        play_until([player], lambda: len(watched) > ENOUGH or phase(player) in OVER, goes_on=False)
        expect(player.locator("#table")).to_have_attribute("data-busy", "no")
        version = player.locator("#table").get_attribute("data-version")
        # The bots may have played on since.
        watcher.wait_for_function(f"() => +table.dataset.version >= {version}")
        expect(player.locator("#watchers")).to_have_text("1 зритель")
    _check(played, watched)


def _check(played: list[str], watched: list[str]) -> None:
    """What lies open comes with its version, so each version has told its cards to both."""
    known: dict[int, set[str]] = {}
    lying: set[str] = set()
    for frame in played:
        message = json.loads(frame)
        if message["t"] in ("state", "ev"):
            lying = lying | shown_to_all(message)
            known[message["v"]] = lying
    told = [message for message in map(json.loads, watched) if message["t"] in ("state", "ev")]
    assert len(told) > 5
    opened = next((message["v"] for message in told if "open" in (message.get("act") or ())), None)
    for message in told:
        if opened is not None and message["v"] >= opened:  # from here on hands lie on the table
            break
        assert set(CARD.findall(json.dumps(message))) <= known[message["v"]], message
        assert "ref" not in message and message.get("set", {}).get("legal") is None
    for frame in watched:
        if json.loads(frame)["t"] not in ("state", "ev"):
            assert not CARD.search(frame), frame
