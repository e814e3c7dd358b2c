"""Facts of deals: written once a match, the same as the sheet says, found by any of their parts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import gevent
import pytest

from club.facets import ANY, CONTRACTS, CONVENTIONS, LEVELS, RESULTS, ROLES, Wanted, facets_of
from club.facts import PAGE, Facts
from games.preferans.facts import GAIN_PARTS
from games.preferans.rules import PRESETS, SOCHI, preset
from store import facts
from store.connections import Connections
from store.facts import FoundDeal, Key
from store.ids import new_id
from tests.club.written import Written, write_match
from tests.databases import execute

ALICE, BOB = 11, 12
PLAYED = (("sochi", 0), ("sochi", 1), ("leningrad", 0), ("leningrad", 1), ("rostov", 7))


@pytest.fixture
def known(connections: Connections) -> Facts:
    return Facts(connections)


def a_match(connections: Connections, seed: int, rules: str = "sochi", players: int = 3) -> Written:
    agreed = replace(preset(rules, players), pool_target=2)
    return write_match(connections, agreed, seed, sitters=(ALICE, BOB))


def everything(known: Facts, wanted: Wanted) -> list[FoundDeal]:
    """All pages, one after the other."""
    found: list[FoundDeal] = []
    below = facts.NEWEST
    while page := known.deals(wanted, below)[:PAGE]:
        found += page
        below = page[-1].key
    return found


def gains(connections: Connections, match_id: int) -> dict[int, int]:
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "select seat, sum(gain) from deal_facts where match_id = %s group by seat", (match_id,)
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize(("name", "players"), list(product(PRESETS, (3, 4))))
def test_what_deals_were_worth_adds_up_to_the_settlement(
    connections: Connections, known: Facts, name: str, players: int
) -> None:
    written = a_match(connections, 7, name, players)
    assert known.note_match(written.match_id)
    settlement = written.end.book.settlement
    assert settlement is not None
    worth = gains(connections, written.match_id)
    assert [round(worth[seat] / GAIN_PARTS) for seat in range(players)] == pytest.approx(
        list(settlement["shown"]), abs=1
    )
    assert sum(worth.values()) == 0


def test_every_deal_stands_once_as_its_entry_says(connections: Connections, known: Facts) -> None:
    written = a_match(connections, 5)
    known.note_match(written.match_id)
    found = {deal.key.number: deal for deal in everything(known, Wanted())}
    entries = written.end.book.entries
    assert len(found) == len(entries) > 3
    for entry in entries:
        deal = found[entry["number"]]
        assert deal.declarer == entry["declarer"]
        assert deal.contract == (entry["contract"] or "all_pass").rstrip("!")
        if deal.declarer is not None:
            assert deal.tricks == entry["tricks"][deal.declarer]
        assert (deal.result == "conceded") == (entry["kind"] == "concede")
        assert deal.names == ["player 0", "player 1", "bot 2"]


def test_a_match_is_noted_once_by_whoever_comes_first(
    connections: Connections, known: Facts
) -> None:
    written = a_match(connections, 5)
    other = Facts(connections)
    tries = [gevent.spawn(each.note_match, written.match_id) for each in (known, other) * 2]
    assert sorted(each.get(timeout=20) for each in tries) == [False, False, False, True]
    counts = known.counts(ALICE, ANY)
    assert sum(count.deals for count in counts) == len(written.end.book.entries)


def test_old_matches_are_noted_a_few_at_a_time(
    connections: Connections, known: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("club.facts.MATCHES_AT_ONCE", 2)
    monkeypatch.setattr("club.facts.CLAIM_SECONDS", 0.0)
    for seed in range(3):
        a_match(connections, seed)
    assert [known.note() for _ in range(3)] == [2, 1, 0]
    assert len(known.matches(Wanted(ALICE))) == 3


def test_two_workers_do_not_do_the_same_step(connections: Connections, known: Facts) -> None:
    a_match(connections, 5)
    assert [known.note(), Facts(connections).note()] == [1, 0]


def test_a_match_that_goes_on_is_not_noted(
    connections: Connections, known: Facts, database_url: str
) -> None:
    written = a_match(connections, 5)
    execute(database_url, "update matches set status = 'running'")
    assert known.note() == 0
    assert not known.note_match(written.match_id)
    assert everything(known, Wanted()) == []


def test_a_log_that_cannot_be_replayed_does_not_stop_the_others(
    connections: Connections, known: Facts, database_url: str
) -> None:
    broken, whole = a_match(connections, 5), a_match(connections, 6)
    execute(database_url, f"delete from events where match_id = {broken.match_id} and version = 4")
    assert known.note() == 2
    assert {deal.key.match_id for deal in everything(known, Wanted())} == {whole.match_id}


def by_hand(found: list[FoundDeal], wanted: Wanted) -> set[Key]:
    def fits(deal: FoundDeal) -> bool:
        contract = deal.contract[:-1] if wanted.contract in LEVELS else deal.contract
        return (
            wanted.convention in (ANY, deal.convention)
            and wanted.contract in (ANY, contract)
            and wanted.result in (ANY, deal.result)
        )

    return {deal.key for deal in found if fits(deal)}


@pytest.fixture(scope="module")
def searched(new_database: Callable[[], str]) -> Iterator[Facts]:
    """Matches of each convention, in a database for all searches."""
    connections = Connections(new_database(), size=2)
    known = Facts(connections)
    for name, seed in PLAYED:
        known.note_match(a_match(connections, seed, name).match_id)
    yield known
    connections.close()


def searches() -> Iterator[Wanted]:
    for convention in (ANY, *CONVENTIONS):
        for contract in (ANY, "6", "misere", "all_pass", "6S"):
            for result in (ANY, *RESULTS):
                yield Wanted(None, "declarer", convention, contract, result)


def test_a_search_finds_what_looking_at_each_deal_finds(searched: Facts) -> None:
    all_deals = everything(searched, Wanted())
    assert len(all_deals) > 2 * PAGE
    assert [deal.key for deal in all_deals] == sorted(
        (deal.key for deal in all_deals), reverse=True
    )
    for wanted in searches():
        found = [deal.key for deal in everything(searched, wanted)]
        assert len(found) == len(set(found))
        assert set(found) == by_hand(all_deals, wanted), wanted


def test_a_player_finds_what_he_did(searched: Facts) -> None:
    all_deals = everything(searched, Wanted())
    declared = everything(searched, Wanted(BOB))
    assert {deal.key for deal in declared} == {
        deal.key for deal in all_deals if deal.declarer in (None, 1)
    }
    assert {deal.key for deal in everything(searched, Wanted(BOB, role=ANY))} == {
        deal.key for deal in all_deals
    }
    whisted = everything(searched, Wanted(BOB, role="whist"))
    assert whisted and all(deal.declarer not in (None, 1) for deal in whisted)
    assert everything(searched, Wanted(new_id(), role=ANY)) == []


def test_counts_say_what_a_search_finds(searched: Facts) -> None:
    for player in (ALICE, BOB):
        counts = searched.counts(player, ANY)
        for contract in CONTRACTS:
            counted = [c for c in counts if c.contract == contract and c.role == "declarer"]
            found = [
                deal
                for deal in everything(searched, Wanted(player, contract=contract))
                if deal.declarer is not None
            ]
            assert sum(c.deals for c in counted) == len(found)
            made = sum(deal.result == "made" for deal in found)
            assert sum(c.fulfilled for c in counted) == made


def test_matches_are_found_by_player_and_convention(searched: Facts) -> None:
    assert len(searched.matches(Wanted())) == len(PLAYED)
    assert len(searched.matches(Wanted(ALICE, convention="leningrad"))) == 2
    assert searched.matches(Wanted(new_id())) == []
    for match in searched.matches(Wanted(ALICE)):
        assert sum(match.whists) == 0
        assert match.deals > 0


def test_a_search_never_asks_for_many_kinds() -> None:
    for contract, result in product((ANY, *CONTRACTS, *LEVELS), (ANY, *RESULTS)):
        for player, role in ((None, "declarer"), *product([ALICE], ROLES)):
            assert len(facets_of(Wanted(player, role, ANY, contract, result))) < 500


def test_sochi_is_the_first_convention() -> None:
    assert CONVENTIONS[0] == SOCHI.convention
