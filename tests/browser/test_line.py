"""The line to the table: what is said of it, and what happens to an act when it breaks."""

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.feed import Feed
from tests.games.preferans.tables import EVEN, STRONG, table

RESTART = 1012
LOST = 3001  # a script may not send 1006, which is what a cut cable gives


def test_a_broken_line_is_told_and_mended_from_the_version_held(page: Page) -> None:
    feed = Feed(page, table(cards=EVEN))
    feed.open()
    _close(feed, RESTART)
    expect(page.locator("#status")).to_contain_text("The server is being renewed")
    expect(page.locator("#status")).to_contain_text("Connected, nothing missed.")
    assert feed.route is not None
    assert f"v={feed.match.version}" in feed.route.url


def test_an_unanswered_act_is_sent_again_with_the_same_ref(page: Page) -> None:
    feed = Feed(page, table(cards=EVEN))
    feed.open()
    page.locator("[data-do=pass]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    _close(feed, LOST)
    expect(page.locator("#status")).to_contain_text("sent")
    while len(feed.heard) < 2:
        page.wait_for_timeout(50)
    first, second = feed.heard
    assert first == second
    feed.answer()
    expect(page.locator("#status")).to_contain_text("saved")


def test_an_act_refused_by_a_worker_that_goes_away_is_sent_to_the_next_one(page: Page) -> None:
    feed = Feed(page, table(cards=EVEN))
    feed.open()
    page.locator("[data-do=pass]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    feed.refuse("restarting")
    _close(feed, RESTART)
    while len(feed.heard) < 2:
        page.wait_for_timeout(50)
    first, second = feed.heard
    assert first == second
    feed.answer()
    expect(page.locator("#status")).to_contain_text("saved")


def test_a_refusal_is_told_in_words(page: Page) -> None:
    feed = Feed(page, table(cards=EVEN))
    feed.open()
    page.locator("[data-do=pass]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    feed.refuse("stale")
    expect(page.locator("#status")).to_contain_text("The table has moved on")
    expect(page.locator("#table")).to_have_attribute("data-busy", "no")


def test_with_pauses_plays_are_apart_and_a_trick_lies(page: Page) -> None:
    feed = Feed(page, table("6S pass pass DK+DA+6S whist whist", cards=STRONG))
    feed.open("?pace=1")
    page.evaluate(WATCH)
    feed.do("SA", "S9", "HQ", "SK")
    page.wait_for_function("() => window.shown.length === 4")
    first, second, third, fourth = page.evaluate("() => window.shown")
    assert second - first >= 400 and third - second >= 400
    assert fourth - third >= 1150


WATCH = """
() => {
  window.shown = [];
  const seen = new Set();
  new MutationObserver(() => {
    for (const node of document.querySelectorAll("#trick .trick-cards [data-card]")) {
      if (seen.has(node.dataset.card)) continue;
      seen.add(node.dataset.card);
      window.shown.push(performance.now());
    }
  }).observe(document.getElementById("trick"), { childList: true, subtree: true });
}
"""


def test_the_log_tells_a_deal_in_paragraphs_and_keeps_its_nodes(page: Page) -> None:
    feed = Feed(page, table(cards=STRONG), you=2)
    feed.open()
    feed.do("6S")
    expect(page.locator("#log")).to_contain_text("Аня: six spades.")
    page.evaluate("() => { document.querySelector('#log p').kept = true; }")
    feed.do("pass", "pass", "DK DA 6S", "whist", "whist", "SA", "S9", "HQ")
    expect(page.locator("#log")).to_contain_text("Trick 1: Аня.")
    assert page.evaluate("() => document.querySelector('#log p').kept")
    told = page.locator("#log").inner_text()
    assert "Аня plays: six spades. Talon: eight of hearts, seven of hearts." in told
    assert "Аня, contract: six spades." in told
    assert "Lead, Аня: ace of spades." in told
    assert "You: whist." in told
    assert "diamonds" not in told


def test_of_older_tricks_only_the_winner_is_kept(page: Page) -> None:
    feed = Feed(page, table("6S pass pass DK+DA+6S whist whist", cards=STRONG), you=1)
    feed.open()
    for trick in ("SA S9 HQ", "SK S8 HJ", "SQ S7 HT", "SJ HK H9", "ST"):
        feed.do(*trick.split(" "))
    expect(page.locator("#log")).to_contain_text("Trick 4: Аня.")
    expect(page.locator("#log")).to_contain_text("jack of spades")
    shown = page.evaluate("() => document.body.innerHTML")
    for words in ("ace of spades", "king of spades", "queen of spades"):
        assert words not in shown
    for card in ("SA", "SK", "SQ"):
        assert f'data-card="{card}"' not in shown


def _close(feed: Feed, code: int) -> None:
    route: WebSocketRoute | None = feed.route
    assert route is not None
    route.close(code=code)
