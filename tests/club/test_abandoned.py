"""What nobody needs any more goes away: tables nobody sits at, guests without a record."""

from club.agreed import Agreed
from club.club import Club
from club.people import FORGOTTEN_AFTER_DAYS
from club.seating import EMPTY_SECONDS, WAITS_IN_HALL_MS
from jobs import close_abandoned, forget_guests, sweep_overdue
from store import hall, players
from store.seeks import Kind
from tests.club.clubs import a_guest, attending
from tests.databases import execute

STEPPED = ("close abandoned", "forget guests")
ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))
PUBLIC = Agreed(public=True)


def status(club: Club, match_id: int) -> str:
    return club.seating.look(match_id).match.status


def pass_time(club: Club, ms: int) -> None:
    execute(
        club.connections.dsn,
        f"update matches set deadline = deadline - {ms},"
        f" created_at = created_at - make_interval(secs => {ms / 1000})",
    )


def test_a_public_table_waits_while_somebody_is_there_and_no_longer(club: Club) -> None:
    here, left, private = (
        club.seating.open(ALICE, PUBLIC),
        club.seating.open(BOB, PUBLIC),
        club.seating.open(CAROL, Agreed()),
    )
    with attending(club, here, None):
        pass_time(club, WAITS_IN_HALL_MS)
        close_abandoned.step(club)
        execute(club.connections.dsn, "update matches set deadline = deadline - 1000")
        sweep_overdue.step(club)
    assert [status(club, each) for each in (here, left, private)] == ["open", "finished", "open"]


def test_a_table_where_nobody_sits_is_closed(club: Club, other_club: Club) -> None:
    empty, with_bot, taken = (club.seating.open(ALICE, Agreed()) for _ in range(3))
    club.seating.fill(ALICE, with_bot, 1)
    for match_id in (empty, with_bot):
        club.seating.leave(ALICE, match_id)
    assert close_abandoned.step(club) == 0
    pass_time(club, round(EMPTY_SECONDS * 1000))
    assert close_abandoned.step(club) + close_abandoned.step(other_club) == 2
    assert [status(club, each) for each in (empty, with_bot, taken)] == [
        "finished",
        "finished",
        "open",
    ]


def test_guests_of_long_ago_without_a_record_are_forgotten(club: Club) -> None:
    idle, member, seated, seeks, signed_out = (a_guest(f"guest {n}") for n in range(5))
    with club.connections.transaction() as connection:
        for guest in (idle, member, seated, seeks, signed_out):
            players.ensure(connection, guest.player_id, guest.name)
        players.sign_out(connection, signed_out.player_id)
    club.accounts.register(member, name="Long Ago", password="a long password", email="")
    club.seating.open(seated, Agreed())
    club.seeking.seek(seeks, Kind("sochi", 10, "usual", False))
    assert forget_guests.step(club) == 0
    assert forget_guests.step(club) == 0  # it is another worker's turn
    execute(club.connections.dsn, "delete from claims")
    execute(
        club.connections.dsn,
        f"update players set created_at = now() - make_interval(days => {FORGOTTEN_AFTER_DAYS})",
    )
    with club.connections.transaction() as connection:
        players.ensure(connection, ALICE.player_id, ALICE.name)
    assert forget_guests.step(club) == 1
    kept = (member, seated, seeks, signed_out, ALICE)
    with club.connections.connection() as connection:
        assert players.read(connection, idle.player_id) is None
        assert all(players.read(connection, guest.player_id) for guest in kept)


def test_a_step_looks_at_some_and_the_next_one_goes_on(club: Club) -> None:
    guests = sorted(a_guest(f"guest {number}").player_id for number in range(5))
    with club.connections.transaction() as connection:
        for number, player_id in enumerate(guests):
            players.ensure(connection, player_id, f"guest {number}")
    found = []
    for after in (0, guests[1], guests[3]):
        with club.connections.transaction() as connection:
            found.append(players.forget_guests(connection, after, days=30, at_once=2))
    assert found == [(0, guests[1]), (0, guests[3]), (0, None)]


def test_the_busy_hours_are_those_when_matches_began(club: Club) -> None:
    assert club.hall.busy_hours() == [0] * 24
    for _ in range(2):
        club.seating.play_now(ALICE, Agreed())
    club.seating.open(BOB, Agreed())
    execute(club.connections.dsn, "update matches set created_at = '2026-11-20 19:30+00'")
    with club.connections.connection() as connection:
        hours = hall.busy_hours(connection, 10)
    assert hours[19] == sum(hours) == 2
