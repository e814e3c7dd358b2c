"""A position to be solved, and what makes one impossible."""

from typing import Final, Literal, NamedTuple

from games.cards import FULL_DECK, NO_TRUMP, SUIT_MASKS, Card, Hand, suit_of

Mode = Literal["game", "misere", "all_pass"]
MODES: Final[tuple[Mode, ...]] = ("game", "misere", "all_pass")
MOST_TRICKS: Final = 10


class Impossible(ValueError):
    """No deal can come to this position; the text says why."""


class Problem(NamedTuple):
    """Three open hands (seats clockwise) somewhere in the play.

    `hands` are what each seat still holds, without the cards of `trick`: those on the table now,
    from the `leader` of the trick on. `declarer` is not read in all-pass.

    In all-pass `talon` are the cards that lead this trick and the next (§7.2); `eldest` leads the
    tricks after them, or the winner of the last of them when `winner_leads`
    (`raspasy_trick3_leader`). `talon_wins` lets the talon card take the trick for the sitting
    dealer (§7.3). A trick whose suit no hand holds, which no full deal has, is nobody's. A misère
    may have a talon too: that is all-pass seen by one player who expects the worst of both others.
    Not exact but nearer to how people play all-pass, and many times faster: with `against_thumb`
    everybody goes by rules of thumb and his own cards, except that the seat to play knows all this
    and does its best in so many last tricks (1..10).
    """

    hands: tuple[Hand, Hand, Hand]
    trump: int
    declarer: int
    mode: Mode
    leader: int
    trick: tuple[Card, ...] = ()
    talon: tuple[Card, ...] = ()
    eldest: int = 0
    talon_wins: bool = False
    winner_leads: bool = False
    against_thumb: int = 0


def check(problem: Problem) -> None:
    """Refuse a position no play leads to. Errors: Impossible."""
    _check_numbers(problem)
    _check_counts(problem)
    _check_cards(problem)
    _check_following(problem)


def _check_numbers(problem: Problem) -> None:
    if problem.mode not in MODES:
        raise Impossible("the mode is game, misere or all_pass")
    if problem.trump not in range(NO_TRUMP + 1):
        raise Impossible("no such trump")
    if problem.mode != "game" and problem.trump != NO_TRUMP:
        raise Impossible("there are no trumps in a misere or all_pass")
    if not 0 <= problem.against_thumb <= (MOST_TRICKS if problem.mode == "all_pass" else 0):
        raise Impossible("rules of thumb are for all_pass, and look at most ten tricks ahead")
    if problem.mode == "game" and problem.talon:
        raise Impossible("the talon is not played in a game")
    for seat in (problem.declarer, problem.leader, problem.eldest):
        if seat not in range(3):
            raise Impossible("seats are 0, 1 and 2")


def _check_cards(problem: Problem) -> None:
    seen = 0
    for hand in (*problem.hands, *(_mask_of(card) for card in problem.trick + problem.talon)):
        if not 0 <= hand < 1 << 32:
            raise Impossible("no such card")
        if seen & hand:
            raise Impossible("a card is there twice")
        seen |= hand


def _mask_of(card: Card) -> Hand:
    if not 0 <= card < 32:
        raise Impossible("no such card")
    return 1 << card


def _check_counts(problem: Problem) -> None:
    if len(problem.hands) != 3:
        raise Impossible("there are three hands")
    if len(problem.trick) > 2:
        raise Impossible("at most two cards lie on the table")
    counts = [hand.bit_count() for hand in problem.hands]
    for place in range(len(problem.trick)):
        counts[(problem.leader + place) % 3] += 1
    if len(set(counts)) > 1:
        raise Impossible("the hands are not of one length")
    if counts[0] > MOST_TRICKS:
        raise Impossible("a hand has more than ten cards")
    if len(problem.talon) > min(2, counts[0]):
        raise Impossible("too many talon cards")


def _check_following(problem: Problem) -> None:
    """Nobody may have kept back the suit led, or a trump he had to play (§5.2)."""
    leading = problem.talon or problem.trick
    if not leading:
        return
    led = SUIT_MASKS[suit_of(leading[0])]
    trumps = SUIT_MASKS[problem.trump] if problem.trump != NO_TRUMP else 0
    for place, card in enumerate(problem.trick):
        hand = problem.hands[(problem.leader + place) % 3]
        allowed = led if hand & led else led | trumps if hand & trumps else FULL_DECK
        if not 1 << card & allowed:
            raise Impossible("a card on the table does not follow")
