"""The text of a deal and of a match."""

from random import Random

import pytest

from games.errors import BadRecord
from games.preferans.actions import NewDeal
from games.preferans.deal import deal_cards
from games.preferans.notation import (
    ENDED,
    HEADER,
    Act,
    DealRecord,
    MatchRecord,
    deck_of_record,
    parse_deal,
    parse_match,
    print_deal,
    print_match,
    record_of,
)
from games.preferans.replay import replay_match, replay_one
from games.preferans.rules import SOCHI, BadRules
from tests.games.preferans.agreements import random_rules
from tests.games.preferans.driving import play_on, started
from tests.games.preferans.lively import lively_row
from tests.games.preferans.tables import EVEN, STRONG, table

ACTS = "6S pass pass H8+H7+6S whist~ pass@ 1:ask+10+0+0"


def test_a_deal_reads_as_dealer_cards_acts_and_tricks() -> None:
    text = f"2|{STRONG}|{ACTS}|10 0 0"
    record = parse_deal(text)
    assert record.dealer == 2 and record.tricks == (10, 0, 0)
    assert record.acts[3] == Act(None, "H8 H7 6S")
    assert record.acts[4:] == (
        Act(None, "whist", "bot"),
        Act(None, "pass", "clock"),
        Act(1, "ask 10 0 0"),
    )
    assert print_deal(record) == text


def test_the_deck_of_a_record_deals_its_cards() -> None:
    record = parse_deal(f"2|{EVEN}||")
    new = NewDeal(deck_of_record(record), "00" * 8)
    deal = deal_cards(SOCHI, 2, new, min_level=6, all_pass_number=1)
    assert tuple(deal.cards.hands[seat] for seat in deal.active) == record.hands
    assert deal.cards.talon == record.talon


@pytest.mark.parametrize(
    "text",
    [
        *("", "|||", f"2|{STRONG}|", f"2|{STRONG}|||", f"4|{STRONG}||", f"x|{STRONG}||"),
        f"02|{STRONG}||",
        f"2|{STRONG[:-2]}||",
        f"2|{STRONG[:-2]}H8||",
        f"2|{STRONG.replace('AKQJT', 'KAQJT')}||",
        f"2|{STRONG.replace('AKQJT', 'AAQJT')}||",
        f"2|{STRONG.replace('AKQJT', 'AKQJ')}||",
        f"2|{STRONG.replace('AKQJT.', 'AKQJT')}||",
        f"2|{STRONG.replace('AKQJT', 'AKQJ1')}||",
        f"2|{STRONG}|jump|",
        f"2|{STRONG}|pass  pass|",
        f"2|{STRONG}|7:pass|",
        f"2|{STRONG}||11 0 0",
        f"2|{STRONG}||1 x 0",
    ],
)
def test_a_text_that_is_no_deal_is_refused(text: str) -> None:
    with pytest.raises(BadRecord):
        parse_deal(text)


def played(seed: int) -> tuple[MatchRecord, object]:
    chance = Random(seed)
    match = started(random_rules(chance), 0)
    deals: list[DealRecord] = []
    for before, _, after in play_on(match, chance, choose=lively_row):
        if after.phase in ("result", "finished") and before.phase not in ("result", "to_deal"):
            deals.append(record_of(after))
    ended = before.phase in ("result", "to_deal") or not deals[-1].tricks
    return MatchRecord(match.rules, tuple(deals), ended), after.book.sheet


@pytest.mark.parametrize("seed", range(12))
def test_a_whole_match_prints_parses_and_replays_to_its_sheet(seed: int) -> None:
    record, sheet = played(seed)
    text = print_match(record)
    assert parse_match(text) == record
    again = replay_match(record)
    assert again.book.sheet == sheet


def test_a_match_without_deals_waits() -> None:
    record = MatchRecord(SOCHI, ())
    assert parse_match(print_match(record)) == record
    assert replay_match(record).phase == "waiting"


@pytest.mark.parametrize(
    "text", ["", "x\n", f"{HEADER} \n", f"{HEADER} {{}}", f"{HEADER} {{}}\nx\n"]
)
def test_a_text_that_is_no_match_is_refused(text: str) -> None:
    with pytest.raises(BadRecord):
        parse_match(text)


def test_agreements_nobody_knows_are_refused() -> None:
    with pytest.raises(BadRules):
        parse_match(f'{HEADER} {{"base":"odessa"}}\n')
    assert parse_match(f'{HEADER} {{"base":"rostov"}}\n{ENDED}\n').ended


def test_an_illegal_act_of_a_record_is_named() -> None:
    record = parse_deal(f"2|{STRONG}|6S 6S|")
    with pytest.raises(BadRecord, match="act 2, '6S': bid_too_low"):
        replay_one(SOCHI, record)
    wrong = parse_deal(f"2|{STRONG}|6S pass pass H8+H7+6S pass pass|5 5 0")
    with pytest.raises(BadRecord, match="tricks"):
        replay_one(SOCHI, wrong)


def test_there_is_nothing_to_note_without_a_deal() -> None:
    with pytest.raises(BadRecord):
        record_of(started(SOCHI))
    assert print_deal(record_of(table("6S"))).endswith("|6S|")
