"""The paper sheet: every number inside its zone, the last ones the server's."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from games.preferans.rules import preset
from tests.browser.conftest import PHONE, Seats
from tests.browser.feed import Feed
from tests.games.preferans.tables import EVEN, STRONG, table

DEALS = 60

# Texts with a corner outside the polygon of their zone.
OUTSIDE = """
async (players) => {
  const entry = document.querySelector('script[src$="/js/table.js"]').src;
  const zones = await import(new URL("sheet-zones.js", entry));
  const all = players === 4 ? zones.zonesOfFour() : zones.zonesOfThree();
  const polygons = all.flatMap((zone) => [zone.pool, zone.mountain, ...Object.values(zone.whists)]);
  const inside = (polygon, [x, y]) => polygon.reduce((odd, [ax, ay], at) => {
    const [bx, by] = polygon[(at + 1) % polygon.length];
    return (ay > y) !== (by > y) && x < ax + (y - ay) * (bx - ax) / (by - ay) ? !odd : odd;
  }, false);
  return [...document.querySelectorAll(".sheet-drawing .marks")].flatMap((group, at) =>
    [...group.querySelectorAll("text")].filter((text) => {
      const box = text.getBBox();
      const foot = box.y + box.height * 0.75;
      const corners = [[box.x, foot], [box.x + box.width - 2, foot]];
      return !corners.every((corner) => inside(polygons[at], corner));
    }).map((text) => [at, text.textContent]));
}
"""


def _long_pulka(players: int) -> dict[str, Any]:
    """The fields of a view after sixty deals in which everything grew."""
    seats = range(players)

    def row(step: int) -> tuple[int, ...]:
        return tuple(step + seat for seat in seats)

    entries = tuple(
        {
            "number": number,
            "pool": row(1),
            "pool_after": row(number),
            "mountain": row(1),
            "mountain_after": row(5 * number),
            "whists": (row(1),) * players,
            "whists_after": (row(12 * number),) * players,
        }
        for number in range(1, DEALS + 1)
    )
    last = entries[-1]
    sheet = {name: last[f"{name}_after"] for name in ("pool", "mountain", "whists")}
    return {"entries": entries, "sheet": sheet}


@pytest.mark.parametrize("players", (3, 4))
def test_numbers_of_a_long_pulka_stay_inside_their_zones(page: Page, players: int) -> None:
    match = table("6S", rules=preset("sochi", players), cards=EVEN)
    Feed(page, match, instead=_long_pulka(players)).open()
    expect(page.locator(".sheet-drawing .marks")).to_have_count(players * (players + 1))
    assert page.evaluate(OUTSIDE, players) == []
    mountains = page.locator(".marks.mountain")
    for place in range(players):
        last = mountains.nth(place).locator("text").last
        assert last.text_content() == f"{5 * DEALS + place}."


def test_the_sheet_opens_over_the_table_of_a_phone(visitors: Seats) -> None:
    phone = visitors(PHONE, "ru")
    Feed(phone, table("6S", cards=EVEN), instead=_long_pulka(3)).open()
    phone.locator("[data-tab=sheet]").click()
    expect(phone.locator(".sheet-drawing")).to_be_visible()
    assert phone.evaluate(OUTSIDE, 3) == []
    phone.keyboard.press("Escape")
    expect(phone.locator("[data-tab=sheet]")).to_have_attribute("aria-expanded", "false")


def test_what_each_would_get_now_sums_to_zero(page: Page) -> None:
    Feed(page, table("6S pass pass DK+DA+6S pass pass", cards=STRONG)).open()
    words = page.locator(".if-ended").inner_text().replace("−", "-").split(" · ")
    assert sum(int(part.rsplit(" ", 1)[1]) for part in words) == 0
