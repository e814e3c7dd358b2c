"""Companies: who belongs to one, who decides, when they meet, and what they won from each other."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from club.agreed import Agreed
from club.club import Club
from club.errors import ClubRefusal
from club.evenings import moment_of
from club.seating import Guest
from games.preferans.rules import SOCHI
from store import companies, whists
from store.accounts import Account
from tests.club.clubs import a_guest, until
from tests.club.written import write_match

SOON = timedelta(hours=1)
LATER = timedelta(days=3)


def a_member(club: Club, name: str, email: str = "") -> Account:
    guest = a_guest(name)
    return club.accounts.register(guest, name=name, password="a long enough one", email=email)


@pytest.fixture
def alice(club: Club) -> Account:
    return a_member(club, "alice", "alice@example.org")


@pytest.fixture
def bob(club: Club) -> Account:
    return a_member(club, "bob")


@pytest.fixture
def company(club: Club, alice: Account) -> int:
    return club.companies.found(alice, "Четверги", SOCHI)


def invitation(club: Club, company: int, alice: Account) -> str:
    return club.companies.token_of(club.companies.look(alice.player_id, company).company)


def together(club: Club, company: int, alice: Account, bob: Account) -> None:
    club.companies.join(bob, invitation(club, company, alice))


def names(club: Club, company: int, one: Account) -> list[tuple[str, str]]:
    members = club.companies.look(one.player_id, company).members
    return [(member.name, member.role) for member in members]


def test_a_link_makes_a_member(club: Club, company: int, alice: Account, bob: Account) -> None:
    for _ in range(2):  # twice is once
        together(club, company, alice, bob)
    assert names(club, company, bob) == [("alice", "founder"), ("bob", "member")]


def test_a_stranger_sees_no_company(club: Club, company: int, bob: Account) -> None:
    with pytest.raises(ClubRefusal, match="no_such_company"):
        club.companies.look(bob.player_id, company)
    with pytest.raises(ClubRefusal, match="no_such_company"):
        club.evenings.call(bob.player_id, company, *said(SOON))


def test_another_link_makes_the_former_one_worthless(
    club: Club, company: int, alice: Account, bob: Account
) -> None:
    old = invitation(club, company, alice)
    club.companies.change_invitation(alice.player_id, company)
    with pytest.raises(ClubRefusal, match="link_expired"):
        club.companies.join(bob, old)
    together(club, company, alice, bob)


def test_a_made_up_link_leads_nowhere(club: Club, bob: Account) -> None:
    for token in ("", "nonsense", "WyIwIiwwXQ.x"):
        with pytest.raises(ClubRefusal, match="link_unknown"):
            club.companies.join(bob, token)


def test_only_the_founder_decides(club: Club, company: int, alice: Account, bob: Account) -> None:
    together(club, company, alice, bob)
    rules, who, ours = replace(SOCHI, pool_target=20), bob.player_id, club.companies
    decisions: list[Callable[[], None]] = [
        lambda: ours.rename(who, company, "Пятницы"),
        lambda: ours.change_rules(who, company, rules),
        lambda: ours.change_invitation(who, company),
        lambda: ours.send_away(who, company, alice.player_id),
        lambda: ours.delete(who, company),
    ]
    for decide in decisions:
        with pytest.raises(ClubRefusal, match="not_founder"):
            decide()
    ours.rename(alice.player_id, company, "Пятницы")
    ours.change_rules(alice.player_id, company, rules)
    changed = club.companies.look(bob.player_id, company).company
    assert (changed.name, changed.rules["pool_target"]) == ("Пятницы", 20)


def test_who_is_sent_away_does_not_come_back_by_the_link(
    club: Club, company: int, alice: Account, bob: Account
) -> None:
    together(club, company, alice, bob)
    old = invitation(club, company, alice)
    club.companies.send_away(alice.player_id, company, bob.player_id)
    assert names(club, company, alice) == [("alice", "founder")]
    with pytest.raises(ClubRefusal, match="link_expired"):
        club.companies.join(bob, old)


def test_after_the_founder_the_oldest_member_is_one(
    club: Club, company: int, alice: Account, bob: Account
) -> None:
    together(club, company, alice, bob)
    together(club, company, alice, a_member(club, "carol"))
    club.companies.leave(alice.player_id, company)
    assert names(club, company, bob) == [("bob", "founder"), ("carol", "member")]


def test_after_the_last_one_it_is_gone(club: Club, company: int, alice: Account) -> None:
    club.companies.leave(alice.player_id, company)
    with club.connections.connection() as connection:
        assert companies.read(connection, company) is None


def test_who_leaves_the_club_leaves_his_companies(
    club: Club, company: int, alice: Account, bob: Account
) -> None:
    together(club, company, alice, bob)
    club.accounts.delete(alice, "a long enough one")
    assert names(club, company, bob) == [("bob", "founder")]


def test_a_bad_name_is_refused(club: Club, alice: Account) -> None:
    for name in ("", "x", "y" * 41, "<b>", "a\u202eb"):
        with pytest.raises(ClubRefusal, match="bad_company_name"):
            club.companies.found(alice, name, SOCHI)


def said(ahead: timedelta) -> tuple[str, str]:
    """An hour as a form says it."""
    return (datetime.now(UTC) + ahead).strftime("%Y-%m-%dT%H:%M"), "UTC"


def test_an_hour_is_the_one_on_the_clocks_of_its_zone() -> None:
    winter = moment_of("2026-12-24T19:30", "Asia/Almaty")
    assert winter == datetime(2026, 12, 24, 14, 30, tzinfo=UTC)
    assert moment_of("2026-07-01T19:30", "Europe/Berlin").hour == 17
    assert moment_of("2026-12-01T19:30", "Europe/Berlin").hour == 18


@pytest.mark.parametrize(
    ("local", "zone"),
    [("2026-12-24T19:30", "Nowhere"), ("tomorrow", "UTC"), ("0001-01-01T00:00", "Asia/Tokyo")],
)
def test_what_is_no_hour_is_refused(local: str, zone: str) -> None:
    with pytest.raises(ClubRefusal, match="bad_evening"):
        moment_of(local, zone)


def test_an_evening_is_called_for_a_time_to_come(club: Club, company: int, alice: Account) -> None:
    for ahead in (-SOON, timedelta(days=400)):
        with pytest.raises(ClubRefusal, match="bad_evening"):
            club.evenings.call(alice.player_id, company, *said(ahead))


def test_an_evening_is_called_off_by_who_called_it_or_the_founder(
    club: Club, company: int, alice: Account, bob: Account
) -> None:
    together(club, company, alice, bob)
    for caller in (alice, bob):
        club.evenings.call(caller.player_id, company, *said(LATER))
    by_alice, by_bob = sorted(
        club.evenings.coming(bob.player_id), key=lambda each: each.called_by != alice.player_id
    )
    with pytest.raises(ClubRefusal, match="not_founder"):
        club.evenings.call_off(bob.player_id, company, by_alice.evening_id)
    club.evenings.call_off(alice.player_id, company, by_bob.evening_id)
    club.evenings.call_off(alice.player_id, company, by_alice.evening_id)
    assert club.evenings.coming(bob.player_id) == []


@pytest.fixture
def letters(club: Club, other_club: Club, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What both workers would send: address, subject and text."""
    sent: list[Any] = []

    def send(_name: str, address: str, subject: str, text: str) -> bool:
        sent.append((address, subject, text))
        return True

    for worker in (club, other_club):
        monkeypatch.setattr(worker.evenings._mail, "send", send)
    yield sent


def test_everybody_with_an_address_is_reminded_once_in_the_whole_club(
    club: Club, other_club: Club, company: int, alice: Account, bob: Account, letters: list[Any]
) -> None:
    together(club, company, alice, bob)
    club.evenings.call(bob.player_id, company, *said(SOON))
    club.evenings.call(bob.player_id, company, *said(LATER))
    for worker in (club, other_club, club):  # their jobs do the same meanwhile
        worker.evenings.remind()
    until(lambda: bool(letters))
    ((address, subject, text),) = letters
    assert address == "alice@example.org"
    assert "Четверги" in subject and "Четверги" in text and "alice" in text


def a_finished_match(club: Club, company: int, *players: Account, seed: int = 1) -> Any:
    rules = replace(SOCHI, pool_target=2)
    written = write_match(club.connections, rules, seed, tuple(p.player_id for p in players))
    with club.connections.connection() as connection:
        companies.add_match(connection, company, written.match_id)
    return written


def counted(club: Club, company: int) -> int:
    """How many matches stand in its account."""
    with club.connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from company_matches where counted and company_id = %s", (company,)
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def test_a_match_stands_in_the_account_exactly_once(
    club: Club, other_club: Club, company: int, alice: Account, bob: Account
) -> None:
    together(club, company, alice, bob)
    written = a_finished_match(club, company, alice, bob)
    for worker in (club, other_club, club):  # their jobs do the same meanwhile
        worker.running_accounts.count()
    until(lambda: counted(club, company) == 1)
    account = club.running_accounts.of(club.companies.look(alice.player_id, company))
    exact = [Fraction(whists) for whists in written.end.book.settlement["exact"]]
    assert account.between[0][1] == -account.between[1][0] != 0
    assert account.totals == (account.between[0][1], account.between[1][0])
    # What both have won together they have won from the bot; that is nobody's account.
    assert sum(account.totals) == 0 != exact[0] + exact[1]


def test_two_workers_that_count_at_once_count_once(
    club: Club, other_club: Club, company: int, alice: Account, bob: Account
) -> None:
    together(club, company, alice, bob)
    match_id = a_finished_match(club, company, alice, bob).match_id
    done = [worker.running_accounts._count(match_id) for worker in (club, other_club)]
    assert done[1] is False
    until(lambda: counted(club, company) == 1)
    with club.connections.connection() as connection:
        assert len(whists.balances(connection, company)) == 1


def test_a_rematch_belongs_to_the_company_too(
    club: Club, company: int, alice: Account, bob: Account
) -> None:
    together(club, company, alice, bob)
    first = a_finished_match(club, company, alice, bob)
    again = club.one_more.again(Guest(alice.player_id, alice.name, "en"), first.match_id)
    (table,) = club.running_accounts.tables(club.companies.look(bob.player_id, company))
    assert table.match.match_id == again


def test_a_table_of_the_company_has_its_rules_and_is_listed(
    club: Club, company: int, alice: Account
) -> None:
    guest = Guest(alice.player_id, alice.name, "en")
    rules = replace(SOCHI, pool_target=7)
    match_id = club.seating.open(guest, Agreed(rules=rules, company=company))
    here = club.companies.look(alice.player_id, company)
    (table,) = club.running_accounts.tables(here)
    assert (table.match.match_id, table.match.rules["pool_target"]) == (match_id, 7)


def test_a_deleted_company_leaves_the_matches(
    club: Club, company: int, alice: Account, bob: Account
) -> None:
    match_id = a_finished_match(club, company, alice, bob).match_id
    club.running_accounts.count()
    club.companies.delete(alice.player_id, company)
    assert club.replays.match(match_id).match.match_id == match_id
