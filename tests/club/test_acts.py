"""The life of an act: saved once, told to everybody, refused with a code and without a trace."""

import pytest

from club.club import Club
from club.errors import ClubRefusal
from games.cards import CARD_NAMES
from games.errors import Refusal
from store import events
from tests.club.clubs import (
    Player,
    a_guest,
    a_ref,
    a_table,
    asked,
    attending,
    play_deal,
    until,
)


def stored(club: Club, match_id: int) -> list[events.Event]:
    with club.connections.connection() as connection:
        return events.since(connection, match_id, 0)


@pytest.fixture
def match_id(club: Club) -> int:
    match_id = a_table(club, ALICE, BOB, CAROL)
    assert club.tables.begin(match_id)
    until(lambda: len(stored(club, match_id)) == 2)  # it is dealt
    return match_id


ALICE, BOB, CAROL, DAVE = (a_guest(name) for name in ("alice", "bob", "carol", "dave"))


def test_an_act_reaches_every_audience_and_its_actor_gets_the_ref(
    club: Club, match_id: int
) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL, None) as everybody:
        actor, ref = asked(everybody), a_ref()
        version = actor.version + 1
        assert actor.act("pass", ref=ref) is None
        until(lambda: all(each.version == version for each in everybody))
        for each in everybody:
            told = each.events()[-1]
            assert told["act"] == [actor.table.seat_of(actor.player_id), "pass"]
            assert told["by"] == "player"
            assert told.get("ref") == (ref if each is actor else None)


def test_it_is_saved_before_it_is_told(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        actor.act("pass")
        until(lambda: actor.events())
        assert [event.version for event in stored(club, match_id)][-1] == actor.version


def test_a_resent_act_gets_the_same_receipt_and_is_written_once(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor, ref = asked(everybody), a_ref()
        seen = actor.version
        assert actor.act("pass", ref=ref) is None
        until(lambda: actor.version == seen + 1)
        before = len(stored(club, match_id))
        assert actor.act("pass", ref=ref, seen=seen) == seen + 1
        assert actor.act("pass", ref=ref) == seen + 1
        assert len(stored(club, match_id)) == before
        assert actor.version == seen + 1


def test_a_ref_of_another_act_is_refused(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor, ref = asked(everybody), a_ref()
        seen = actor.version
        actor.act("pass", ref=ref)
        until(lambda: actor.version == seen + 1)
        refused(actor, "ref_reused", "6S", ref=ref)
        refused(actor, "ref_reused", "no act at all", ref=ref)
        for each in everybody:  # everybody else passes: it is all pass, and his turn comes again
            if each is not actor:
                asked(everybody).act("pass")
        again = asked(everybody)
        while again is not actor:
            again.act()
            again = asked(everybody)
        refused(actor, "ref_reused", actor.choice(), ref=ref)


def test_an_act_on_an_old_decision_is_stale(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        decision = actor.version
        refused(actor, "stale", "pass", seen=decision - 1)
        actor.act("pass", seen=decision)


def test_versions_that_do_not_touch_the_decision_do_not_make_it_stale(
    club: Club, match_id: int
) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        decision = actor.version
        other = next(each for each in everybody if each is not actor)
        other.act("end_now")
        until(lambda: actor.version == decision + 1)
        assert actor.act("pass", seen=decision) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("what", "bad_act"),
        ("deal", "bad_act"),
        ("timeout", "bid_not_allowed"),
        ("bot 1", "wrong_phase"),
        ("credit 0 600000", "wrong_phase"),
        ("start 0 000", "wrong_phase"),
        ("SA", "wrong_phase"),
        ("next", "wrong_phase"),
    ],
)
def test_what_nobody_may_do_is_refused(club: Club, match_id: int, text: str, code: str) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        before = actor.version
        with pytest.raises(Refusal):
            actor.act(text)
        assert actor.table.head.version == before


def test_nobody_acts_out_of_turn(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        other = next(each for each in everybody if each is not actor)
        refused(other, "not_your_turn", "pass")


def test_a_card_that_is_not_legal_is_refused(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        for _ in everybody:
            asked(everybody).act("pass")
        actor = asked(everybody)
        seat = actor.table.seat_of(actor.player_id)
        hand, legal = actor.view["hands"][seat], actor.view["legal"]
        illegal = [card for card in hand if card not in legal]
        if illegal:
            refused(actor, "illegal_card", illegal[0])
        foreign = next(card for card in CARD_NAMES if card not in hand)
        refused(actor, "card_not_in_hand", foreign)


def test_a_spectator_may_not_act(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, DAVE, None) as everybody:
        for onlooker in everybody[1:]:
            refused(onlooker, "not_seated", "pass")


def test_nothing_is_taken_while_the_worker_closes(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE) as (alice,):
        club.tables._is_closing = lambda: True
        refused(alice, "restarting", "pass")


def test_the_actor_may_be_gone_before_his_act_is_saved(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        actor = asked(everybody)
        seen = actor.version
        others = [each for each in everybody if each is not actor]
        actor.go()
        actor.act("pass")
        until(lambda: all(each.version == seen + 1 for each in others))
        assert actor.version == seen


def test_two_devices_of_one_seat_are_told_the_same(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, ALICE, BOB, CAROL) as everybody:
        phone, desk, *_ = everybody
        while asked(everybody) is not phone:
            asked(everybody).act("pass")
        seen = phone.version
        phone.act("pass")
        until(lambda: desk.version == phone.version > seen)
        assert phone.events()[-1] == desk.events()[-1]


def test_a_whole_deal_is_played_and_its_result_is_kept(club: Club, match_id: int) -> None:
    with attending(club, match_id, ALICE, BOB, CAROL, None) as everybody:
        play_deal(everybody[:3])
        assert everybody[0].view["result"]["number"] == 1
        assert [event.kind for event in stored(club, match_id)][:2] == ["start", "deal"]


def refused(player: Player, code: str, text: str, **how: object) -> None:
    """The act is refused with this code, and nothing has changed."""
    before = len(stored(player.club, player.match_id))
    with pytest.raises((ClubRefusal, Refusal)) as refusal:
        player.act(text, **how)  # type: ignore[arg-type]
    assert refusal.value.code == code  # type: ignore[attr-defined]
    assert len(stored(player.club, player.match_id)) == before
