"""The choice of a language: within reach on the smallest phone, and the page stays."""

import pytest
from playwright.sync_api import Browser, expect

from club.languages import LANGUAGES
from tests.browser.conftest import visitor
from tests.server import Server

OUTSIDE = """
() => [...document.querySelectorAll(".top a, .top button")].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.left < 0 || box.right > innerWidth;
}).map((node) => node.outerHTML)
"""


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_is_within_reach_on_a_phone(
    browser: Browser, server: Server, locale: str
) -> None:
    with visitor(browser, server, (320, 568), locale) as page:
        page.goto("/")
        expect(page.locator(".languages button")).to_have_count(len(LANGUAGES))
        assert page.evaluate(OUTSIDE) == []
        page.goto("/account")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_another_language_keeps_what_is_chosen(browser: Browser, server: Server) -> None:
    with visitor(browser, server) as page:
        page.goto("/rules?base=rostov")
        page.locator("summary", has_text="The whist").click()
        page.select_option("[name=stalingrad]", "true")
        page.get_by_role("button", name=LANGUAGES["uk"]).click()
        expect(page.locator("html")).to_have_attribute("lang", "uk")
        expect(page.locator("[name=base]")).to_have_value("rostov")
        expect(page.locator("[name=stalingrad]")).to_have_value("true")
        page.get_by_role("button", name=LANGUAGES["ru"]).click()
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        expect(page.locator("[name=stalingrad]")).to_have_value("true")
