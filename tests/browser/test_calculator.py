"""The scorekeeper in a browser: deals written, corrected and deleted; kept, shared, offline."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from club.languages import LANGUAGES
from tests.browser.conftest import DESK, PHONE, visitor
from tests.server import Server


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """Nobody has used it before: what a page keeps is the point here."""
    with visitor(browser, server) as someone:
        yield someone


def opened(page: Page, fragment: str = "") -> Page:
    page.goto(f"/calculator{fragment}")
    expect(page.locator("#deal h2")).to_be_visible()
    return page


def name_players(page: Page, *names: str) -> None:
    for seat, name in enumerate(names):
        page.fill(f"[name=name-{seat}]", name)
        page.locator(f"[name=name-{seat}]").blur()


def pick(page: Page, **choices: Any) -> None:
    for name, value in choices.items():
        page.locator(f"#deal input[name={name}][value='{value}']").check(force=True)


def write(page: Page, *, tricks: Any = None, **choices: Any) -> None:
    pick(page, **choices)
    for seat, count in (tricks or {}).items():
        page.fill(f"[name=tricks-{seat}]", str(count))
    page.click("[data-do=write]")


def three_deals(page: Page) -> None:
    name_players(page, "Anna", "Boris", "Vera")
    contract = {"declarer": 0, "level": 6, "strain": "S"}
    write(page, **contract, first="whist", second="pass", tricks={0: 5, 1: 3})
    write(page, kind="all_pass", tricks={0: 5, 1: 5})
    write(page, declarer=1, level=7, strain="N", first="pass", second="half")


def shown(page: Page) -> list[str]:
    return page.locator("#results .shown").all_inner_texts()


def deals(page: Page) -> list[str]:
    return page.locator(".deals .deal-title").all_inner_texts()


def error(page: Page, field: str) -> str:
    return page.locator(f"#deal [data-error={field}]").inner_text()


def link(page: Page) -> str:
    return page.locator("#sharing input").input_value()


def test_deals_are_written_and_settled(page: Page) -> None:
    three_deals(opened(page))
    assert deals(page)[0] == "Deal 3: seven no trumps, Boris, made without play"
    # Anna: M 2 + 5; Boris: P 4, M 5; Vera: P 1; whists 12 and 2 on Anna, 4 on Boris.
    exact = page.locator("#results .exact").all_inner_texts()
    assert exact == ["−56\u202f2/3", "+21\u202f1/3", "+35\u202f1/3"]
    assert shown(page) == ["−57", "+21", "+36"]
    assert page.locator("#results li").all_inner_texts() == [
        "Anna → Vera: 35\u202f1/3",
        "Anna → Boris: 21\u202f1/3",
    ]


def test_a_corrected_deal_changes_all_that_follows(page: Page) -> None:
    three_deals(opened(page))
    before = shown(page)
    page.click("li[data-deal='2'] [data-do=correct]")
    expect(page.locator("#deal h2")).to_have_text("Correct deal 2")
    page.fill("[name=tricks-0]", "0")
    page.fill("[name=tricks-1]", "4")
    page.fill("[name=tricks-2]", "6")
    page.click("[data-do=write]")
    assert page.locator("li[data-deal='2'] .deal-written").inner_text() == (
        "Anna: pool +1 · Boris: mountain +4 · Vera: mountain +6"
    )
    page.click("li[data-deal='1'] [data-do=delete]")
    assert len(deals(page)) == 2 and shown(page) != before


def test_undo_brings_back_what_was_deleted(page: Page) -> None:
    three_deals(opened(page))
    before = (deals(page), shown(page))
    page.click("li[data-deal='1'] [data-do=delete]")
    page.click("#clear")
    assert deals(page) == []
    page.click("#undo")
    page.click("#undo")
    assert (deals(page), shown(page)) == before
    page.click("#redo")
    assert len(deals(page)) == 2


def test_everything_is_there_after_a_reload(page: Page) -> None:
    three_deals(opened(page))
    before = (deals(page), shown(page))
    page.reload()
    expect(page.locator(".deals li")).to_have_count(3)
    assert (deals(page), shown(page)) == before


def test_a_link_carries_the_sheet_and_puts_the_own_one_aside(
    browser: Browser, server: Server, page: Page
) -> None:
    three_deals(opened(page))
    with visitor(browser, server, PHONE, "en") as other:
        opened(other)
        write(other, declarer=2, kind="misere", tricks={2: 0, 0: 4})
        own = shown(other)
        opened(other, link(page).partition("/calculator")[2])
        other.reload()  # the address holds nothing any more, and the sheet stays
        assert (deals(other), shown(other)) == (deals(page), shown(page))
        other.click("#bring-back")
        assert shown(other) == own


@pytest.mark.parametrize("fragment", ["#base=sochi&deals=nonsense", "#base=moscow", "#%00%ff<b>"])
def test_a_damaged_link_is_said_to_be_one(page: Page, fragment: str) -> None:
    opened(page, fragment)
    expect(page.locator("#notes .refused")).to_be_visible()
    assert deals(page) == []


def test_impossible_deals_are_refused_beside_the_field(page: Page) -> None:
    opened(page)
    page.click("[data-do=write]")
    assert error(page, "contract") == "Choose the level and the suit."
    pick(page, level=8, strain="H")
    page.click("[data-do=write]")
    assert error(page, "declarer") == "Who plays?"
    pick(page, declarer=0)
    page.click("[data-do=write]")
    assert error(page, "calls") == "What did this player say: Player 2?"
    pick(page, first="whist", second="whist")
    for seat, count in enumerate((9, 1, 1)):
        page.fill(f"[name=tricks-{seat}]", str(count))
    page.click("[data-do=write]")
    assert error(page, "tricks") == "There are ten tricks, not 11."
    assert deals(page) == []


def test_after_all_pass_a_six_is_refused_where_the_exit_is_harder(page: Page) -> None:
    opened(page)
    page.select_option("[name=base]", "leningrad")
    write(page, kind="all_pass", tricks={0: 4, 1: 3})
    write(page, level=6, declarer=0, strain="S", first="pass", second="pass")
    assert error(page, "contract") == "After all pass the lowest game is 7."
    write(page, level=7)
    assert len(deals(page)) == 2


def test_agreements_that_do_not_go_together_are_refused_beside_the_field(page: Page) -> None:
    opened(page)
    page.click(".agreements-all > summary")
    page.locator("summary", has_text="The whist").click()
    page.select_option("[name=talon_bonus]", "dealer")
    expect(page.locator("#error-talon_bonus")).to_be_visible()
    assert "talon_bonus" not in link(page)
    page.select_option("[name=talon_bonus]", "split")
    assert "talon_bonus=split" in link(page)


def test_four_play_and_the_dealer_sits_out(page: Page) -> None:
    opened(page)
    page.locator("[name=players][value='4']").check(force=True)
    page.select_option("[name=base]", "leningrad")
    name_players(page, "Anna", "Boris", "Vera", "Gleb")
    page.select_option("[name=first]", "3")
    assert page.locator("[name=declarer][value='3']").count() == 0
    pick(page, declarer=0, level=7, strain="C")
    page.select_option("[name=talon]", "aces")
    write(page, first="pass", second="pass")
    assert page.locator(".deal-written").inner_text() == ("Anna: pool +4 · Gleb → Anna: whists +24")
    write(page, kind="all_pass", tricks={0: 1, 1: 4, 2: 5})
    assert len(deals(page)) == 2


def test_it_works_without_a_network_after_the_first_load(page: Page) -> None:
    opened(page)
    expect(page.locator("#offline")).not_to_be_empty()
    three_deals(page)
    page.context.set_offline(True)
    opened(page)
    assert len(deals(page)) == 3
    write(page, kind="misere", declarer=2, tricks={2: 0, 0: 5})
    assert len(deals(page)) == 4
    page.context.set_offline(False)


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("locale", LANGUAGES)
def test_nothing_is_wider_than_the_screen(
    browser: Browser, server: Server, size: tuple[int, int], locale: str
) -> None:
    with visitor(browser, server, size, locale) as someone:
        three_deals(opened(someone))
        pick(someone, declarer=0, level=6, strain="D", first="pass", second="half")
        wide = someone.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0]


def test_on_paper_there_is_the_sheet_and_no_form(page: Page) -> None:
    three_deals(opened(page))
    page.emulate_media(media="print")
    expect(page.locator("#deal")).to_be_hidden()
    expect(page.locator("#sheet svg")).to_be_visible()
    expect(page.locator("#results")).to_be_visible()
    expect(page.locator(".deals li").first).to_be_visible()
