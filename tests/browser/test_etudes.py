"""An etude on a phone: a wrong card is told and taken back, the right ones solve it."""

import re
from typing import Any

from playwright.sync_api import Browser, expect

from games.cards import CARD_NAMES
from games.preferans.bots.thinking import think_through
from games.preferans.etudes import beginning, etude_of_line, judged
from tests.browser.conftest import PHONE, visitor
from tests.games.preferans.test_etudes import FILE
from tests.server import Server


def test_an_etude_is_solved_on_a_phone(browser: Browser, server: Server) -> None:
    with visitor(browser, server, PHONE, locale="ru") as page:
        page.goto("/")
        page.get_by_role("link", name="Этюды").click()
        page.locator(".etudes a").first.click()
        table, words = page.locator("#table"), page.locator("#etude-words")
        expect(table).to_have_attribute("data-turn", "mine")
        whole = page.evaluate("fetch(location.href + '/solution').then((answer) => answer.json())")
        begun = table.get_attribute("data-version")
        page.locator(f"#hand [data-card={_wrong_card()}]").click()
        expect(words).to_have_text("Теперь цели уже не достичь. Возьмите карту назад.")
        page.get_by_role("button", name="Взять назад").click()
        expect(table).to_have_attribute("data-version", str(begun))
        for card in _ours(whole["messages"]):
            page.locator(f"#hand [data-card={card}]:not([aria-disabled=true])").click()
            expect(words).to_have_text(re.compile("Верно|Решено"))
        expect(words).to_have_text("Решено!")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page.get_by_role("button", name="Решение").click()
        expect(words).to_have_text("Вот как это делается.")
        page.get_by_role("link", name="Следующий этюд").click()
        expect(table).to_have_attribute("data-turn", "mine")


def _wrong_card() -> str:
    etude = etude_of_line(FILE.read_text().splitlines()[0])
    worth = think_through(judged(etude, beginning(etude)))
    return next(CARD_NAMES[card] for card, is_good in worth.items() if not is_good)


def _ours(messages: list[dict[str, Any]]) -> list[str]:
    return [message["act"][1] for message in messages if message["by"] == "player"]
