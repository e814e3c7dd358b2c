"""The hall in Russian: people who want the same are seated together, one of them out of a game."""

from contextlib import ExitStack

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, visitor
from tests.server import Server


def test_those_who_look_for_the_same_sit_down_together(browser: Browser, server: Server) -> None:
    with ExitStack() as stack:
        anna, boris, vera = (
            stack.enter_context(visitor(browser, server, size, "ru"))
            for size in (DESK, PHONE, DESK)
        )
        for page in (anna, boris, vera):
            page.goto("/hall")
            expect(page.locator("#hall")).to_have_attribute("data-busy", "no")
        anna.locator('#seek input[value="20"]').check()
        anna.locator('#seek input[name="players"][value="4"]').check()
        anna.locator("[data-do=seek]").click()
        expect(boris.locator("#waiting li")).to_contain_text("вчетвером")
        anna.locator("[data-do=withdraw]").click()
        anna.locator('#seek input[name="players"][value="3"]').check()
        anna.get_by_role("button", name="Найти компанию").click()
        expect(anna.locator("#seeking-since")).to_contain_text("ищем уже 0:")
        _me_too(boris, 1)
        boris.locator("[data-do=withdraw]").click()
        _me_too(boris, 1)
        results = Axe().run(boris, options={"resultTypes": ["violations"]})
        assert results.violations_count == 0, results.generate_report()
        _me_too(vera, 2)
        for page in (boris, vera):
            _get_ready(page)
        expect(anna.locator("#asked-places .is-ready")).to_have_count(2)
        _get_ready(anna)
        for page in (anna, boris, vera):
            page.wait_for_url("**/tables/*")
            expect(page.locator("#table")).to_have_attribute("data-phase", "auction")
        assert len({page.url for page in (anna, boris, vera)}) == 1
        expect(anna.locator(".table-rules")).to_contain_text("20")


def test_a_wish_lives_on_while_one_plays_with_bots(browser: Browser, server: Server) -> None:
    with ExitStack() as stack:
        anna, boris, vera = (
            stack.enter_context(visitor(browser, server, locale="ru")) for _ in range(3)
        )
        anna.goto("/hall")
        anna.locator('#seek input[value="5"]').check()
        anna.locator("[data-do=seek]").click()
        anna.locator("[data-do=play-meanwhile]").click()
        expect(anna.locator("#table")).to_have_attribute("data-phase", "auction")
        with_bots = anna.url
        for number, page in enumerate((boris, vera), start=1):
            page.goto("/hall")
            _me_too(page, number)
        for page in (boris, vera, anna):
            _get_ready(page)
        for page in (anna, boris, vera):
            page.wait_for_url(lambda url: "/tables/" in url and url != with_bots)
        assert len({page.url for page in (anna, boris, vera)}) == 1


def test_who_is_invited_by_name_sees_it_in_the_hall_and_sits_down(
    browser: Browser, server: Server
) -> None:
    with (
        visitor(browser, server, locale="ru") as anna,
        visitor(browser, server, PHONE, "ru") as boris,
    ):
        boris.goto("/")
        boris.locator("[name=name]").fill("Борис Званый")
        boris.get_by_role("button", name="Сохранить").click()
        boris.goto("/hall")
        expect(boris.locator("#hall")).to_have_attribute("data-busy", "no")
        tables = [_invite(anna, "Борис Званый") for _ in range(2)]
        invited = boris.locator(".invited-to li")
        expect(invited).to_have_count(2)
        boris.locator(f"[data-invited='{tables[0]}'] [data-do=decline]").click()
        expect(invited).to_have_count(1)
        expect(invited).to_contain_text("зовёт вас за стол")
        boris.locator("[data-do=come]").click()
        boris.wait_for_url(f"**/tables/{tables[1]}")
        expect(anna.locator(".places .name").nth(1)).to_have_text("Борис Званый")


def _invite(page: Page, name: str) -> str:
    """To a new table; its address."""
    page.goto("/")
    page.locator("[data-do=open-table]").click()
    page.locator(".ask-player [name=name]").fill(name)
    page.locator("[data-do=invite]").click()
    expect(page.locator(".notes .note:not(.refused)")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def _me_too(page: Page, waiting: int) -> None:
    row = page.locator("#waiting li")
    expect(row).to_contain_text(f"ждут {waiting}" if waiting > 1 else "ждёт 1")
    row.get_by_role("button", name="И я").click()


def _get_ready(page: Page) -> None:
    asked = page.get_by_role("alertdialog", name="Стол найден")
    asked.locator("[data-do=answer-ready]").click()
