"""The settlement tells what the pulka did to the ratings, as soon as the club knows."""

import json
from typing import Any, Final

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import visitor
from tests.server import Server

ADDRESS: Final = "/matches/somewhere/ratings"
SHOW: Final = """
async (url) => {
  const home = document.querySelector("script[src$='home.js']").src;
  const { RatingChanges } = await import(new URL("ratings.js", home));
  const body = document.createElement("div");
  document.querySelector("main").append(body);
  const store = { name: (seat) => ["Anna", "Boris", "Vera"][seat] };
  new RatingChanges({ after: body, store, url }).draw();
}
"""


def _answer(page: Page, *answers: dict[str, Any]) -> None:
    left = list(answers)

    def tell(route: Route) -> None:
        route.fulfill(body=json.dumps(left.pop(0)), content_type="application/json")

    page.route(f"**{ADDRESS}", tell)


def _change(before: int, after: int, provisional: bool) -> dict[str, Any]:
    points = after - before
    return {"before": before, "after": after, "is_provisional": provisional, "points": points}


def test_changes_are_shown_once_they_are_known(browser: Browser, server: Server) -> None:
    seats = {"0": _change(1500, 1532, True), "1": _change(1610, 1578, False)}
    with visitor(browser, server) as page:
        page.goto("/")
        _answer(
            page,
            {"rated": True, "reckoned": None, "seats": {}},
            {"rated": True, "reckoned": "rated", "seats": seats},
        )
        page.evaluate(SHOW, ADDRESS)
        lines = page.locator(".rating-changes li")
        expect(lines).to_have_text(["Anna: 1500 → 1532? (+32)", "Boris: 1610 → 1578 (−32)"])


def test_why_nothing_moved_is_said(browser: Browser, server: Server) -> None:
    with visitor(browser, server, locale="ru") as page:
        page.goto("/")
        _answer(page, {"rated": True, "reckoned": "few_deals", "seats": {}})
        page.evaluate(SHOW, ADDRESS)
        expect(page.locator(".rating-changes p")).to_contain_text("меньше шести сдач")
