"""Cutting and blocking what a page hears by, from inside the page."""

from typing import Final

from playwright.sync_api import Page

# A blocked one fails as if a proxy refused it: it never opens. `wires.tried` are those asked for.
WIRES: Final = """
(() => {
  const real = { WebSocket, EventSource };
  const wires = (window.wires = { blocked: %s, tried: [], open: [] });
  const fail = (wire) => {
    wire.dispatchEvent(new Event("error"));
    wire.dispatchEvent(new CloseEvent("close", { code: 1006 }));
  };
  const dead = () => {
    const wire = Object.assign(new EventTarget(), { close() {} });
    setTimeout(() => fail(wire));
    return wire;
  };
  for (const name of Object.keys(real)) {
    window[name] = function (...given) {
      wires.tried.push(name);
      const wire = wires.blocked.includes(name) ? dead() : new real[name](...given);
      if (wire instanceof real[name]) wires.open.push(wire);
      return wire;
    };
  }
  wires.cut = () => {
    for (const wire of wires.open.splice(0)) {
      wire.close();
      if (wire instanceof real.EventSource) fail(wire);
    }
  };
})();
"""


def watch(page: Page, *blocked: str) -> None:
    """Before the page is opened; what is blocked is so after every load of it."""
    page.add_init_script(WIRES % list(blocked))


def block(page: Page, *names: str) -> None:
    """From now on these do not open, and no others are blocked; what is open is cut."""
    page.evaluate("(names) => { wires.blocked = names; wires.cut(); }", list(names))


def tried(page: Page) -> list[str]:
    """What the page asked for since it was loaded."""
    names: list[str] = page.evaluate("() => wires.tried")
    return names
