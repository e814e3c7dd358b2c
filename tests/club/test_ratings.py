"""Which matches move ratings, how often, and what is kept of it."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from club.club import Club
from club.leagues import League
from club.ratings import WEEK_MS
from club.seating import Guest
from club.skill import SURE_SIGMA, Skill
from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI, Rules
from games.preferans.settlement import settle
from jobs import grow_old, reckon_matches
from store import results
from tests.club.clubs import a_guest, a_member, a_table, attending, running_without, until
from tests.club.written import Written, write_match
from tests.databases import execute


def of_deals(rules: Rules, deals: int) -> Rules:
    return replace(rules, end="deals", max_deals=deals)


SIX, SHORT = of_deals(SOCHI, 6), of_deals(SOCHI, 5)
SEED = 5
USUAL = League("sochi", "usual")
# What is written here was over long ago, so the archive would want it too, and who comes to a row
# second leaves it for later.
OURS = ("reckon matches", "grow old", "fill archive")


@pytest.fixture
def club(database_url: str) -> Iterator[Club]:
    with running_without(database_url, *OURS) as found:
        yield found


@pytest.fixture
def other_club(database_url: str) -> Iterator[Club]:
    with running_without(database_url, *OURS) as found:
        yield found


@pytest.fixture
def three(club: Club) -> list[Guest]:
    return [a_member(club, name) for name in ("Анна", "Борис", "Вера")]


def written(club: Club, people: list[Guest], rules: Rules = SIX, rated: bool = True) -> Written:
    ids = [each.player_id for each in people]
    return write_match(club.connections, rules, SEED, ids, rated=rated)


def became(club: Club, match: Written) -> str | None:
    changes = club.ratings.changes(match.match_id)
    assert changes is not None
    return changes.reckoned


def all_points(club: Club, people: list[Guest]) -> list[int]:
    return [club.ratings.rating_of(each.player_id, *USUAL) for each in people]


def test_a_rated_match_moves_each_by_how_he_came_out(club: Club, three: list[Guest]) -> None:
    match = written(club, three)
    assert reckon_matches.step(club) == 1
    exact = settle(match.end.rules, match.end.book.sheet).exact
    points = all_points(club, three)
    assert sorted(range(3), key=lambda seat: points[seat]) == sorted(
        range(3), key=lambda seat: exact[seat]
    )
    assert sum(points) == pytest.approx(4_500, abs=2)
    changes = club.ratings.changes(match.match_id)
    assert changes is not None and changes.rated
    assert [changes.seats[seat].after for seat in range(3)] == points
    assert all(change.before == 1500 for change in changes.seats.values())
    assert all(change.is_provisional for change in changes.seats.values())


def test_the_history_has_a_line_for_each_player(club: Club, three: list[Guest]) -> None:
    match = written(club, three)
    reckon_matches.step(club)
    with club.connections.connection() as connection:
        (line,) = results.of_player(connection, three[1].player_id, 10)
    shown = settle(match.end.rules, match.end.book.sheet).shown
    assert line.result[:7] == (
        *(match.match_id, 1, three[1].player_id, "sochi", "usual"),
        *(len(match.end.book.entries), shown[1]),
    )
    assert line.others == ("Анна", "Вера")
    (rating,) = club.ratings.of_player(three[1].player_id)
    assert (rating.rated, rating.played, rating.whists) == (1, 1, shown[1])
    assert rating.mu == line.result.mu_after


def test_the_record_tells_who_won(club: Club, three: list[Guest]) -> None:
    match = written(club, three, rated=False)
    reckon_matches.step(club)
    exact = settle(match.end.rules, match.end.book.sheet).exact
    won = [club.ratings.of_player(each.player_id)[0].won for each in three]
    assert won == [int(result == max(exact)) for result in exact]


@pytest.mark.parametrize(
    ("rules", "family"), [(SOCHI, "sochi"), (LENINGRAD, "leningrad"), (ROSTOV, "rostov")]
)
def test_ratings_are_separate_for_each_family_of_conventions(
    club: Club, three: list[Guest], rules: Rules, family: str
) -> None:
    written(club, three, of_deals(rules, 6))
    reckon_matches.step(club)
    assert [each[1:3] for each in club.ratings.of_player(three[0].player_id)] == [(family, "usual")]


def test_house_rules_count_for_the_nearest_convention(club: Club, three: list[Guest]) -> None:
    written(club, three, replace(of_deals(LENINGRAD, 6), convention="sochi"))
    reckon_matches.step(club)
    assert club.ratings.of_player(three[0].player_id)[0].family == "leningrad"


def test_a_match_is_reckoned_once(club: Club, other_club: Club, three: list[Guest]) -> None:
    match = written(club, three)
    workers = [
        threading.Thread(target=each.reckoning.reckon_one, args=(match.match_id,))
        for each in (club, other_club, club, other_club)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(10)
    assert became(club, match) == "rated"
    points = all_points(club, three)
    assert not club.reckoning.reckon_one(match.match_id)
    assert reckon_matches.step(other_club) == 0
    assert all_points(other_club, three) == points
    assert [club.ratings.of_player(each.player_id)[0].rated for each in three] == [1, 1, 1]


def test_two_workers_reckon_matches_of_the_same_players(
    club: Club, other_club: Club, three: list[Guest]
) -> None:
    """Their rows are locked in one order, whatever the seats are."""
    for order in (three, three[::-1]) * 3:
        written(club, list(order))
    done: list[int] = []
    workers = [
        threading.Thread(target=lambda each=each: done.append(reckon_matches.step(each)))
        for each in (club, other_club)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(10)
    assert sum(done) == 6
    assert [club.ratings.of_player(each.player_id)[0].rated for each in three] == [6, 6, 6]


def test_a_failure_halfway_leaves_nothing_done(
    club: Club, three: list[Guest], monkeypatch: pytest.MonkeyPatch
) -> None:
    match = written(club, three)

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr("club.reckoning.results.settle", fail)
        reckon_matches.step(club)
    assert all_points(club, three) == [1500] * 3
    assert reckon_matches.step(club) == 1
    assert became(club, match) == "rated"


def test_an_unrated_match_moves_no_rating_but_stands_in_the_record(
    club: Club, three: list[Guest]
) -> None:
    match = written(club, three, rated=False)
    assert reckon_matches.step(club) == 1
    assert became(club, match) == "unrated"
    assert all_points(club, three) == [1500] * 3
    assert club.ratings.of_player(three[0].player_id)[0].played == 1


def test_under_six_deals_nothing_moves(club: Club, three: list[Guest]) -> None:
    match = written(club, three, SHORT)
    assert len(match.end.book.entries) == 5
    reckon_matches.step(club)
    assert became(club, match) == "few_deals"
    assert all_points(club, three) == [1500] * 3


def test_a_bot_from_the_start_keeps_all_ratings(club: Club, three: list[Guest]) -> None:
    match = written(club, three[:2])
    reckon_matches.step(club)
    assert became(club, match) == "bots"
    assert all_points(club, three) == [1500] * 3


def _end_early(url: str, match: Written) -> None:
    """As if the last act had been to agree to the end."""
    body = '{"a":"agree_end","by":"player","s":1}'
    execute(
        url,
        f"update events set kind = 'act', seat = 0, body = '{body}'"
        f" where match_id = {match.match_id} and version = {match.end.version}",
    )


def _outage(url: str, at: int) -> None:
    """An earlier one too: club time is less than database time by then."""
    execute(
        url,
        f"insert into outages values (10, 5010), ({at + 5_000}, {at + 25_000})",
    )


def test_a_match_given_up_after_an_outage_of_ours_moves_nothing(
    club: Club, three: list[Guest], database_url: str
) -> None:
    match = written(club, three)
    _end_early(database_url, match)
    _outage(database_url, match.rows[-1].at + 10_000)
    reckon_matches.step(club)
    assert became(club, match) == "our_fault"
    assert all_points(club, three) == [1500] * 3


def test_a_match_given_up_without_our_doing_counts(
    club: Club, three: list[Guest], database_url: str
) -> None:
    match = written(club, three)
    _end_early(database_url, match)
    _outage(database_url, match.rows[-1].at + 3_600_000)
    reckon_matches.step(club)
    assert became(club, match) == "rated"


def test_a_match_played_out_in_spite_of_an_outage_counts(
    club: Club, three: list[Guest], database_url: str
) -> None:
    match = written(club, three)
    _outage(database_url, match.rows[-1].at + 10)
    reckon_matches.step(club)
    assert became(club, match) == "rated"


def test_a_frozen_match_is_never_reckoned(
    club: Club, three: list[Guest], database_url: str
) -> None:
    written(club, three)
    execute(database_url, "update matches set status = 'frozen'")
    assert reckon_matches.step(club) == 0


def test_a_record_that_makes_no_sense_holds_nobody_up(
    club: Club, three: list[Guest], database_url: str
) -> None:
    broken = written(club, three)
    execute(database_url, 'update matches set rules = \'{"convention": "nowhere"}\'')
    good = written(club, three)
    assert reckon_matches.step(club) == 2
    assert (became(club, broken), became(club, good)) == ("unreadable", "rated")


def test_a_table_nobody_played_at_leaves_no_line(club: Club, database_url: str) -> None:
    alice = a_member(club, "Анна")
    a_table(club, alice)
    execute(database_url, "update matches set status = 'finished'")
    assert reckon_matches.step(club) == 1
    assert club.ratings.of_player(alice.player_id) == ()


def test_a_guest_has_a_record_which_he_keeps(club: Club) -> None:
    guest = a_guest("Гость")
    write_match(club.connections, SHORT, SEED, [guest.player_id])
    reckon_matches.step(club)
    (rating,) = club.ratings.of_player(guest.player_id)
    assert (rating.played, rating.rated) == (1, 0)


def test_the_worker_that_ends_a_match_reckons_it_at_once(club: Club, three: list[Guest]) -> None:
    match_id = a_table(club, *three, target=10, rated=True)
    club.tables.begin(match_id)
    with attending(club, match_id, *three) as here:
        until(lambda: any(player.is_asked for player in here))
        for player, word in zip(here, ("end_now", "agree_end", "agree_end"), strict=True):
            player.act(word)
        until(lambda: here[0].view["phase"] == "finished")

    def reckoned() -> str | None:
        changes = club.ratings.changes(match_id)
        return changes and changes.reckoned

    until(lambda: reckoned() == "few_deals")


def test_other_workers_forget_what_they_knew(
    club: Club, other_club: Club, three: list[Guest]
) -> None:
    until(lambda: other_club.bus.is_up)
    assert all_points(other_club, three) == [1500] * 3
    written(club, three)
    reckon_matches.step(club)
    until(lambda: all_points(other_club, three) == all_points(club, three) != [1500] * 3)


def test_ratings_grow_old_once_a_week_in_whatever_worker(
    club: Club, other_club: Club, three: list[Guest], database_url: str
) -> None:
    written(club, three)
    reckon_matches.step(club)
    assert grow_old.step(club) == 0
    execute(database_url, f"update ratings set week = week - 26, sigma = {SURE_SIGMA - 1}")
    assert grow_old.step(club) + grow_old.step(other_club) == 3
    assert grow_old.step(club) == 0
    until(lambda: other_club.ratings.skill_of(three[0].player_id, USUAL).is_provisional)


def test_a_rating_read_before_it_was_made_older_is_as_old_already(
    club: Club, three: list[Guest], database_url: str
) -> None:
    written(club, three)
    reckon_matches.step(club)
    execute(database_url, f"update ratings set week = week - 30, sigma = {SURE_SIGMA - 1}")
    club.ratings.cache.drop()
    assert club.ratings.skill_of(three[0].player_id, USUAL).is_provisional
    assert club.time.now() // WEEK_MS > 0


def test_stakes_tell_what_a_hundred_whists_change(club: Club, three: list[Guest]) -> None:
    alice = three[0].player_id
    stakes = club.ratings.stakes(alice, USUAL, 100, [three[1].player_id, None])
    assert stakes.points == 1500 and stakes.is_provisional
    assert stakes.won > 0 > stakes.lost
    narrow = club.ratings.stakes(alice, USUAL, 400, [three[1].player_id, None])
    assert 0 < narrow.won < stakes.won


def test_a_stronger_player_has_more_to_lose(
    club: Club, three: list[Guest], database_url: str
) -> None:
    written(club, three)
    reckon_matches.step(club)
    execute(
        database_url,
        f"update ratings set mu = 40, sigma = 2 where player_id = {three[0].player_id}",
    )
    club.ratings.cache.drop()
    mine, theirs = (
        club.ratings.stakes(each.player_id, USUAL, 100, [other.player_id for other in others])
        for each, others in ((three[0], three[1:]), (three[1], three[::2]))
    )
    assert -mine.lost > mine.won
    assert theirs.won > -theirs.lost
    assert Skill(40, 2).points == mine.points


def test_an_unrated_table_has_nothing_at_stake(club: Club, three: list[Guest]) -> None:
    look = club.seating.look(a_table(club, three[0]))
    assert club.ratings.stakes_at(look, three[0].player_id) is None
    look = club.seating.look(a_table(club, three[0], rated=True))
    assert club.ratings.stakes_at(look, three[0].player_id) is not None
    assert club.ratings.stakes_at(look, three[1].player_id) is not None
