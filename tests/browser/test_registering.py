"""A guest plays at once, registers afterwards, and what he has played is his."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visitor
from tests.browser.pressing import phase, play_until
from tests.browser.test_pulka import SHORT_POOL
from tests.server import Server

PASSWORD = "a long enough sentence"
# Tones that were asked for, whether the machine can sound or not.
LISTEN = """
window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.tones += 1; start.apply(this, when); };
"""


def test_a_guest_who_played_registers_and_keeps_his_record(
    browser: Browser, server: Server
) -> None:
    with visitor(browser, server, locale="ru") as page:
        table = _play_a_pulka(page)
        _register(page)
        _await_record(page)
        page.goto(table.replace("/tables/", "/matches/"))
        expect(page.locator("h1")).to_contain_text("Игрок из Твери")
        expect(page.locator("time[data-moment]")).not_to_contain_text("UTC")
        _hear_the_turn(page)


def _play_a_pulka(page: Page) -> str:
    """As a guest; the address of the table."""
    page.goto("/")
    page.locator("form[action='/play']").evaluate(SHORT_POOL)
    page.get_by_role("button", name="Играть").click()
    page.wait_for_url("**/tables/*")
    play_until([page], lambda: phase(page) == "finished", wish="6S")
    return page.url


def _register(page: Page) -> None:
    page.goto("/account")
    form = page.locator("form[action='/account/register']")
    form.get_by_label("Имя").fill("Игрок из Твери")
    form.get_by_label("Пароль").fill(PASSWORD)
    form.get_by_role("button", name="Зарегистрироваться").click()
    page.wait_for_url("**/")
    expect(page.locator(".mine")).to_contain_text("Игрок из Твери")


def _await_record(page: Page) -> None:
    """The club notes a match within seconds of its end."""
    record = page.get_by_role("link", name="Сохранить все мои пульки текстом")
    for _ in range(60):
        if record.is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the pulka is not in the record")


def _hear_the_turn(page: Page) -> None:
    page.goto("/account")
    page.get_by_label("короткий сигнал").check()
    page.get_by_label("никогда").check()
    page.locator("form[action='/account/preferences']").get_by_role("button").click()
    page.wait_for_url("**/account")
    page.add_init_script(LISTEN)
    page.goto("/")
    page.locator("[data-do=play-now]").click()
    page.wait_for_url("**/tables/*")
    play_until([page], lambda: bool(page.evaluate("window.tones")))
    expect(page.locator("#hint")).to_be_hidden()
