"""House rules in a browser: composed, passed on by link, seen by everybody before sitting down."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, visitor
from tests.server import Server

GREEDY = "Greedy whist: on a failed game the whister keeps the whists for all tricks."
STALINGRAD = "Stalingrad: six of spades must be whisted by both."


def compose(page: Page) -> None:
    page.goto("/rules?preset=leningrad")
    page.locator("summary", has_text="The whist").click()
    page.select_option("[name=stalingrad]", "true")
    page.select_option("[name=whist_style]", "greedy")
    expect(difference(page)).to_have_text([STALINGRAD, GREEDY])


def difference(page: Page) -> Locator:
    return page.locator(".rules-difference:not(.table-rules *) li")


def invitation(page: Page) -> str:
    return page.locator("[data-invitation]").input_value()


def test_the_difference_follows_each_change(page: Page) -> None:
    page.goto("/rules")
    expect(difference(page)).to_have_text(["All as in the convention."])
    compose(page)
    assert "Leningrad" in page.locator("[data-convention]").inner_text()
    page.locator(".composer-words summary").click()
    assert GREEDY in page.locator(".rules-text").inner_text()


def test_the_link_carries_the_rules(browser: Browser, server: Server, page: Page) -> None:
    compose(page)
    address = page.locator("[data-link]").input_value()
    assert address.endswith("/rules?base=leningrad&players=3&stalingrad=true&whist_style=greedy")
    with visitor(browser, server, PHONE) as other:
        other.goto(address)
        expect(difference(other)).to_have_text([STALINGRAD, GREEDY])
        other.click("[data-calculator]")
        expect(other.locator("[data-changed]")).to_contain_text(GREEDY)


def test_what_does_not_go_together_is_refused_beside_the_field(
    browser: Browser, server: Server
) -> None:
    with visitor(browser, server, missing=1) as alice:  # the console tells the 409
        compose(alice)
        alice.select_option("[name=half_whist]", "false")
        expect(alice.locator("#error-whist_pass_half")).to_be_visible()
        with alice.expect_navigation() as refused:
            alice.click("[data-do=open-table]")
        assert refused.value.status == 409
        expect(alice.locator("#error-whist_pass_half")).to_be_visible()


def test_the_base_takes_all_of_another_convention(page: Page) -> None:
    compose(page)
    page.select_option("[name=base]", "rostov")
    expect(page.locator("[data-convention]")).to_contain_text("Rostov")
    expect(difference(page)).to_have_text(["All as in the convention."])


def test_opponents_see_the_changed_agreements_before_they_sit_down(
    browser: Browser, server: Server, page: Page
) -> None:
    compose(page)
    page.click("[data-do=open-table]")
    expect(difference(page).first).to_have_text(STALINGRAD)
    with visitor(browser, server) as bob, visitor(browser, server, PHONE) as carol:
        for someone in (bob, carol):
            someone.goto(invitation(page))
            expect(difference(someone)).to_have_text([STALINGRAD, GREEDY])
            expect(someone.locator("[data-do=join]")).to_be_visible()
        bob.click("[data-do=join]")
        expect(difference(bob).first).to_have_text(STALINGRAD)
        carol.click("[data-do=join]")
        for someone in (page, bob, carol):
            expect(someone.locator("#table")).not_to_have_attribute("data-phase", "waiting")


def test_a_change_of_the_rules_asks_everybody_again(
    browser: Browser, server: Server, page: Page
) -> None:
    page.goto("/rules")
    page.click("[data-do=open-table]")
    with visitor(browser, server) as bob, visitor(browser, server, missing=1) as carol:
        bob.goto(invitation(page))
        bob.click("[data-do=join]")
        expect(bob.locator("[data-do=ready]")).to_be_hidden()
        carol.goto(invitation(page))  # she sees the old rules
        page.click("[data-do=change-rules]")
        page.locator("summary", has_text="The whist").click()
        page.select_option("[name=stalingrad]", "true")
        page.click("[data-do=open-table]")
        expect(bob.locator("#waiting .rules-difference li")).to_have_text([STALINGRAD])
        expect(bob.locator("[data-do=ready]")).to_be_visible()
        with carol.expect_navigation() as refused:
            carol.click("[data-do=join]")
        assert refused.value.status == 409
        expect(difference(carol)).to_have_text([STALINGRAD])
        carol.click("[data-do=join]")
        expect(page.locator("[data-place='1'] [data-ready]")).to_have_text("not ready")
        expect(page.locator("#table")).to_have_attribute("data-phase", "waiting")
        bob.click("[data-do=ready]")
        for someone in (page, bob, carol):
            expect(someone.locator("#table")).not_to_have_attribute("data-phase", "waiting")
