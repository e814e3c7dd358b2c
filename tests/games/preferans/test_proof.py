"""Offers that are sure wherever the unseen cards lie are booked without asking (§12.2)."""

from dataclasses import replace
from random import Random

import pytest

from games.cards import FULL_DECK
from games.errors import Refusal
from games.preferans import Match, apply, legal_actions, view_for
from games.preferans.actions import Offer
from games.preferans.layouts import how_many, known_to, layouts
from games.preferans.offers import controllers, tricks_left
from games.preferans.rules import SOCHI
from games.preferans.state import Deal
from tests.games.preferans.agreements import random_rules
from tests.games.preferans.checking import cards_seen, permutation, permuted, played_in
from tests.games.preferans.driving import Row, next_row, play_on, started
from tests.games.preferans.proving import act_of
from tests.games.preferans.tables import EVEN, do, refused, table

TOPS = "6S pass pass H7+H8+6S whist whist"


def booked(match: Match, seat: int, text: str) -> tuple[int, ...]:
    """The tricks of the deal after this offer."""
    after = apply(match, seat, act_of(match, seat, text), 0)
    assert after.phase == "result"
    return after.book.entries[-1]["tricks"]


def test_a_hand_of_masters_takes_the_rest_without_asking() -> None:
    assert booked(table(TOPS), 0, "offer 10 0 0") == (10, 0, 0)


def test_what_is_not_sure_is_not_proved_and_may_be_asked() -> None:
    match = table("pass pass 6D H7+H8+6D whist whist", cards=EVEN)
    assert refused(match, 2, "offer 0 0 10") == "not_proved"
    assert apply(match, 2, act_of(match, 2, "ask 5 0 5"), 0).phase == "offer"


def test_a_split_between_two_whisters_is_theirs_to_agree() -> None:
    match = table(TOPS)
    assert refused(match, 0, "offer 9 1 0") == "not_proved"
    assert booked(table("6S pass pass H7+H8+6S whist pass"), 0, "offer 9 1 0") == (9, 1, 0)


def test_who_plays_both_hands_proves_for_both() -> None:
    match = table("pass pass 6D H8+H7+6D whist pass open", cards=DEFENCE)
    assert refused(match, 1, "offer 0 10 0") == "offer_not_allowed"
    assert booked(match, 0, "offer 5 5 0") == (5, 5, 0)
    assert booked(match, 2, "offer 5 5 0") == (5, 5, 0)
    assert refused(match, 2, "offer 4 5 1") == "not_proved"


def test_a_defender_proves_for_himself_alone_where_each_plays_his_own_hand() -> None:
    closed = table("pass pass 6D H8+H7+6D whist pass closed", cards=DEFENCE)
    assert refused(closed, 0, "offer 5 5 0") == refused(closed, 0, "offer 9 1 0") == "not_proved"
    ten = table("pass pass 10D H8+H7+10D", cards=DEFENCE)
    assert refused(ten, 0, "offer 10 0 0") == refused(ten, 1, "offer 5 5 0") == "not_proved"
    assert booked(ten, 1, "offer 0 10 0") == (0, 10, 0)
    assert refused(ten, 2, "offer 0 10 0") == "not_proved"


# The defence has every trump that counts, and all the tops.
DEFENCE = "AKQJT.AKQJT../..AKQJT.AKQJT/987.987.987.9/H8H7"


def test_trumps_outside_must_be_drawn_before_side_masters_count() -> None:
    # Clubs trump: eldest has all spades, and no trump at all.
    match = table("pass 6C pass S7+S8+6C whist whist", cards=CLUBS)
    assert refused(match, 0, "offer 10 0 0") == "not_proved"


CLUBS = "AKQJT9..AKQ.A/.AKQJT9.987.9/.87.JT.KQJT87/S8S7"


def test_a_sure_misere_is_booked_and_an_unsure_one_is_not() -> None:
    cards = "987.987.98.87/AKQJ.AKQ.A7.Q/T.JT.KQJT.AKJ/HTH9"
    match = table("misere pass pass HT+H9+misere", cards=cards)
    late = do(match, "S7", "SA", "ST")
    while tricks_left(late.deal) > 5 if late.deal else False:
        legal = view_for(late, late.turn[0]).legal
        assert legal is not None
        late = do(late, legal[-1])
    assert late.deal is not None and late.deal.tricks[0] == 0
    with_all = f"offer 0 {tricks_left(late.deal)} 0"
    assert apply(late, 0, act_of(late, 0, with_all), 0).book.sheet.pool[0] == 10


def caught_by(match: Match, seat: int) -> list[int]:
    """The numbers of further tricks of the declarer that this catcher can prove."""
    assert match.deal is not None and match.deal.declarer is not None
    left = tricks_left(match.deal)
    proved = []
    for caught in range(left + 1):
        counts = [0] * match.rules.players
        counts[match.deal.declarer], counts[seat] = caught, left - caught
        act = act_of(match, seat, f"offer {' '.join(map(str, counts))}")
        if isinstance(act, Offer) and act.proved:
            proved.append(caught)
    return proved


def misere_row(match: Match, now: int, chance: Random) -> Row:
    """Whoever may bids misère; the rest is played at random."""
    row = next_row(match, now, chance)
    bids = match.phase == "auction" and "misere" in legal_actions(match, row.seat)
    return replace(row, text="misere") if bids else row


def catching(seed: int) -> list[Match]:
    """Late states of misères before a free lead."""
    match = started(replace(SOCHI, max_deals=4, trick_history="all"))
    return [
        after
        for _, _, after in play_on(match, Random(seed), choose=misere_row)
        if after.phase == "play" and after.deal and len(after.deal.history) >= 6
        if after.deal.kind == "misere" and not after.deal.trick
    ]


def test_a_catcher_proves_just_what_best_play_catches_whatever_was_discarded() -> None:
    found = 0
    for match in (match for seed in range(12) for match in catching(seed)):
        own = match
        assert own.deal is not None
        seat = next(s for s in own.deal.active if s != own.deal.declarer)
        mine = caught_by(own, seat)
        assert len(mine) <= 1
        if mine:
            one = own._replace(deal=caught_alone(own.deal, seat))
            assert caught_by(one, seat) == list(range(mine[0] + 1))
            found += mine[0] > 0
    assert found > 3


def caught_alone(deal: Deal, seat: int) -> Deal:
    """The same play with one catcher for both hands (§6.3)."""
    players_of = tuple(s if s == deal.declarer else seat for s in deal.players_of)
    return deal._replace(players_of=players_of)


def test_hands_that_are_not_open_are_not_spoken_for() -> None:
    match = table("misere pass pass H7+H8+misere")
    assert refused(match, 1, "offer 5 5 0") == "not_proved"


def test_in_all_pass_only_all_the_tricks_may_be_offered() -> None:
    match = table("pass pass pass HA HK HJ SA HQ H9", cards=EVEN)
    assert refused(match, 0, "ask 7 1 0") == "offer_not_allowed"
    assert refused(match, 0, "offer 8 0 0") == "not_proved"
    strong = table("pass pass pass HA HQ H9 HK HJ C7", cards=ALL_SPADES)
    assert booked(strong, 0, "offer 8 0 0")[0] == 10
    early = table("pass pass pass", cards=ALL_SPADES)
    assert refused(early, 0, "offer 10 0 0") == "not_proved"


ALL_SPADES = "AKQJT987...AK/.AKQJ.AKQ.QJT/.T987.JT987.9/H8H7"


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
        after = apply(match, seat, act_of(match, seat, text), match.clock_from or 0)
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
def test_the_true_cards_are_among_the_layouts_allowed(seed: int) -> None:
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
