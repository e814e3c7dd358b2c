"""The hand: sizes, reasons, discards that stay one's own."""

import pytest
from playwright.sync_api import Page, expect

from games.preferans import Match
from tests.browser.conftest import Seats
from tests.browser.feed import Feed
from tests.games.preferans.tables import STRONG, table

LONG = "AKQJT9.AK.AK./.QJT.QJT.AKQJ/.987.987.T987/S8S7"
SIZES = """
() => [...document.querySelectorAll("#hand button.card")].map((node) => {
  const box = node.getBoundingClientRect();
  return [box.width, box.height];
})
"""


@pytest.mark.parametrize("width", (320, 360, 412))
def test_every_card_of_twelve_can_be_hit(visitors: Seats, width: int) -> None:
    page = visitors((width, 640), "ru")
    Feed(page, table("6S pass pass", cards=LONG)).open()
    sizes = page.evaluate(SIZES)
    assert len(sizes) == 12
    assert all(wide >= 44 and high >= 60 for wide, high in sizes), sizes


def test_an_illegal_card_tells_its_reason_and_is_not_sent(page: Page) -> None:
    feed = Feed(page, _following(), you=1)
    feed.open()
    legal = page.locator("#hand button.card:not([aria-disabled])")
    assert {name[0] for name in legal.evaluate_all(NAMES)} == {"S"}
    page.locator("#hand [data-card='CQ']").click(force=True)
    expect(page.locator("#sentence")).to_have_text("You hold spades: follow suit.")
    assert feed.acts() == []
    page.locator("#hand [data-card='S9']").click()
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["S9"]


NAMES = "nodes => nodes.map((node) => node.dataset.card)"


def _following() -> Match:
    """Six spades, whisted closed; the eldest has led the ace of spades."""
    return table("6S pass pass DK+DA+6S whist whist SA", cards=STRONG)


def test_nothing_is_sent_before_the_order_and_it_is_one_act(page: Page) -> None:
    feed = Feed(page, table("6S pass pass", cards=STRONG))
    feed.open()
    for card in ("H8", "H7"):
        page.locator(f"#hand [data-card={card}]").click()
    page.locator("#contracts [data-bid='7S']").click()
    assert feed.acts() == []
    page.locator("[data-do=order]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["H8 H7 7S"]


def test_a_third_card_takes_the_place_of_the_older(page: Page) -> None:
    Feed(page, table("6S pass pass", cards=STRONG)).open()
    page.locator("#hand [data-card=H8]").click()
    page.locator("#hand [data-card=H7]").click()
    page.locator("[data-lifted=H7]").click()
    expect(page.locator("#hand [data-card=H7]")).to_be_visible()
    page.locator("#hand [data-card=CA]").click()
    lifted = page.locator("[data-lifted]").evaluate_all("all => all.map((n) => n.dataset.lifted)")
    assert lifted == ["H8", "CA"]


def test_the_others_never_hold_the_discard(page: Page) -> None:
    feed = Feed(page, table("6S pass pass", cards=STRONG), you=1)
    feed.open()
    feed.do("DK DA 6S", "whist", "whist", "SA")
    expect(page.locator("#trick [data-card=SA]")).to_be_visible()
    shown = page.evaluate("() => document.documentElement.outerHTML")
    assert 'data-card="DK"' not in shown and 'data-card="DA"' not in shown


def test_the_hand_to_act_takes_the_big_slot(page: Page) -> None:
    feed = Feed(page, table("6S pass pass DK+DA+6S whist pass SA open", cards=STRONG), you=1)
    feed.open()
    expect(page.locator("#hand [data-card=S9]")).to_be_visible()
    feed.do("S9")
    expect(page.locator("#sentence")).to_contain_text("Play for: Марина")
    expect(page.locator("#hand")).to_have_attribute("data-seat", "2")
