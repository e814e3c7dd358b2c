"""Talk in the browser: from what somebody wrote to a report, a moderator, and silence."""

import os
import subprocess
import sys
from contextlib import ExitStack

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visitor
from tests.browser.pressing import phase, play_until
from tests.databases import execute
from tests.server import ROOT, SECRET, Server

PASSWORD = "a long enough sentence"
RUDE = "<b>Кто так ходит!</b>"


def test_a_report_leads_to_a_moderator_and_to_silence_in_which_one_still_plays(
    browser: Browser, server: Server, club_url: str
) -> None:
    with ExitStack() as stack:
        anna, rude, judge = (
            stack.enter_context(visitor(browser, server, locale="ru")) for _ in range(3)
        )
        for page, name in ((anna, "Аня"), (rude, "Грубиян"), (judge, "Судья")):
            _register(page, name)
        execute(club_url, "update accounts set created_at = now() - interval '2 days'")
        _appoint(club_url, "Судья")
        _sit_down(anna, rude)
        _is_rude(rude, anna)
        _report(anna)
        _silence(judge)
        expect(rude.locator("[data-note]")).to_contain_text("помолчать")
        expect(rude.locator("[data-form]")).to_be_hidden()
        rude.locator("[data-phrase=hello]").click()
        expect(rude.locator("[data-note]")).to_contain_text("помолчать")
        anna.locator("[data-phrase=thanks]").click()
        expect(rude.locator(".talk-words")).to_have_text([RUDE, "Спасибо!"])
        anna.locator("[data-do=start]").click()
        play_until([anna, rude], lambda: phase(rude) in ("play", "result"))


def _register(page: Page, name: str) -> None:
    page.goto("/account")
    form = page.locator("form[action='/account/register']")
    form.locator("[name=name]").fill(name)
    form.locator("[name=password]").fill(PASSWORD)
    form.locator("button").click()
    expect(page.locator(".mine")).to_have_text(name)


def _appoint(club_url: str, name: str) -> None:
    """As the operator does."""
    settings = {"DATABASE_URL": club_url, "SECRET_KEY": SECRET}
    command = [sys.executable, "-m", "wsgi.moderators", "add", name]
    subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True, capture_output=True)


def _sit_down(host: Page, friend: Page) -> None:
    host.goto("/")
    host.locator("[data-do=open-table]").click()
    friend.goto(host.locator("[data-invitation]").input_value())
    friend.locator("[data-do=join]").click()
    friend.wait_for_url("**/tables/*")


def _is_rude(rude: Page, other: Page) -> None:
    """What he writes is shown as he wrote it, and is no markup."""
    rude.locator("[data-form] input").fill(RUDE)
    rude.locator("[data-form] button").click()
    expect(other.locator(".talk-words")).to_have_text(RUDE)
    expect(other.locator(".talk-words b")).to_have_count(0)


def _report(page: Page) -> None:
    page.locator(".talk-lines button", has_text="Грубиян").click()
    page.locator("#talk-about [name=reason]").select_option(label="Оскорбления")
    page.locator("#talk-about [data-do=report]").click()
    expect(page.locator("#talk-about [data-said]")).to_have_text("Готово.")
    page.locator("#talk-about .talk-close button").click()


def _silence(judge: Page) -> None:
    judge.goto("/moderation")
    judge.locator("[data-report]", has_text="Грубиян").click()
    expect(judge.locator(".said-last .reported")).to_contain_text(RUDE)
    judge.get_by_label("Молчание", exact=True).check(force=True)
    judge.locator("[name=reason]").last.fill("За грубость")
    judge.locator("[data-do=decide]").click()
    judge.wait_for_url("**/moderation")
    expect(judge.locator("[data-report]")).to_have_count(0)
