"""What one puts to the others: the tricks that are left, and the end of the pulka."""

from playwright.sync_api import Page, expect

from tests.browser.feed import Feed
from tests.games.preferans.tables import EVEN, STRONG, table

PLAYED = "6S pass pass H7+H8+6S whist whist"


def test_an_offer_of_all_the_tricks_is_one_act(page: Page) -> None:
    feed = Feed(page, table(PLAYED, cards=STRONG))
    feed.open()
    page.locator("[data-do=offer]").click()
    page.locator("[data-answer=yes]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["offer 10 0 0"]
    feed.answer()
    expect(page.locator("#table")).to_have_attribute("data-phase", "result")


def test_the_others_are_asked_only_after_not_proved_and_a_second_press(page: Page) -> None:
    feed = Feed(page, table(PLAYED, cards=EVEN))
    feed.open()
    page.locator("[data-do=offer]").click()
    for seat, count in enumerate(("7", "2", "1")):
        page.locator(f".offer-fields [data-seat='{seat}']").fill(count)
    page.locator("[data-answer=yes]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    feed.refuse("not_proved")
    expect(page.locator("#question")).to_contain_text("Not proved")
    page.locator("[data-answer=yes]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["offer 7 2 1", "ask 7 2 1"]
    feed.answer()
    expect(page.locator("[data-do=offer]")).to_be_hidden()


def test_nobody_is_offered_to_offer_while_others_play(page: Page) -> None:
    feed = Feed(page, table(f"{PLAYED} SA", cards=STRONG))
    feed.open()
    expect(page.locator("[data-do=offer]")).to_be_hidden()


def test_the_proposal_to_end_is_answered_yes_or_no(page: Page) -> None:
    feed = Feed(page, table("6S pass pass H7+H8+6S pass pass", cards=STRONG))
    feed.open()
    expect(page.locator("[data-do=end]")).to_be_visible()
    feed.send(feed.act(1, "end_now"))
    expect(page.locator("#question")).to_contain_text("end the pulka now")
    page.locator("[data-answer=no]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["refuse_end"]
