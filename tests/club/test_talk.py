"""Talk: who may say what and when, who hears it, on which worker; and that no act waits for it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from club.club import Club
from club.errors import ClubRefusal
from club.seating import Guest
from club.talk import CREDITS, LINES, Saying
from jobs import forget_talk
from store import players, talk
from store.connections import Connections
from store.errors import Busy
from store.ids import new_id
from tests.club.clubs import a_guest, a_table, asked, attending, play_deal, until
from tests.club.talkers import LOBBY, PASSWORD, Hearer, a_member, known, say, say_phrase


@contextmanager
def hearing(club: Club, place: int, *guests: Guest | None) -> Iterator[list[Hearer]]:
    """They listen there, and have been greeted."""
    hearers = [Hearer(guest) for guest in guests]
    with ExitStack() as stack:
        for hearer in hearers:
            stack.enter_context(club.talk.hearing(place, hearer))
        until(lambda: all(hearer.talk for hearer in hearers))
        yield hearers


def test_what_is_said_is_heard_on_every_worker(club: Club, other_club: Club) -> None:
    alice, bob = a_member(club, "Аня"), known(club, "Боря")
    until(lambda: club.bus.is_up and other_club.bus.is_up)
    with hearing(club, LOBBY, alice) as (here,), hearing(other_club, LOBBY, bob, None) as others:
        say(club, alice, "Кто за стол?")
        say_phrase(other_club, bob)
        for hearer in (here, *others):
            until(lambda: hearer.heard() == ["Кто за стол?", "hello"])  # noqa: B023
        said = here.messages[-1]
        assert said["name"] == "Боря" and said["seat"] is None


def test_whoever_comes_later_hears_the_last_lines(club: Club) -> None:
    alice = known(club)
    for _ in range(CREDITS):
        say_phrase(club, alice)
    with hearing(club, LOBBY, a_guest("bob")) as (hearer,):
        assert hearer.heard() == ["hello"] * CREDITS
        assert hearer.talk is not None and hearer.talk["no_text"] == "newcomer"
    assert LINES >= CREDITS


def test_what_is_said_at_one_table_is_not_heard_at_another(club: Club) -> None:
    alice = a_guest("alice")
    tables = [a_table(club, alice, "Фома", "Лука"), a_table(club, alice, "Фома", "Лука")]
    with (
        club.tables.registry.use(tables[0]) as table,
        hearing(club, tables[0], alice) as (here,),
        hearing(club, tables[1], alice) as (there,),
    ):
        say_phrase(club, alice, table=table)
        until(lambda: here.heard() == ["hello"])
        assert here.messages[-1]["seat"] == 0
        assert there.heard() == []


def test_guests_and_new_members_have_phrases_only(club: Club) -> None:
    guest, new = known(club), a_member(club, "Новый", days=0.9)
    for somebody in (guest, new, a_guest("nobody yet")):
        with pytest.raises(ClubRefusal, match="newcomer"):
            say(club, somebody, "Привет")
        say_phrase(club, somebody)
    say(club, a_member(club, "Старый", days=1.1), "Привет")


def test_somebody_the_club_never_saw_says_nothing(club: Club) -> None:
    with pytest.raises(ClubRefusal, match="newcomer"):
        club.talk.say(Saying(None, "", "hello", None))


def test_a_deal_of_a_rated_match_has_phrases_only(club: Club) -> None:
    people = [a_member(club, name) for name in ("Аня", "Боря", "Вера")]
    match_id = a_table(club, *people, rated=True)
    with club.tables.registry.use(match_id) as table:
        say(club, people[0], "До сдачи можно", table)
        club.tables.begin(match_id)
        with attending(club, match_id, *people) as players:
            asked(players)
            for somebody in (people[1], a_member(club, "Зритель")):
                with pytest.raises(ClubRefusal, match="phrases_only"):
                    say(club, somebody, "У меня туз", table)
                say_phrase(club, somebody, "good_luck", table)
            play_deal(players)
            say(club, people[1], "Теперь можно", table)


def test_elsewhere_there_is_free_text_in_a_deal(club: Club) -> None:
    alice = a_member(club, "Аня")
    match_id = a_table(club, alice, "Фома", "Лука")
    club.tables.begin(match_id)
    with club.tables.registry.use(match_id) as table:
        until(lambda: table.head.phase == "auction")
        say(club, alice, "Думаю", table)


def test_a_worker_that_is_behind_lets_nobody_talk_into_a_deal(club: Club, other_club: Club) -> None:
    people = [a_member(club, name) for name in ("Аня", "Боря", "Вера")]
    match_id = a_table(club, *people, rated=True)
    with club.tables.registry.use(match_id) as behind:
        club.bus.stop()  # so it will not learn that the match has begun
        other_club.tables.begin(match_id)
        assert behind.head.phase == "waiting"
        with pytest.raises(Busy):
            say(club, people[0], "У меня туз", behind)


@pytest.mark.parametrize("text", ["", "   ", "\n\u200b\u202e", "x" * 201])
def test_a_text_has_something_to_be_seen_and_is_not_long(club: Club, text: str) -> None:
    with pytest.raises(ClubRefusal, match="bad_line"):
        say(club, a_member(club, "Аня"), text)


def test_a_text_is_one_line_without_what_cannot_be_seen(club: Club) -> None:
    alice = a_member(club, "Аня")
    line = club.talk.line(say(club, alice, "  раз\n\u202eдва\u200b \x07 три "))
    assert line.text == "раз два три"


def test_a_phrase_is_one_of_ours(club: Club) -> None:
    with pytest.raises(ClubRefusal, match="bad_line"):
        say_phrase(club, known(club), "i_have_the_ace")
    with pytest.raises(ClubRefusal, match="bad_line"):
        club.talk.say(Saying(known(club).player_id, "", "hello", "and a text"))


def test_whoever_says_too_much_waits_and_others_do_not(club: Club) -> None:
    alice, bob = known(club), known(club, "bob")
    for _ in range(CREDITS):
        say_phrase(club, alice)
    with pytest.raises(ClubRefusal, match="too_talkative"):
        say_phrase(club, alice)
    say_phrase(club, bob)


def test_whoever_is_muted_is_not_heard_now_nor_later(club: Club) -> None:
    alice, bob = known(club), known(club, "bob")
    say_phrase(club, bob, "sorry")
    with hearing(club, LOBBY, alice, bob) as (hearer, himself):
        club.blocks.put(alice, bob.player_id, "mute")
        until(lambda: hearer.heard() == [])
        say_phrase(club, bob, "thanks")
        until(lambda: himself.heard() == ["sorry", "thanks"])
        say_phrase(club, known(club, "carol"))
        until(lambda: hearer.heard() == ["hello"])
        club.blocks.remove(alice, bob.player_id)
        until(lambda: hearer.heard() == ["sorry", "thanks", "hello"])


def test_muting_reaches_sockets_on_other_workers(club: Club, other_club: Club) -> None:
    alice, bob = known(club), known(club, "bob")
    say_phrase(club, bob)
    until(lambda: club.bus.is_up and other_club.bus.is_up)
    with hearing(other_club, LOBBY, alice) as (hearer,):
        assert hearer.heard() == ["hello"]
        club.blocks.put(alice, bob.player_id, "mute")
        until(lambda: hearer.heard() == [])


def test_calm_mode_hides_texts_and_takes_none(club: Club) -> None:
    alice, bob = a_member(club, "Аня"), a_member(club, "Боря")
    with hearing(club, LOBBY, alice, bob) as (calm, other):
        club.talk.be_calm(alice, is_calm=True)
        until(lambda: calm.talk is not None and calm.talk["no_text"] == "calm_mode")
        say(club, bob, "Эй!")
        say_phrase(club, bob)
        until(lambda: other.heard() == ["Эй!", "hello"] and calm.heard() == ["hello"])
        with pytest.raises(ClubRefusal, match="calm_mode"):
            say(club, alice, "Что?")
        assert club.talk.is_calm(alice.player_id)
        club.talk.be_calm(alice, is_calm=False)
        until(lambda: calm.heard() == ["Эй!", "hello"])


def test_whoever_came_while_the_database_was_away_is_greeted_after_it(club: Club) -> None:
    hearer, connections = Hearer(None), club.connections
    with ExitStack() as stack:
        with ExitStack() as all_there_are:
            for _ in range(connections.size):
                all_there_are.enter_context(connections.connection())
            patience, connections.wait_seconds = connections.wait_seconds, 0.02
            stack.enter_context(club.talk.hearing(LOBBY, hearer))
            refused = connections.counts.refused
            until(lambda: connections.counts.refused > refused)
            assert hearer.talk is None
        connections.wait_seconds = patience
        until(lambda: hearer.talk is not None)


def grow_old(club: Club, days: float) -> None:
    """As if all was said so many days earlier."""
    with club.connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("update messages set at = at - make_interval(secs => %s)", (days * 86_400,))


def test_what_was_said_long_ago_is_forgotten(club: Club) -> None:
    alice = known(club)
    say_phrase(club, alice, "sorry")
    grow_old(club, 31)
    say_phrase(club, alice)
    grow_old(club, 29)
    forget_talk.step(club)
    with hearing(club, LOBBY, alice) as (hearer,):
        assert hearer.heard() == ["hello"]


def test_two_workers_forget_each_line_once(connections: Connections) -> None:
    player_id = new_id()
    with connections.connection() as connection:
        players.ensure(connection, player_id, "alice")
        for _ in range(6):
            talk.write(connection, LOBBY, player_id, seat=None, phrase="hello")
    with connections.transaction() as one, connections.transaction() as other:
        assert talk.forget(one, 0, 4) == 4, "as many as one step takes"
        assert talk.forget(other, 0, 10) == 2, "those the other one holds are passed over"


def test_whoever_leaves_the_club_takes_his_words_along(club: Club) -> None:
    alice, bob = a_member(club, "Аня"), known(club, "bob")
    club.blocks.put(alice, bob.player_id, "block")
    say(club, alice, "Моё слово")
    account = club.accounts.of(alice.player_id)
    assert account is not None
    kept = club.accounts.export(account)
    assert [line["text"] for line in kept["said"]] == ["Моё слово"]
    assert kept["not_heard"] == [{"name": "bob", "kind": "block"}]
    club.accounts.delete(account, PASSWORD)
    with hearing(club, LOBBY, bob) as (hearer,):
        assert hearer.heard() == []
    assert club.blocks.of(alice.player_id) == []
