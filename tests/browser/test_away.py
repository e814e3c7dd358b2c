"""Who is not connected, and a table that stands: in words, on the screen of the others."""

from playwright.sync_api import Page, expect

from games.preferans import apply, parse_action
from tests.browser.feed import Feed, now_ms
from tests.games.preferans.tables import EVEN, table


def test_the_plate_says_how_long_somebody_is_away_and_what_comes_of_it(phone: Page) -> None:
    feed = Feed(phone, table(cards=EVEN))
    feed.open()
    away = {"since": now_ms() - 35_000, "why": "lost", "bot_at": now_ms() + 25_000}
    feed.send({"t": "here", "away": [None, away, None], "devices": 2, "watchers": 0})
    plate = phone.locator('.seat[data-seat="1"] .away')
    expect(plate).to_contain_text("нет связи 0:3")
    expect(plate).to_contain_text("бот")
    expect(phone.locator('.seat[data-seat="0"] .away')).to_contain_text("на другом устройстве")
    expect(phone.locator("#log")).to_contain_text("Олег: нет связи.")
    feed.send({"t": "here", "away": [None, None, None], "devices": 1, "watchers": 0})
    expect(plate).to_be_empty()
    expect(phone.locator("#log")).to_contain_text("Олег снова за столом.")


def test_a_pause_is_proposed_answered_and_ended(page: Page) -> None:
    feed = Feed(page, table(cards=EVEN))
    feed.open()
    page.locator("[data-do=pause]").click()
    page.locator("[data-answer=yes]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    feed.answer()
    for seat in (1, 2):
        feed.send(feed.act(seat, "agree_halt"))
    expect(page.locator("#sentence")).to_contain_text("A pause until")
    expect(page.locator("#auction-bar")).to_be_hidden()
    page.locator("[data-do=resume]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    feed.answer()
    expect(page.locator("#sentence")).to_contain_text("Ready to go on: Аня")
    for seat in (1, 2):
        feed.send(feed.act(seat, "resume"))
    expect(page.locator("[data-do=pass]")).to_be_visible()
    expect(page.locator("#log")).to_contain_text("The game goes on.")


def test_anothers_proposal_is_a_question(page: Page) -> None:
    asked = apply(table(cards=EVEN), 1, parse_action("adjourn"), now_ms())
    feed = Feed(page, asked)
    feed.open()
    expect(page.locator("#question-text")).to_have_text("Олег: go on another day?")
    page.locator("[data-answer=yes]").click()
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["agree_halt"]
