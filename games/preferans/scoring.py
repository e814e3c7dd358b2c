"""What one deal writes (§8): on the bare sheet, and on a running one with help (§9)."""

from games.cards import rank_of, suit_of
from games.preferans import all_pass_scoring, prices
from games.preferans.outcome import Outcome, Seat
from games.preferans.pools import add_points
from games.preferans.rules import Rules
from games.preferans.sheet import Pencil, Sheet, clockwise_after


def score(rules: Rules, outcome: Outcome) -> Sheet:
    """The bare changes of one deal, before American help and mountain first (§8)."""
    pencil = Pencil(Sheet.empty(rules.players))
    if outcome.kind == "all_pass":
        all_pass_scoring.write_all_pass(rules, outcome, pencil)
    elif outcome.kind == "concede":
        _write_concession(rules, outcome, pencil)
    elif outcome.kind == "misere":
        _write_misere(rules, outcome, pencil)
    else:
        _write_game(rules, outcome, pencil)
    return pencil.sheet()


def write(rules: Rules, sheet: Sheet, outcome: Outcome) -> Sheet:
    """The sheet after the deal: points pass through the pool-closing routine (§9.2-9.4)."""
    changes = score(rules, outcome)
    pencil = Pencil(sheet)
    for seat in range(rules.players):
        pencil.mountain[seat] += changes.mountain[seat]
        for other in range(rules.players):
            pencil.whists[seat][other] += changes.whists[seat][other]
    # Several seats may get a zero bonus; eldest closes first, the dealer last.
    for seat in (*clockwise_after(outcome.dealer, rules.players), outcome.dealer):
        if changes.pool[seat]:
            points = changes.pool[seat]
            add_points(rules, pencil, seat, points, made=outcome.kind != "all_pass")
    return pencil.sheet()


def duty(level: int, rules: Rules) -> int:
    """Tricks the defending pair owes on a game of this level (§8.4)."""
    return prices.duty(rules, level)


def is_made(outcome: Outcome) -> bool:
    """Whether the declarer fulfilled his contract; False when there was none (§8.2, §6.4)."""
    if outcome.declarer is None or outcome.kind == "concede":
        return False
    if outcome.kind == "misere":
        return outcome.tricks[outcome.declarer] == 0
    return not outcome.played or outcome.tricks[outcome.declarer] >= outcome.level


def talon_units(outcome: Outcome) -> int:
    """Units of the talon bonus: ace 1, K+Q of a suit 1, A+K of a suit 2, two aces 3 (§8.6)."""
    if outcome.talon is None or outcome.no_talon:
        return 0
    low, high = sorted(map(rank_of, outcome.talon))
    same_suit = suit_of(outcome.talon[0]) == suit_of(outcome.talon[1])
    if low == _ACE:
        return 3
    if high == _ACE:
        return 2 if same_suit and low == _KING else 1
    return 1 if same_suit and (low, high) == (_QUEEN, _KING) else 0


_QUEEN, _KING, _ACE = 5, 6, 7


def _write_concession(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    undertricks = rules.concede_without_three
    price = prices.undertrick_price(rules, outcome.level)
    pencil.mountain[_declarer(outcome)] += undertricks * price


def _write_misere(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    declarer = _declarer(outcome)
    tricks = outcome.tricks[declarer]
    column = pencil.mountain if tricks else pencil.pool
    points = tricks * prices.misere_trick_price(rules) if tricks else prices.MISERE_VALUE
    if rules.misere_half_with_dealer and outcome.dealer != declarer:
        column[outcome.dealer] += points // 2
        points -= points // 2
    column[declarer] += points


def _write_game(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    _write_talon_bonus(rules, outcome, pencil)
    declarer = _declarer(outcome)
    if not outcome.played:
        pencil.pool[declarer] += prices.game_value(outcome.level)
        if outcome.half_whister is not None:
            half = prices.half_whist_value(rules, outcome.level)
            pencil.write_whists(outcome.half_whister, declarer, half)
    elif is_made(outcome):
        pencil.pool[declarer] += prices.game_value(outcome.level)
        _write_trick_whists(rules, outcome, pencil)
        _write_shortfall(rules, outcome, pencil)
    else:
        undertricks = outcome.level - outcome.tricks[declarer]
        price = prices.undertrick_price(rules, outcome.level)
        pencil.mountain[declarer] += undertricks * price
        _write_consolation(rules, outcome, pencil, undertricks)
        _write_failed_whists(rules, outcome, pencil)


def _write_trick_whists(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    """Two whisters write their own tricks, one writes those of both defenders (§8.2)."""
    declarer = _declarer(outcome)
    price = prices.whist_price(rules, outcome.level)
    if len(outcome.whisters) == 1:
        pair = sum(outcome.tricks[seat] for seat in _defenders(rules, outcome))
        pencil.write_whists(outcome.whisters[0], declarer, price * pair)
        return
    for whister in outcome.whisters:
        pencil.write_whists(whister, declarer, price * outcome.tricks[whister])


def _write_failed_whists(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    """Trick whists on a failed game; the styles differ when one whisted (§8.3, §8.5)."""
    declarer = _declarer(outcome)
    price = prices.whist_price(rules, outcome.level)
    defenders = _defenders(rules, outcome)
    if _is_checked_ten(rules, outcome):
        for seat in defenders if rules.ten_checked_whists else ():
            pencil.write_whists(seat, declarer, price * outcome.tricks[seat])
    elif _is_split(rules, outcome):
        pair = sum(outcome.tricks[seat] for seat in defenders)
        for seat in defenders:
            pencil.write_whists(seat, declarer, price * pair // 2)
    else:
        _write_trick_whists(rules, outcome, pencil)


def _is_split(rules: Rules, outcome: Outcome) -> bool:
    """Gentlemen halve the whists of one whister and one passer on a failed game (§8.3)."""
    if rules.whist_style != "gentleman" or len(outcome.whisters) != 1:
        return False
    # The sitting dealer who whisted writes all whists (§4.5).
    return outcome.whisters[0] in _defenders(rules, outcome) and not _takes_all(rules, outcome)


def _takes_all(rules: Rules, outcome: Outcome) -> bool:
    """A returned whist takes the half-whister's part of a failed game (§8.3)."""
    return rules.return_takes_all and outcome.returned and outcome.half_whister is not None


def _write_consolation(rules: Rules, outcome: Outcome, pencil: Pencil, undertricks: int) -> None:
    declarer = _declarer(outcome)
    amount = undertricks * prices.consolation_price(rules, outcome.level)
    for seat in _consoled(rules, outcome):
        by = seat
        if _takes_all(rules, outcome) and seat == outcome.half_whister:
            by = outcome.whisters[0]
        pencil.write_whists(by, declarer, amount)


def _consoled(rules: Rules, outcome: Outcome) -> list[Seat]:
    """Both defenders, and the sitting dealer by agreement or as the whister (§8.3, §11)."""
    seats = _defenders(rules, outcome)
    sits = rules.players == 4
    if sits and (rules.consolation_to_dealer or outcome.dealer in outcome.whisters):
        seats.append(outcome.dealer)
    return seats


def _write_shortfall(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    """Missing tricks go on the whisters' mountains; a made game only (§8.4)."""
    price = prices.shortfall_price(rules, outcome.level)
    for seat, missing in _missing_tricks(rules, outcome):
        pencil.mountain[seat] += missing * price


def _missing_tricks(rules: Rules, outcome: Outcome) -> list[tuple[Seat, int]]:
    defenders = _defenders(rules, outcome)
    whisters = [seat for seat in outcome.whisters if seat in defenders]
    owed = prices.duty(rules, outcome.level)
    short = max(0, owed - sum(outcome.tricks[seat] for seat in defenders))
    if not whisters:
        return []
    if len(whisters) == 1:
        return [(whisters[0], short)]
    if owed < 2:
        payers = whisters if rules.responsibility_single == "both" else whisters[1:]
        return [(seat, short) for seat in payers]
    return _quota_shares(rules, outcome, owed // 2, short)


def _quota_shares(rules: Rules, outcome: Outcome, quota: int, short: int) -> list[tuple[Seat, int]]:
    """How two whisters share what is missing on a six or a seven (§8.4)."""
    taken = {seat: outcome.tricks[seat] for seat in outcome.whisters}
    own = [(seat, max(0, quota - tricks)) for seat, tricks in taken.items()]
    if rules.whist_quota == "personal":
        return own
    if short == 0:
        return []
    if max(taken.values()) > quota:
        return [(min(taken, key=lambda seat: taken[seat]), short)]
    return own


def _write_talon_bonus(rules: Rules, outcome: Outcome, pencil: Pencil) -> None:
    """Fast tricks in the talon, written on the declarer whether he made it or not (§8.6)."""
    declarer = _declarer(outcome)
    if rules.talon_bonus == "off":
        return
    amount = talon_units(outcome) * prices.talon_unit_price(rules, outcome.level)
    if rules.talon_bonus == "dealer":
        pencil.write_whists(outcome.dealer, declarer, amount)
        return
    for seat in _defenders(rules, outcome):
        pencil.write_whists(seat, declarer, amount // 2)


def _is_checked_ten(rules: Rules, outcome: Outcome) -> bool:
    return outcome.level == 10 and rules.ten == "checked"


def _declarer(outcome: Outcome) -> Seat:
    assert outcome.declarer is not None, "a contract has a declarer"
    return outcome.declarer


def _defenders(rules: Rules, outcome: Outcome) -> list[Seat]:
    """The two active players against the declarer, clockwise from him (§4.2)."""
    seats = clockwise_after(_declarer(outcome), rules.players)
    return [seat for seat in seats if rules.players == 3 or seat != outcome.dealer]
