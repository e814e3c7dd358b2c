"""The ladder: every rung in its place, hold twice, once more where there is no way back."""

from playwright.sync_api import Page, expect

from tests.browser.feed import Feed
from tests.games.preferans.tables import EVEN, table

RUNGS = """
() => [...document.querySelectorAll("#ladder .rung")].map((node) => {
  const box = node.getBoundingClientRect();
  return [node.dataset.bid, Math.round(box.x), Math.round(box.y)];
})
"""
STRENGTH = [f"{level}{strain}" for level in (6, 7, 8) for strain in "SCDHN"]
STRENGTH += ["misere", *(f"{level}{strain}" for level in (9, 10) for strain in "SCDHN")]


def test_rungs_stay_in_place_and_in_order_through_an_auction(phone: Page) -> None:
    feed = Feed(phone, table(cards=EVEN))
    feed.open()
    first = phone.evaluate(RUNGS)
    assert [rung[0] for rung in first] == STRENGTH
    for call in ("6S", "7C", "pass", "hold", "8D"):
        feed.do(call)
        expect(phone.locator("#table")).to_have_attribute("data-version", str(feed.match.version))
        assert phone.evaluate(RUNGS) == first
        expect(phone.locator("[data-do=pass]")).to_be_visible()


def test_the_standing_rung_and_the_button_both_hold(page: Page) -> None:
    for press in ("#ladder [data-bid='7C']", "[data-do=hold]"):
        feed = Feed(page, table("6S pass 7C", cards=EVEN))
        feed.open()
        page.locator(press).click()
        expect(page.locator("#status")).to_contain_text("sent")
        assert feed.acts() == ["hold"]


def test_a_rung_that_is_too_low_cannot_be_pressed_and_says_why(page: Page) -> None:
    feed = Feed(page, table("6S pass 7C", cards=EVEN))
    feed.open()
    low = page.locator("#ladder [data-bid='6H']")
    expect(low).to_have_attribute("aria-disabled", "true")
    expect(low).to_contain_text("below the standing bid")
    low.click(force=True)
    assert feed.acts() == []


def test_misere_a_jump_and_a_ten_are_asked_once_more(page: Page) -> None:
    for bid in ("misere", "8S", "10N"):
        feed = Feed(page, table(cards=EVEN))
        feed.open()
        page.locator(f"#ladder [data-bid='{bid}']").click()
        expect(page.locator("#question")).to_be_visible()
        assert feed.acts() == []
        page.locator("[data-answer=yes]").click()
        expect(page.locator("#status")).to_contain_text("sent")
        assert feed.acts() == [bid]


def test_a_plain_bid_is_said_at_once(page: Page) -> None:
    feed = Feed(page, table(cards=EVEN))
    feed.open()
    page.locator("#ladder [data-bid='7D']").click()
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["7D"]


def test_digits_and_signs_bid_under_any_layout(page: Page) -> None:
    feed = Feed(page, table(cards=EVEN))
    feed.open()
    page.keyboard.press("7")
    page.keyboard.press("2")
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["7C"]
