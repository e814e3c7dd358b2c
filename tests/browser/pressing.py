"""Playing by pressing what can be pressed on the screen."""

import time
from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page

LONGEST_SECONDS: Final = 90.0

# One press of whatever is offered now; says what was pressed, or why nothing was.
PRESS: Final = """
([wish, goesOn]) => {
  const table = document.getElementById("table");
  if (!table.dataset.version || table.dataset.busy === "yes") return "busy";
  const open = [...table.querySelectorAll("button")].filter(
    (node) => node.checkVisibility() && node.getAttribute("aria-disabled") !== "true");
  const find = (test) => open.find(test);
  const inside = (id) => (node) => node.closest("#" + id);
  const wanted = find((node) => wish && (node.dataset.bid === wish || node.dataset.act === wish));
  const chosen = {
    auction: () => wanted || find((node) => node.dataset.do === "hold")
      || find((node) => node.dataset.do === "pass"),
    lift: () => open.filter(inside("hand")).at(-1),
    contract: () => find((node) => node.dataset.do === "order"),
    choose: () => wanted || find((node) => node.dataset.act),
    play: () => find(inside("hand")),
    result: () => goesOn && find((node) => node.dataset.do === "next"),
  }[table.dataset.mode];
  const node = find((one) => one.dataset.answer === "yes") || (chosen && chosen());
  if (!node) return "nothing: " + table.dataset.mode;
  node.click();
  return node.dataset.do || node.dataset.act || node.dataset.bid || node.dataset.card || "yes";
}
"""


def phase(page: Page) -> str:
    return str(page.locator("#table").get_attribute("data-phase"))


def press(page: Page, wish: str | None = None, goes_on: bool = True) -> str:
    """Press one thing; `wish` is a bid or a word to prefer; not `goes_on`: never Next."""
    return str(page.evaluate(PRESS, [wish, goes_on]))


def play_until(
    pages: list[Page],
    is_done: Callable[[], bool],
    wish: str | None = None,
    goes_on: bool = True,
) -> None:
    """Let everyone press in turn until it is done. Raises AssertionError when it takes long."""
    give_up_at = time.monotonic() + LONGEST_SECONDS
    while not is_done():
        said = [press(page, wish, goes_on) for page in pages]
        assert time.monotonic() < give_up_at, (said, [phase(page) for page in pages])
        if all(word == "busy" or word.startswith("nothing") for word in said):
            pages[0].wait_for_timeout(15)
