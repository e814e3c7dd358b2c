"""The final settlement in whists, exact and shown (§10)."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import NamedTuple

from games.preferans.prices import WHISTS_PER_POINT
from games.preferans.rules import Rules
from games.preferans.sheet import Sheet


class Settlement(NamedTuple):
    """What each seat won (positive) or lost, in whists."""

    exact: tuple[Fraction, ...]  # sums to 0
    shown: tuple[int, ...]  # whole whists, sums to 0
    payments: tuple[tuple[int, int, Fraction], ...]  # (from, to, whists), at most n - 1


def settle(rules: Rules, sheet: Sheet) -> Settlement:
    """Settle the sheet as it stands (§10)."""
    exact = results(rules, sheet)
    return Settlement(exact, shown(exact), payments(exact))


def results(rules: Rules, sheet: Sheet) -> tuple[Fraction, ...]:
    """What each seat would get if the match ended with this sheet, in whists, exactly.

    10·(ΣG/n − G_i) + Σ_j (W[i][j] − W[j][i]), with G = M − k·P (§10).
    """
    n = len(sheet.pool)
    debts, divisor = _debts(rules, sheet), _divisor(rules, sheet)
    return tuple(
        Fraction(WHISTS_PER_POINT * (sum(debts) - n * debts[seat]), divisor)
        + sum(sheet.whists[seat])
        - sum(row[seat] for row in sheet.whists)
        for seat in range(n)
    )


def between(rules: Rules, sheet: Sheet) -> tuple[tuple[Fraction, ...], ...]:
    """What each seat won from each other one, in whists, exactly; its row sums to its result (§10).

    10·(G_j − G_i)/n + W[i][j] − W[j][i]: the same formula, one other seat at a time.
    """
    seats = range(len(sheet.pool))
    debts, divisor = _debts(rules, sheet), _divisor(rules, sheet)
    return tuple(
        tuple(
            Fraction(WHISTS_PER_POINT * (debts[other] - debts[seat]), divisor)
            + sheet.whists[seat][other]
            - sheet.whists[other][seat]
            for other in seats
        )
        for seat in seats
    )


def _debts(rules: Rules, sheet: Sheet) -> list[int]:
    return [m - rules.pool_to_mountain * p for m, p in zip(sheet.mountain, sheet.pool, strict=True)]


def _divisor(rules: Rules, sheet: Sheet) -> int:
    return len(sheet.pool) - (rules.mountain_divisor == "n_minus_1")


def shown(exact: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole whists: floors, then one more for the largest remainders, ties to the last seat."""
    floors = [floor(result) for result in exact]
    order = sorted(
        range(len(exact)), key=lambda seat: (exact[seat] - floors[seat], seat), reverse=True
    )
    for seat in order[: -sum(floors)]:
        floors[seat] += 1
    return tuple(floors)


def payments(exact: Sequence[Fraction]) -> tuple[tuple[int, int, Fraction], ...]:
    """Who pays whom: the largest debtor pays the largest creditor until nobody owes (§10)."""
    left = list(exact)
    paid: list[tuple[int, int, Fraction]] = []
    seats = range(len(left))
    while (debt := -min(left)) > 0:
        payer = min(seats, key=lambda seat: left[seat])
        payee = max(seats, key=lambda seat: left[seat])
        amount = min(debt, left[payee])
        left[payer] += amount
        left[payee] -= amount
        paid.append((payer, payee, amount))
    return tuple(paid)
