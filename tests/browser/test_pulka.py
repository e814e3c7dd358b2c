"""A whole pulka, from the first page to the settlement, by pressing what is on the screen."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visitor
from tests.browser.pressing import phase, play_until
from tests.server import Server


def test_a_pulka_is_played_from_play_now_to_its_settlement(
    browser: Browser, server: Server
) -> None:
    with visitor(browser, server) as page:
        _play_a_pulka(page)


def _play_a_pulka(page: Page) -> None:
    page.goto("/")
    page.locator("form[action='/play']").evaluate(SHORT_POOL)
    page.get_by_role("button", name="Play now").click()
    page.wait_for_url("**/tables/*")
    play_until([page], lambda: phase(page) == "finished", wish="6S")
    expect(page.locator("#settlement tbody tr")).to_have_count(3)
    shown = page.locator("#settlement .shown").all_inner_texts()
    assert sum(int(points.replace("−", "-")) for points in shown) == 0
    expect(page.locator("#settlement .payments")).to_be_visible()
    over = page.url
    page.get_by_role("button", name="One more pulka").click()
    page.wait_for_url(lambda url: "/tables/" in url and url != over)
    expect(page.locator("#table")).to_have_attribute("data-phase", "auction")


# A pulka to 2 is over in a few deals; the rest of it is what everyone plays.
SHORT_POOL = """
form => {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "target", value: "2" });
  form.append(field);
}
"""
