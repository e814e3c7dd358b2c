"""What an all-pass deal writes (§7.4-7.7)."""

from games.preferans import prices
from games.preferans.outcome import Outcome, Seat
from games.preferans.rules import Rules
from games.preferans.sheet import Pencil


def write_all_pass(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    """Tricks on the mountain or in whists, and the bonus for none (§7.5-7.7)."""
    if rules.raspasy_score == "whists":
        _write_tricks_as_whists(rules, outcome, pencil)
    else:
        _write_tricks_on_mountain(rules, outcome, pencil)
    _write_zero_bonus(rules, outcome, pencil)


def _write_tricks_on_mountain(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    price = prices.all_pass_price(rules, outcome.all_pass_number)
    seats = _taking_part(rules, outcome)
    forgiven = min(outcome.tricks[seat] for seat in seats) if rules.raspasy_amnesty else 0
    for seat in seats:
        pencil.mountain[seat] += (outcome.tricks[seat] - forgiven) * price


def _write_tricks_as_whists(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    """Those with the fewest tricks write each other's tricks on him, in halves if two (§7.7)."""
    price = prices.all_pass_price(rules, outcome.all_pass_number)
    seats = _taking_part(rules, outcome)
    fewest = min(outcome.tricks[seat] for seat in seats)
    winners = [seat for seat in seats if outcome.tricks[seat] == fewest]
    for loser in seats:
        if loser in winners:
            continue
        for winner in winners:
            # Two winners leave 10 - 2m tricks, an even count, so halves are whole.
            pencil.write_whists(winner, loser, price * outcome.tricks[loser] // len(winners))


def _write_zero_bonus(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    """No trick at all: points for the pool, or off the mountain (§7.6)."""
    pool, mountain = _zero_bonus(rules, outcome)
    for seat in range(rules.players):
        sits_out = rules.players == 4 and seat == outcome.dealer
        if outcome.tricks[seat] == 0 and (rules.zero_bonus_dealer or not sits_out):
            pencil.pool[seat] += pool
            pencil.mountain[seat] -= mountain


def _zero_bonus(rules: Rules, outcome: Outcome) -> tuple[int, int]:
    price = prices.all_pass_price(rules, outcome.all_pass_number)
    return {
        "pool_price": (price, 0),
        "pool_1": (1, 0),
        "mountain_minus_price": (0, price),
        "mountain_minus_2price": (0, 2 * price),
        "none": (0, 0),
    }[rules.raspasy_zero_bonus]


def _taking_part(rules: Rules, outcome: Outcome) -> list[Seat]:
    """The active seats, and the sitting dealer when he plays the talon (§7.3)."""
    dealer_plays = rules.players == 3 or rules.raspasy_talon == "leads_suit"
    return [seat for seat in range(rules.players) if dealer_plays or seat != outcome.dealer]
