"""Invitations by name: who may ask whom, what the other one is shown, and when it is over."""

from typing import Any

import pytest

from club.addresses import address_of
from club.agreed import Agreed
from club.club import Club
from club.errors import ClubRefusal
from club.personal_invitations import (
    CREDITS,
    MOST_BY_PLAYER,
    MOST_TO_PLAYER,
    MOST_TO_TABLE,
    Invited,
)
from club.seating import Guest
from games.preferans.rules import SOCHI
from jobs import close_abandoned
from store.errors import SeatRefused
from tests.club.clubs import a_guest, a_table
from tests.club.talkers import PASSWORD, a_member, known
from tests.club.written import write_match
from tests.databases import execute

STEPPED = ("close abandoned", "reckon matches")


def asked(club: Club, guest: Guest) -> list[Invited]:
    """To what he is asked, as he is shown it."""
    return list(club.personal_invitations.of([guest.player_id]).get(guest.player_id, ()))


def refusal(club: Club, guest: Guest, match_id: int, name: str) -> str:
    try:
        club.personal_invitations.invite(guest, match_id, name)
    except (ClubRefusal, SeatRefused) as refused:
        return refused.code
    raise AssertionError("nothing was refused")


def rows(club: Club) -> list[Any]:
    with club.connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select match_id, invited_id from invitations")
        return list(cursor)


def test_whoever_is_asked_is_shown_who_asks_and_what_is_played(club: Club) -> None:
    alice, bob = a_guest(), a_member(club, "Боря")
    match_id = club.seating.open(alice, Agreed(convention="rostov", target=20, speed="fast"))
    club.personal_invitations.invite(alice, match_id, " боря ")
    (invited,) = asked(club, bob)
    assert invited.by == "alice"
    assert invited[3:8] == ("rostov", 20, False, "fast", False)
    assert club.invitations.match_at(invited.link) == match_id
    club.seating.join(bob, match_id, agreed_to=invited.mark)
    assert asked(club, bob) == rows(club) == []


def test_whoever_sits_there_may_ask_and_nobody_else(club: Club) -> None:
    alice, bob, dave = a_guest(), a_guest("bob"), a_guest("dave")
    carol = a_member(club, "Карина")
    match_id = a_table(club, alice, bob)
    assert refusal(club, dave, match_id, "Карина") == "not_seated"
    assert refusal(club, dave, 4711, "Карина") == "no_such_table"
    club.personal_invitations.invite(bob, match_id, "Карина")
    assert [each.by for each in asked(club, carol)] == ["bob"]


def test_a_table_that_is_full_or_has_begun_takes_nobody(club: Club) -> None:
    alice, bob = a_guest(), a_guest("bob")
    a_member(club, "Карина")
    match_id = a_table(club, alice, bob, "Фома")
    assert refusal(club, alice, match_id, "Карина") == "table_full"
    club.tables.begin(match_id)
    assert refusal(club, alice, match_id, "Карина") == "not_open"


def test_only_others_who_are_not_there_yet_are_asked(club: Club) -> None:
    alice, bob = known(club, "Алиса"), known(club, "Боря")
    match_id = a_table(club, alice, bob)
    assert refusal(club, alice, match_id, "Алиса") == "not_yourself"
    assert refusal(club, alice, match_id, "Боря") == "already_there"
    for nobody in ("Никто", "", "—", "\0", "\ud800", "x" * 500):
        assert refusal(club, alice, match_id, nobody) == "no_such_player"


def test_a_guest_is_found_by_his_name_if_no_other_has_it(club: Club) -> None:
    alice, bob = a_guest(), known(club, "Бодрый Ёж")
    match_id = a_table(club, alice)
    club.personal_invitations.invite(alice, match_id, "Бодрый Ёж")
    assert len(asked(club, bob)) == 1
    known(club, "Бодрый Ёж")
    assert refusal(club, alice, match_id, "Бодрый Ёж") == "several_of_that_name"
    member = a_member(club, "Бодрый Ёж")
    club.personal_invitations.invite(alice, match_id, "Бодрый Ёж")
    assert len(asked(club, member)) == 1


def test_those_one_has_played_with_are_offered_and_meant(club: Club) -> None:
    alice, friend, member = known(club), known(club, "Бодрый Ёж"), a_member(club, "Вера")
    known(club, "Бодрый Ёж")
    ids = [each.player_id for each in (alice, friend, member)]
    club.reckoning.reckon_one(write_match(club.connections, SOCHI, 1, ids).match_id)
    assert sorted(club.personal_invitations.companions(alice.player_id)) == ["Бодрый Ёж", "Вера"]
    club.personal_invitations.invite(alice, a_table(club, alice), "бодрый еж")
    assert len(asked(club, friend)) == 1


def test_asked_twice_is_asked_once_and_a_no_stays(club: Club) -> None:
    alice, bob, carol = a_guest(), a_guest("bob"), a_member(club, "Карина")
    match_id = a_table(club, alice, bob)
    for guest in (alice, alice, bob):
        club.personal_invitations.invite(guest, match_id, "Карина")
    assert [each.by for each in asked(club, carol)] == ["bob"]
    assert club.personal_invitations.names_asked(match_id) == ["Карина"]
    club.personal_invitations.decline(carol, match_id)
    club.personal_invitations.invite(alice, match_id, "Карина")
    assert asked(club, carol) == [] and len(rows(club)) == 1
    club.personal_invitations.invite(alice, a_table(club, alice), "Карина")
    assert len(asked(club, carol)) == 1


@pytest.mark.parametrize("why", ["blocked", "blocks", "calm", "other"])
def test_nobody_is_told_why_he_may_not_ask_somebody(club: Club, why: str) -> None:
    alice, bob, carol = known(club), known(club, "bob"), a_member(club, "Карина")
    match_id = a_table(club, alice, bob)
    if why == "calm":
        club.talk.be_calm(carol, is_calm=True)
    elif why == "blocks":
        club.blocks.put(alice, carol.player_id, "block")
    else:
        club.blocks.put(carol, (bob if why == "other" else alice).player_id, "block")
    assert refusal(club, alice, match_id, "Карина") == "takes_no_invitations"
    assert rows(club) == []


def test_calm_mode_and_a_block_hide_what_was_asked_before(club: Club) -> None:
    alice, friend, carol = known(club), known(club, "friend"), a_member(club, "Карина")
    club.tables.begin(a_table(club, friend, carol, "Фома"))
    for guest in (alice, friend):
        club.personal_invitations.invite(guest, a_table(club, guest), "Карина")
    assert {each.by for each in asked(club, carol)} == {"alice", "friend"}
    club.talk.be_calm(carol, is_calm=True)
    assert [each.by for each in asked(club, carol)] == ["friend"]
    club.blocks.put(carol, friend.player_id, "block")
    assert asked(club, carol) == []


def test_it_is_over_with_the_table_and_when_who_asked_stands_up(club: Club) -> None:
    alice, bob, carol = a_guest(), a_guest("bob"), a_member(club, "Карина")
    begun, closed, left = (a_table(club, alice, bob) for _ in range(3))
    for match_id in (begun, closed, left):
        club.personal_invitations.invite(alice, match_id, "Карина")
    club.seating.start(alice, begun)
    club.seating.leave(alice, left)
    assert [each.table for each in asked(club, carol)] == [address_of(closed)]
    execute(club.connections.dsn, f"update matches set status = 'finished' where id = {closed}")
    assert asked(club, carol) == [] and len(rows(club)) == 3
    close_abandoned.step(club)
    assert rows(club) == [(left, carol.player_id)]


def test_a_table_and_a_player_ask_so_many_and_no_more(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("club.personal_invitations.CREDITS", 1_000)
    alice, names = a_guest(), [f"guest {n}" for n in range(MOST_TO_TABLE + 1)]
    for name in names:
        known(club, name)
    *full, last = (a_table(club, alice) for _ in range(MOST_BY_PLAYER // MOST_TO_TABLE + 1))
    for match_id in full:
        for name in names[:MOST_TO_TABLE]:
            club.personal_invitations.invite(alice, match_id, name)
        assert refusal(club, alice, match_id, names[-1]) == "too_many_invitations"
    assert refusal(club, alice, last, names[-1]) == "too_many_invitations"
    club.personal_invitations.invite(alice, full[0], names[0])


def test_nobody_asks_many_at_once(club: Club) -> None:
    alice, names = a_guest(), [f"guest {n}" for n in range(CREDITS + 1)]
    for name in names:
        known(club, name)
    tables = [a_table(club, alice) for _ in range(2)]
    for number, name in enumerate(names[:CREDITS]):
        club.personal_invitations.invite(alice, tables[number % 2], name)
    assert refusal(club, alice, tables[0], names[-1]) == "too_many_invitations"
    club.personal_invitations.invite(alice, tables[0], names[0])  # is the same one


def test_nobody_is_asked_by_a_crowd(club: Club) -> None:
    carol = a_member(club, "Карина")
    crowd = [a_guest(f"guest {n}") for n in range(MOST_TO_PLAYER + 1)]
    for guest in crowd[1:]:
        club.personal_invitations.invite(guest, a_table(club, guest), "Карина")
    assert refusal(club, crowd[0], a_table(club, crowd[0]), "Карина") == "takes_no_invitations"
    assert len(asked(club, carol)) == MOST_TO_PLAYER


def test_a_member_takes_along_what_is_kept_of_it_and_nothing_stays(club: Club) -> None:
    alice, carol = a_member(club, "Алиса"), a_member(club, "Карина")
    club.personal_invitations.invite(alice, a_table(club, alice), "Карина")
    account = club.accounts.of(carol.player_id)
    assert account is not None
    (kept,) = club.accounts.export(account)["invitations"]
    assert (kept["by"], kept["to"]) == ("Алиса", "Карина")
    club.accounts.delete(account, PASSWORD)
    assert rows(club) == []
