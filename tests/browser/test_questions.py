"""Questions to the defenders, from the agreements of the table; one act at a time."""

import re

from playwright.sync_api import Page, expect

from games.preferans.rules import preset
from tests.browser.feed import Feed
from tests.games.preferans.tables import STRONG, table

ASKED = "6S pass pass DK+DA+6S"


def test_consequences_follow_the_convention(page: Page) -> None:
    texts = {}
    for convention in ("sochi", "leningrad", "rostov"):
        match = table(f"{ASKED} pass", rules=preset(convention), cards=STRONG)
        Feed(page, match, you=2).open()
        texts[convention] = [
            page.locator(f"[data-act={act}]").inner_text() for act in ("whist", "half")
        ]
    assert "mountain +2" in texts["sochi"][0] and "4 whists" in texts["sochi"][1]
    assert "mountain +2" in texts["leningrad"][0] and "8 whists" in texts["leningrad"][1]
    assert "mountain +1" in texts["rostov"][0] and "4 whists" in texts["rostov"][1]


def test_the_first_defender_may_return_or_confirm(page: Page) -> None:
    feed = Feed(page, table(f"{ASKED} pass half", cards=STRONG), you=1)
    feed.open()
    expect(page.locator(".choice")).to_have_count(2)
    page.get_by_role("button", name="Return to whist").click()
    expect(page.locator("#status")).to_contain_text("sent")
    assert feed.acts() == ["return"]


def test_a_second_press_sends_nothing_and_the_answer_says_saved(page: Page) -> None:
    feed = Feed(page, table(f"{ASKED}", cards=STRONG), you=1)
    feed.open()
    page.locator("[data-act=whist]").click()
    page.locator("[data-act=whist]").click()
    assert feed.acts() == ["whist"]
    feed.answer()
    expect(page.locator("#status")).to_contain_text("saved")
    expect(page.locator("#choices")).to_be_empty()
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,36}", feed.heard[0]["ref"])


def test_misere_opens_both_defenders_for_everyone(page: Page) -> None:
    Feed(page, table("misere pass pass DK+DA+misere SA", cards=STRONG), you=0).open()
    expect(page.locator(".open-hand:not(:empty)")).to_have_count(2)


def test_the_talon_suit_is_told_on_the_first_two_tricks_of_all_pass_only(page: Page) -> None:
    feed = Feed(page, table("pass pass pass", cards=STRONG))
    feed.open()
    expect(page.locator(".talon-note")).to_contain_text("hearts are led")
    feed.do("HA", "HK", "HQ")
    expect(page.locator(".talon-note")).to_contain_text("hearts are led")
    feed.do("SA", "S9", "HJ")
    expect(page.locator(".talon-note")).to_be_empty()
