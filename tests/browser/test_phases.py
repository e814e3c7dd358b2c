"""What holds in every phase: seats that never move, a sentence, no scrolling, no barrier."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from games.preferans import Match
from games.preferans.rules import preset
from tests.browser.conftest import DESK, PHONE, Seats, visitor
from tests.browser.feed import Feed
from tests.games.preferans.tables import EVEN, STRONG, table
from tests.server import Server

OPEN = "6S pass pass DK+DA+6S whist pass SA open"
ACTS = {
    "auction": "6S pass",
    "discard": "6S pass pass",
    "declare": "6S pass pass DK+DA+6S",
    "choose": "6S pass pass DK+DA+6S whist pass SA",
    "closed play": "6S pass pass DK+DA+6S whist whist SA",
    "open play": OPEN,
    "misère": "misere pass pass DK+DA+misere SA",
    "result": "6S pass pass DK+DA+6S pass pass",
}
PLATES = """
() => [...document.querySelectorAll(".plate .head")].map((node) => {
  const box = node.getBoundingClientRect();
  return [Math.round(box.x), Math.round(box.y)];
})
"""
OVERFLOW = """
() => [document.documentElement.scrollWidth - innerWidth,
       document.documentElement.scrollHeight - innerHeight]
"""


def _tables() -> Iterator[Match]:
    for phase in ("auction", "discard", "open play", "result"):
        yield table(ACTS[phase], cards=STRONG)
    yield table("pass pass pass", cards=EVEN)


@pytest.mark.parametrize("size", [(320, 640), PHONE, (390, 844), (844, 390), DESK], ids=str)
def test_seats_stay_and_nothing_scrolls(visitors: Seats, size: tuple[int, int]) -> None:
    page, places = visitors(size, "ru"), set()
    for match in _tables():
        Feed(page, match, you=1).open()
        places.add(str([place[:1] for place in page.evaluate(PLATES)[1:]]))
        across, down = page.evaluate(OVERFLOW)
        assert (across, down) == (0, 0), match.phase
    assert len(places) == 1


def test_seats_of_four_stay_while_the_dealer_sits_out(phone: Page) -> None:
    places = set()
    for you in range(4):
        Feed(phone, table("6S", rules=preset("sochi", 4), cards=EVEN), you=you).open()
        places.add(str(phone.evaluate(PLATES)))
    assert len(places) == 1


@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_the_sentence_names_who_is_asked_and_differs_for_others(page: Page, acts: str) -> None:
    match = table(acts, cards=STRONG)
    sentences = []
    asked = match.turn[0]
    for you in (asked, (asked + 1) % 3):
        Feed(page, match, you=you).open()
        sentences.append(page.locator("#sentence").inner_text())
        assert page.title().removeprefix("● ").startswith(sentences[-1])
    assert all(sentences)
    if match.phase != "result":
        assert sentences[0] != sentences[1]


def test_heights_are_the_same_from_the_first_card_to_the_last(phone: Page) -> None:
    feed = Feed(phone, table("6S pass pass DK+DA+6S whist whist", cards=STRONG))
    feed.open()
    first = phone.evaluate(AREAS)
    for card in ("SA", "S9", "HQ", "SK", "S8", "HJ"):
        feed.do(card)
        expect(phone.locator("#table")).to_have_attribute("data-version", str(feed.match.version))
        assert phone.evaluate(AREAS) == first


AREAS = """
() => ["seats", "content", "sentence", "hand"].map((id) => {
  const node = id === "seats" ? document.querySelector(".seat") : document.getElementById(id);
  const box = (id === "sentence" ? node.parentElement : node).getBoundingClientRect();
  return [id, Math.round(box.y), Math.round(box.height)];
})
"""


@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_no_barrier_at_the_table(phone: Page, acts: str) -> None:
    Feed(phone, table(acts, cards=STRONG)).open()
    _no_barrier(phone)


def test_no_barrier_on_the_pages(browser: Browser, server: Server) -> None:
    with visitor(browser, server, missing=2) as page:
        for path in ("/", "/tables/0000000000000", "/join/nothing"):
            page.goto(path)
            _no_barrier(page)


def _no_barrier(page: Page) -> None:
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
