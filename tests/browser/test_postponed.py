"""A page that takes long: a spinner, how far it is, and then the answer in its place."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from club.facts import Facts
from games.preferans.rules import SOCHI
from store.connections import Connections
from tests.browser.conftest import visitor
from tests.club.written import write_match
from tests.databases import execute
from tests.server import Server, serving

PATIENCE_MS = 60_000
MATCHES = 100  # of some 600 acts each: a second of work

# All that the page ever says of its progress, in `said`.
LISTEN = """
window.said = [];
new MutationObserver(() => {
  const words = document.querySelector(".so-far");
  if (words) said.push(words.textContent);
}).observe(document, { childList: true, subtree: true });
"""

COPY = """
insert into matches (id, rules, clock, seat_count, status, version, noted)
    select id + number, rules, clock, seat_count, status, version, noted
    from matches, generate_series(1, {more}) number where id = {match_id};
insert into seats (match_id, seat, player_id, bot)
    select match_id + number, seat, player_id, bot
    from seats, generate_series(1, {more}) number where match_id = {match_id};
insert into match_facts (match_id, seat, player_id, ended_at, convention, deals, whists)
    select match_id + number, seat, player_id, ended_at, convention, deals, whists
    from match_facts, generate_series(1, {more}) number where match_id = {match_id};
insert into events (match_id, version, seat, kind, body, ref, event_id, at)
    select match_id + number, version, seat, kind, body, ref, event_id, at
    from events, generate_series(1, {more}) number where match_id = {match_id}
"""


class OfLongPlay:
    """A club and how to make somebody its most faithful player."""

    def __init__(self, server: Server, url: str) -> None:
        self.server = server
        self.url = url

    def has_played(self, page: Page) -> int:
        """Whoever is on that page has many finished matches now; the id of the first of them."""
        page.goto("/")
        page.get_by_role("button", name="Open a table").click()
        page.wait_for_url("**/tables/*")
        connections = Connections(self.url, size=1)
        with connections.connection() as connection, connection.cursor() as cursor:
            cursor.execute("select host from matches order by created_at desc limit 1")
            (player,) = cursor.fetchone() or (None,)
        rules = replace(SOCHI, pool_target=2)
        match_id = write_match(connections, rules, seed=0, sitters=(player,)).match_id
        Facts(connections).note_match(match_id)
        connections.close()
        execute(self.url, COPY.format(match_id=match_id, more=MATCHES - 1))
        page.goto("/")
        return match_id


@pytest.fixture(scope="module")
def club(new_database: Callable[[], str]) -> Iterator[OfLongPlay]:
    url = new_database()
    with serving(url) as server:
        yield OfLongPlay(server, url)


def test_the_log_of_all_matches_is_prepared_and_saved(
    browser: Browser, club: OfLongPlay, tmp_path: Path
) -> None:
    with visitor(browser, club.server) as page:
        club.has_played(page)
        page.add_init_script(LISTEN)
        with page.expect_download(timeout=PATIENCE_MS) as saved:
            page.get_by_role("link", name="Save all my matches as text").click()
        assert saved.value.suggested_filename == "preferans.txt"
        saved.value.save_as(tmp_path / "log")
        assert (tmp_path / "log").read_text().count("preferans 1 {") == MATCHES
        expect(page.locator(".so-far")).to_contain_text("preferans.txt is ready.")
        expect(page.locator(".spinner")).to_be_hidden()
        assert f"of {MATCHES}" in " ".join(page.evaluate("said"))


def test_an_error_on_the_way_becomes_its_page(browser: Browser, club: OfLongPlay) -> None:
    with visitor(browser, club.server) as page:
        match_id = club.has_played(page)
        execute(club.url, f"update events set body = '{{}}' where match_id = {match_id}")
        page.add_init_script(LISTEN)
        page.get_by_role("link", name="Save all my matches as text").click()
        title = page.get_by_role("heading", level=1)
        expect(title).to_have_text("A card fell under the table", timeout=PATIENCE_MS)
        assert f"of {MATCHES}" in " ".join(page.evaluate("said"))
        page.get_by_role("link", name="To the first page").click()
        page.wait_for_url("**/")
