"""Offers that hold in every layout are booked without asking (§12.2)."""

from dataclasses import replace
from random import Random

import pytest

from games.cards import FULL_DECK, Card, cards_in, hand_of
from games.errors import Refusal
from games.preferans import Match, apply, parse_action, view_for
from games.preferans.double_dummy import OutOfWork, Position, Search, Work
from games.preferans.layouts import how_many, known_to, layouts
from games.preferans.offers import controllers, tricks_left
from games.preferans.rules import SOCHI
from games.preferans.tricks import taker_of
from tests.games.preferans.agreements import random_rules
from tests.games.preferans.checking import cards_seen, permutation, permuted, played_in
from tests.games.preferans.driving import play_on, started
from tests.games.preferans.tables import EVEN, do, refused, table

TOPS = "6S pass pass H7+H8+6S whist whist"


def test_a_hand_of_masters_takes_the_rest_without_asking() -> None:
    match = apply(table(TOPS), 0, parse_action("offer 10 0 0"), 0)
    assert match.phase == "result"
    assert match.book.entries[0]["tricks"] == (10, 0, 0)


def test_what_is_not_sure_is_not_proved_and_may_be_asked() -> None:
    match = table("pass pass 6D H7+H8+6D whist whist", cards=EVEN)
    assert refused(match, 2, "offer 0 0 10") == "not_proved"
    assert apply(match, 2, parse_action("ask 5 0 5"), 0).phase == "offer"


def test_a_split_between_two_whisters_is_theirs_to_agree() -> None:
    match = table(TOPS)
    assert refused(match, 0, "offer 9 1 0") == "not_proved"
    lone = table("6S pass pass H7+H8+6S whist pass")
    assert apply(lone, 0, parse_action("offer 9 1 0"), 0).phase == "result"


def test_trumps_outside_must_be_drawn_before_side_masters_count() -> None:
    # Clubs trump: eldest has all spades, and no trump at all.
    match = table("pass 6C pass S7+S8+6C whist whist", cards=CLUBS)
    assert refused(match, 0, "offer 10 0 0") == "not_proved"


CLUBS = "AKQJT9..AKQ.A/.AKQJT9.987.9/.87.JT.KQJT87/S8S7"


def test_a_sure_misere_is_booked_and_an_unsure_one_is_not() -> None:
    cards = "987.987.98.87/AKQJ.AKQ.7A.Q/T.JT.KQJT.AKJ/HTH9".replace("7A", "A7")
    match = table("misere pass pass HT+H9+misere", cards=cards)
    late = do(match, "S7", "SA", "ST")
    while tricks_left(late.deal) > 5 if late.deal else False:
        legal = view_for(late, late.turn[0]).legal
        assert legal is not None
        late = do(late, legal[-1])
    assert late.deal is not None and late.deal.tricks[0] == 0
    sure = view_for(late, 0)
    assert sure.declarer == 0
    with_all = f"offer 0 {tricks_left(late.deal)} 0"
    assert apply(late, 0, parse_action(with_all), 0).book.sheet.pool[0] == 10


def test_in_all_pass_only_all_the_tricks_may_be_offered() -> None:
    match = table("pass pass pass HA HK HJ SA HQ H9", cards=EVEN)
    assert refused(match, 0, "ask 7 1 0") == "offer_not_allowed"
    assert refused(match, 0, "offer 8 0 0") == "not_proved"
    strong = table("pass pass pass HA HQ H9 HK HJ C7", cards=ALL_SPADES)
    assert apply(strong, 0, parse_action("offer 8 0 0"), 0).phase == "result"
    early = table("pass pass pass", cards=ALL_SPADES)
    assert refused(early, 0, "offer 10 0 0") == "not_proved"


ALL_SPADES = "AKQJT987...AK/.AKQJ.AKQ.QJT/.T987.JT987.9/H8H7"


def sides(chance: Random) -> tuple[Position, int, int]:
    """Three hands of four random cards, who leads, and the trumps."""
    cards = chance.sample(range(32), 12)
    hands = [hand_of(map(Card, cards[at : at + 4])) for at in (0, 4, 8)]
    position = Position((hands[0], hands[1], hands[2]), chance.randrange(3), ())
    return position, chance.randrange(5), chance.choice((1, 2, 4, 3, 5, 6))


def most(position: Position, trump: int, counted: int, wanting: int) -> int:
    """The same question by trying everything."""
    hands, to_play, trick = position
    if not any(hands) and not trick:
        return 0
    hand = hands[to_play]
    led = trick[0][1] >> 3 if trick else None
    legal = [card for card in cards_in(hand) if led is None or card >> 3 == led]
    legal = legal or [card for card in cards_in(hand) if card >> 3 == trump]
    results = []
    for card in legal or list(cards_in(hand)):
        left = tuple(h & ~(1 << card) for h in hands)
        done = (*trick, (to_play, card))
        if len(done) < 3:
            after = Position((left[0], left[1], left[2]), (to_play + 1) % 3, done)
            results.append(most(after, trump, counted, wanting))
        else:
            taker = taker_of(done, done[0][1] >> 3, trump)
            after = Position((left[0], left[1], left[2]), taker, ())
            results.append((counted >> taker & 1) + most(after, trump, counted, wanting))
    return max(results) if wanting >> to_play & 1 else min(results)


@pytest.mark.parametrize("seed", range(12))
def test_the_search_agrees_with_trying_everything(seed: int) -> None:
    position, trump, side = sides(Random(seed))
    for counted, wanting in ((side, side), (7 ^ side, side)):
        expected = most(position, trump, counted, wanting)
        search = Search(counted=counted, wanting=wanting, trump=trump, work=Work(100_000))
        assert [search.takes(position, need) for need in range(6)] == [
            need <= expected for need in range(6)
        ]


def test_the_search_stops_at_its_limit() -> None:
    position, trump, side = sides(Random(1))
    with pytest.raises(OutOfWork):
        Search(counted=side, wanting=side, trump=trump, work=Work(3)).takes(position, 2)


def late_states(seed: int) -> list[Match]:
    chance = Random(seed)
    match = started(replace(random_rules(chance), max_deals=6, trick_history="all"))
    return [
        after
        for _, _, after in play_on(match, chance)
        if after.phase == "play" and after.deal and len(after.deal.history) >= 6
    ]


def offers(match: Match, seat: int) -> list[str]:
    """Some offers of this seat: the two sides' tricks split in every way."""
    assert match.deal is not None
    left, deal = tricks_left(match.deal), match.deal
    texts = []
    for mine in range(left + 1):
        counts = [0] * match.rules.players
        counts[seat if seat in deal.active else deal.active[0]] = mine
        other = next(s for s in deal.active if s != seat)
        counts[deal.declarer if deal.declarer not in (None, seat) else other] += left - mine
        texts.append(" ".join(("offer", *map(str, counts))))
    return texts


def answer(match: Match, seat: int, text: str) -> str:
    try:
        after = apply(match, seat, parse_action(text), match.clock_from or 0)
    except Refusal as refusal:
        return refusal.code
    return str(after.book.entries[-1]["tricks"])


@pytest.mark.parametrize("seed", range(6))
def test_the_answer_depends_on_the_offerers_view_alone(seed: int) -> None:
    chance = Random(seed)
    answers = set()
    for match in chance.sample(late_states(seed), 12):
        assert match.deal is not None
        seat = chance.choice(controllers(match.deal))
        hidden = FULL_DECK & ~played_in(match) & ~cards_seen(view_for(match, seat))
        other = permuted(match, permutation(hidden, chance))
        assert view_for(other, seat) == view_for(match, seat)
        for text in offers(match, seat):
            answers.add(given := answer(match, seat, text))
            assert answer(other, seat, text) == given
    assert "not_proved" in answers and len(answers) > 1


@pytest.mark.parametrize("seed", range(4))
def test_the_true_cards_are_among_the_layouts_tried(seed: int) -> None:
    for match in late_states(seed)[::7]:
        assert match.deal is not None
        for seat in match.deal.active:
            known = known_to(view_for(match, seat))
            if how_many(known) > 2_000:
                continue
            true = {s: match.deal.cards.hands[s] for s in match.deal.active}
            assert true in list(layouts(known))


def test_a_seat_that_did_not_follow_has_no_more_of_the_suit() -> None:
    match = table("pass pass pass HA HK HJ SA HQ H9 S7 S8 ST", cards=EVEN)
    rules = replace(SOCHI, trick_history="all")
    view = view_for(match._replace(rules=rules), 1)
    place = next(place for place in known_to(view).places if place.seat == 0)
    assert not place.possible & 0xFF000000
