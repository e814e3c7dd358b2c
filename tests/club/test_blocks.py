"""Block: the two are never seated together, whoever of them blocked the other."""

import pytest

from club.club import Club
from club.errors import ClubRefusal
from tests.club.clubs import a_guest, a_table
from tests.club.talkers import known


@pytest.mark.parametrize("blocker", ["host", "comer"])
def test_a_blocked_player_does_not_sit_down(club: Club, blocker: str) -> None:
    host, comer, other = known(club), known(club, "bob"), known(club, "carol")
    if blocker == "host":
        club.blocks.put(host, comer.player_id, "block")
    else:
        club.blocks.put(comer, host.player_id, "block")
    match_id = a_table(club, host)
    with pytest.raises(ClubRefusal, match="kept_apart"):
        club.seating.join(comer, match_id)
    assert club.seating.look(match_id).seat_of(comer.player_id) is None
    club.seating.join(other, match_id)


def test_a_blocked_player_takes_over_no_bot_either(club: Club) -> None:
    host, comer = known(club), known(club, "bob")
    match_id = a_table(club, host, "Фома", "Лука")
    club.tables.begin(match_id)
    club.blocks.put(host, comer.player_id, "block")
    with pytest.raises(ClubRefusal, match="kept_apart"):
        club.seating.join(comer, match_id)


def test_muted_is_not_blocked(club: Club) -> None:
    host, comer = known(club), known(club, "bob")
    club.blocks.put(host, comer.player_id, "mute")
    club.seating.join(comer, a_table(club, host))
    assert club.blocks.may_meet(host.player_id, comer.player_id)


def test_who_may_meet_is_the_same_both_ways(club: Club) -> None:
    alice, bob, carol = (known(club, name) for name in ("alice", "bob", "carol"))
    club.blocks.put(alice, bob.player_id, "block")
    ids = [each.player_id for each in (alice, bob, carol)]
    assert not club.blocks.may_meet(ids[0], ids[1])
    assert not club.blocks.may_meet(ids[1], ids[0])
    assert club.blocks.may_meet(ids[1], ids[2])
    assert club.blocks.apart_from(ids[1], ids) == {ids[0]}


def test_a_block_can_be_taken_back(club: Club) -> None:
    alice, bob = known(club), known(club, "bob")
    club.blocks.put(alice, bob.player_id, "mute")
    club.blocks.put(alice, bob.player_id, "block")
    assert [(b.name, b.kind) for b in club.blocks.of(alice.player_id)] == [("bob", "block")]
    club.blocks.remove(alice, bob.player_id)
    assert club.blocks.of(alice.player_id) == []
    assert club.blocks.may_meet(alice.player_id, bob.player_id)


def test_nobody_blocks_himself(club: Club) -> None:
    alice = a_guest()
    with pytest.raises(ClubRefusal, match="not_yourself"):
        club.blocks.put(alice, alice.player_id, "block")
    assert club.blocks.of(alice.player_id) == []
