"""What scripts write is in the language of the reader too: words outside messages are found."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from club.languages import LANGUAGES
from games.preferans.rules import preset
from tests.browser.conftest import visitor
from tests.browser.feed import NAMES, Feed
from tests.browser.pressing import phase, play_until
from tests.browser.test_calculator import opened, pick, three_deals
from tests.browser.test_phases import ACTS
from tests.browser.test_pulka import SHORT_POOL
from tests.games.preferans.tables import EVEN, STRONG, table
from tests.pseudo import unmarked
from tests.server import Server, serving


@pytest.fixture(scope="module")
def pseudo_club(new_database: Callable[[], str]) -> Iterator[Server]:
    with serving(new_database(), application="tests.pseudo_club:serve()") as running:
        yield running


@pytest.fixture(scope="module")
def at_table(browser: Browser, pseudo_club: Server) -> Iterator[Page]:
    with visitor(browser, pseudo_club) as page:
        yield page


def foreign(page: Page, *names: str) -> list[str]:
    return unmarked(page.content(), (*names, *LANGUAGES.values()))


@pytest.mark.parametrize("acts", ["", *ACTS.values()], ids=["deal", *ACTS])
@pytest.mark.parametrize("you", [0, 1, None])
def test_the_table_says_everything_in_the_readers_language(
    at_table: Page, acts: str, you: int | None
) -> None:
    Feed(at_table, table(acts, cards=STRONG), you=you).open()
    assert foreign(at_table, *NAMES) == []


def test_all_pass_is_said_in_the_readers_language(at_table: Page) -> None:
    feed = Feed(at_table, table("", rules=preset("sochi", 4), cards=EVEN))
    feed.open()
    feed.do("pass", "pass", "pass")
    expect(at_table.locator("#log p")).not_to_have_count(0)
    assert foreign(at_table, *NAMES) == []


def test_a_pulka_and_its_replay_say_everything(browser: Browser, pseudo_club: Server) -> None:
    with visitor(browser, pseudo_club) as page:
        page.goto("/")
        page.locator("form[action='/play']").evaluate(SHORT_POOL)
        page.locator("[data-do=play-now]").click()
        page.wait_for_url("**/tables/*")
        names = _names_at(page)
        play_until([page], lambda: phase(page) == "finished", wish="6S")
        assert foreign(page, *names) == []
        page.goto(page.url.replace("/tables/", "/matches/") + "/deals/1")
        page.locator("[data-replay=last]").click()
        expect(page.locator("[data-replay=next]")).to_be_disabled()
        assert foreign(page, *names) == []


def _names_at(page: Page) -> list[str]:
    names = page.locator("#seats .name")
    expect(names).to_have_count(3)
    return names.all_inner_texts()


def test_the_scorekeeper_says_everything(browser: Browser, pseudo_club: Server) -> None:
    with visitor(browser, pseudo_club) as page:
        three_deals(opened(page))
        pick(page, declarer=0, level=6, strain="D", first="pass", second="half")
        page.click("[data-do=write]")
        page.locator(".deals button").first.click()
        assert foreign(page, "Anna", "Boris", "Vera") == []


def test_the_composer_says_everything(browser: Browser, pseudo_club: Server) -> None:
    with visitor(browser, pseudo_club) as page:
        page.goto("/rules")
        page.locator("summary", has_text="The auction").click()
        page.select_option("[name=bid_jumps]", index=1)
        page.fill("[name=pool_target]", "51")
        expect(page.locator("#error-pool_target")).not_to_be_empty()
        assert foreign(page) == []
