"""Pages of a club of many years: 200,000 matches that are over, medians of each page."""

import statistics
import time
from collections.abc import Sequence
from typing import Final

from bench.marks import Figures, Line, at_most
from bench.old_club import DEALS, MATCHES, fill, name_of
from bench.players.seating import Guest
from bench.players.stage import HOST, club, database
from bench.processes import ALL_CORES

ROUNDS: Final = 15
BUSIEST: Final = name_of(1)  # has played some thousand of them
SOMEBODY: Final = "{somebody}"  # some thirty

PAGES: Final = {
    "archive_matches_ms": ("/archive", f"/archive?player={BUSIEST}"),
    "archive_search_ms": (
        "/archive/deals",
        "/archive/deals?contract=misere&result=failed&convention=rostov",
        "/archive/deals?contract=10&result=conceded",
        f"/archive/deals?player={BUSIEST}&role=",
        f"/archive/deals?player={BUSIEST}&contract=misere&result=failed",
        f"/archive/deals?player={SOMEBODY}&role=whist&result=failed",
    ),
    "statistics_ms": (f"/archive/statistics?player={BUSIEST}",),
    "profile_ms": (f"/players/{BUSIEST}", f"/players/{SOMEBODY}"),
    "leaderboard_ms": ("/leaderboards", "/leaderboards?family=rostov"),
}
LINES: Final = tuple(
    Line(f"200,000 matches: {what}, median, ms", key, at_most(100))
    for what, key in (
        ("the latest and a player's matches", "archive_matches_ms"),
        ("deals searched", "archive_search_ms"),
        ("statistics of who has played most", "statistics_ms"),
        ("a player's page", "profile_ms"),
        ("a leaderboard", "leaderboard_ms"),
    )
)


def measure(*, quick: bool = False) -> Figures:
    """The worst median of the pages of each kind, asked one after the other."""
    matches, deals, rounds = (2_000, 1, 3) if quick else (MATCHES, DEALS, ROUNDS)
    with database(ALL_CORES) as (url, _):
        fill(url, matches, deals)
        somebody = name_of(51 if quick else 5_001)
        with club(url) as (port, _):
            guest = Guest(HOST, port)
            return {
                key: _worst(guest, [page.format(somebody=somebody) for page in pages], rounds)
                for key, pages in PAGES.items()
            }


def _worst(guest: Guest, pages: Sequence[str], rounds: int) -> float:
    medians = [_median_ms(guest, page.replace(" ", "%20"), rounds) for page in pages]
    for page, median in zip(pages, medians, strict=True):
        print(f"{page}: {median:.1f} ms", flush=True)
    return round(max(medians), 1)


def _median_ms(guest: Guest, page: str, rounds: int) -> float:
    guest.get(page)
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        guest.get(page)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    print(measure())
