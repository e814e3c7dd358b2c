"""The series of all-pass deals: its counter, exit level and price; the end of a match."""

from typing import Final

from games.preferans.outcome import Outcome
from games.preferans.prices import all_pass_price
from games.preferans.rules import Rules
from games.preferans.scoring import is_made
from games.preferans.sheet import Sheet

_EXITS: Final = {"6-6-6": (6,), "6-7-7": (6, 7), "6-7-8": (6, 7, 8), "6-7-8-6-7-8": (6, 7, 8)}


def series_after(rules: Rules, k: int, outcome: Outcome) -> int:
    """All-pass deals in the running series after this deal, `k` before it (§7.8)."""
    if outcome.kind == "all_pass":
        return k + 1
    return 0 if _leaves_series(rules, outcome) else k


def _leaves_series(rules: Rules, outcome: Outcome) -> bool:
    if rules.raspasy_exit_by == "any_game":
        return True
    if rules.raspasy_exit_by == "made":
        return is_made(outcome)
    # A game is played only against a whist, or as a checked ten, which nobody may refuse.
    return outcome.kind == "game" and outcome.played and is_made(outcome)


def min_level(rules: Rules, k: int) -> int:
    """The lowest game that may be bid after `k` all-pass deals in a row, 6 after none (§2.7)."""
    levels = _EXITS[rules.raspasy_exit]
    if rules.raspasy_exit == "6-7-8-6-7-8":
        return levels[k % len(levels)]
    return levels[min(k, len(levels) - 1)]


def price(rules: Rules, k: int) -> int:
    """What one trick of the `k`-th all-pass deal of a series costs, 1-based (§7.4)."""
    return all_pass_price(rules, k)


def next_dealer(rules: Rules, dealer: int, outcome: Outcome) -> int:
    """Who deals next: one seat clockwise, or the same after an all-pass deal (§1.5)."""
    stays = rules.dealer_after_raspasy == "stays_up_to_3"
    if stays and outcome.kind == "all_pass" and outcome.all_pass_number < 3:
        return dealer
    return (dealer + 1) % rules.players


def is_over(rules: Rules, sheet: Sheet, deals: int, elapsed_ms: int, k: int) -> bool:
    """Whether the match ends after this fully scored deal (§9.5, §7.9).

    `deals` are the deals finished, `elapsed_ms` the time since the first one in milliseconds.
    """
    if k > 0 and rules.finish_raspasy_series:
        return False
    return _is_limit_reached(rules, deals, elapsed_ms) or _are_pools_written(rules, sheet)


def _is_limit_reached(rules: Rules, deals: int, elapsed_ms: int) -> bool:
    by_deals = rules.max_deals > 0 and deals >= rules.max_deals
    return by_deals or 0 < rules.max_minutes * 60_000 <= elapsed_ms


def _are_pools_written(rules: Rules, sheet: Sheet) -> bool:
    if rules.end == "all_closed":
        return min(sheet.pool) >= rules.pool_target
    if rules.end == "pool_sum":
        return sum(sheet.pool) >= rules.players * rules.pool_target
    return False
