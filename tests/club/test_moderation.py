"""From a report to what becomes of it: once, at once, written down, and never against the game."""

from collections.abc import Iterator

import psycopg2
import pytest

from club.appeals import Judged
from club.club import Club
from club.errors import ClubRefusal
from club.moderation import Decision
from club.reports import A_DAY, Complaint
from club.seating import Guest
from club.shut_out import ShutOut
from jobs import end_sanctions, look_for_signed_out
from store import moderators
from store.errors import TalkRefused
from store.talk import LOBBY
from tests.club.clubs import a_table, asked, attending, until
from tests.club.talkers import PASSWORD, Hearer, a_member, known, say, say_phrase
from tests.club.test_people import Socket

STEPPED = ("end sanctions",)


@pytest.fixture
def judge(club: Club) -> Guest:
    return a_moderator(club, "Судья")


@pytest.fixture
def offender(club: Club) -> Iterator[Guest]:
    yield a_member(club, "Грубиян")


def a_moderator(club: Club, name: str) -> Guest:
    member = a_member(club, name)
    with club.connections.connection() as connection:
        assert moderators.appoint(connection, member.player_id, True)
    return member


def reported(club: Club, offender: Guest, **more: object) -> int:
    """The id of a report of him by somebody new."""
    complaint = Complaint(offender.player_id, "insult", **more)  # type: ignore[arg-type]
    return club.moderation.report(known(club, "Жалобщик"), complaint)


def judged(
    club: Club, judge: Guest, offender: Guest, kind: str, hours: int | None = None
) -> Judged:
    """What was done about him just now."""
    decision = Decision(kind, "За грубость", hours)
    club.moderation.decide(judge.player_id, reported(club, offender), decision)
    return club.appeals.of(offender.player_id)[0]


def run_out(club: Club, sanction_id: int) -> None:
    """As if its time was over a second ago."""
    with club.connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "update sanctions set until = now() - interval '1 second' where id = %s",
            (sanction_id,),
        )


def acts(club: Club) -> list[str]:
    """The audit trail, the oldest first."""
    return [entry.act for entry in reversed(club.moderation.trail())]


def test_a_report_carries_what_was_said_there_last(club: Club, offender: Guest) -> None:
    match_id = a_table(club, offender)
    with club.tables.registry.use(match_id) as table:
        say_phrase(club, known(club, "Сосед"), table=table)
        line_id = say(club, offender, "Кто так ходит!", table)
        say(club, offender, "Это в другом месте")
    report_id = reported(club, offender, place=match_id, line_id=line_id, note=" при  всех\n")
    report = club.moderation.case(report_id).report
    assert [line["phrase"] or line["text"] for line in report.lines] == ["hello", "Кто так ходит!"]
    assert report.lines[1]["line_id"] == report.line_id == line_id
    assert (report.about, report.by, report.note) == ("Грубиян", "Жалобщик", "при всех")
    assert [each.report_id for each in club.moderation.queue().reports] == [report_id]


def test_two_open_reports_of_the_same_two_are_one(
    club: Club, judge: Guest, offender: Guest
) -> None:
    alice, complaint = known(club), Complaint(offender.player_id, "insult")
    first = club.moderation.report(alice, complaint)
    with pytest.raises(TalkRefused, match="already_reported"):
        club.moderation.report(alice, complaint)
    club.moderation.decide(judge.player_id, first, Decision("dismiss", "Ничего такого"))
    club.moderation.report(alice, complaint)


@pytest.mark.parametrize(
    ("complaint", "code"),
    [
        (Complaint(1, "no reason"), "bad_report"),
        (Complaint(1, "insult", "x" * 301), "bad_report"),
        (Complaint(1, "insult"), "no_such_player"),
    ],
)
def test_what_is_no_report(club: Club, complaint: Complaint, code: str) -> None:
    with pytest.raises(ClubRefusal, match=code):
        club.moderation.report(known(club), complaint)


def test_nobody_reports_himself_or_everybody(club: Club) -> None:
    alice = known(club)
    with pytest.raises(ClubRefusal, match="not_yourself"):
        club.moderation.report(alice, Complaint(alice.player_id, "insult"))
    for _ in range(A_DAY):
        club.moderation.report(alice, Complaint(known(club).player_id, "other"))
    with pytest.raises(ClubRefusal, match="too_many_reports"):
        club.moderation.report(alice, Complaint(known(club).player_id, "other"))


def test_a_silenced_player_says_nothing_and_plays(
    club: Club, other_club: Club, judge: Guest, offender: Guest
) -> None:
    friends = [known(club, "bob"), known(club, "carol")]
    match_id = a_table(club, offender, *friends)
    club.tables.begin(match_id)
    until(lambda: club.bus.is_up and other_club.bus.is_up)
    hearer = Hearer(offender)
    with attending(club, match_id, offender, *friends) as players, club.talk.hearing(0, hearer):
        judged(other_club, judge, offender, "silence", 24)
        until(lambda: hearer.talk is not None and hearer.talk["no_text"] == "silenced")
        with pytest.raises(ClubRefusal, match="silenced"):
            say_phrase(club, offender)
        with pytest.raises(ClubRefusal, match="silenced"):
            say(club, offender, "А я скажу")
        for _ in range(3):  # everybody's turn comes once
            player = asked(players)
            version = player.version
            player.act()
            until(lambda: player.version > version)  # noqa: B023
        assert all(player.gone is None for player in players)


def test_a_silence_ends_by_itself(
    club: Club, other_club: Club, judge: Guest, offender: Guest
) -> None:
    silence = judged(club, judge, offender, "silence", 1).sanction
    end_sanctions.step(club)
    assert acts(club) == ["report", "silence"]
    run_out(club, silence.sanction_id)
    say_phrase(club, offender)  # it holds no longer, whoever writes it down when
    end_sanctions.step(club)
    end_sanctions.step(other_club)
    assert acts(club) == ["report", "silence", "end"]
    assert not club.appeals.of(offender.player_id)[0].sanction.holds


@pytest.mark.parametrize(("kind", "hours"), [("suspend", 24), ("ban", None)])
def test_whoever_is_shut_out_is_gone_within_two_seconds(
    club: Club, other_club: Club, judge: Guest, offender: Guest, kind: str, hours: int | None
) -> None:
    until(lambda: club.bus.is_up and other_club.bus.is_up)
    here, there, judges = Socket(offender.player_id), Socket(offender.player_id), Socket(None)
    with club.people.visit(here), other_club.people.visit(there), club.people.visit(judges):
        judged(club, judge, offender, kind, hours)
        until(lambda: here.gone == there.gone == "signed_out", seconds=2.0)
        assert judges.gone is None


@pytest.mark.parametrize(
    ("kind", "hours", "code"), [("suspend", 24, "suspended"), ("ban", None, "banned")]
)
def test_whoever_is_shut_out_does_not_come_in_until_it_is_lifted(
    club: Club, judge: Guest, offender: Guest, kind: str, hours: int | None, code: str
) -> None:
    sanction = judged(club, judge, offender, kind, hours).sanction
    with pytest.raises(ClubRefusal, match="wrong_password"):
        club.accounts.sign_in("Грубиян", "no password of his", known(club))
    with pytest.raises(ShutOut, match=code):
        club.accounts.sign_in("Грубиян", PASSWORD, known(club))
    account = club.accounts.of(offender.player_id)
    assert account is not None
    forgotten = club.accounts.reset_token("Грубиян")
    assert forgotten is not None
    with pytest.raises(ShutOut, match=code):
        club.accounts.reset_password(forgotten[1], "another long sentence")
    club.moderation.lift(judge.player_id, sanction.sanction_id, "Хватит")
    assert club.accounts.sign_in("Грубиян", PASSWORD, known(club)).name == "Грубиян"
    with pytest.raises(ClubRefusal, match="no_such_sanction"):
        club.moderation.lift(judge.player_id, sanction.sanction_id, "Ещё раз")


def test_the_programs_of_whoever_is_banned_are_shut_out_too(
    club: Club, judge: Guest, offender: Guest
) -> None:
    owner = club.accounts.of(offender.player_id)
    assert owner is not None
    token = club.programs.create(owner, "Робот")
    program = club.programs.with_token(token)
    socket = Socket(program.player_id, program.epoch)
    with club.people.visit(socket):
        judged(club, judge, offender, "ban")
        assert socket.gone == "signed_out"
    with pytest.raises(ShutOut, match="banned"):
        club.programs.with_token(token)


def test_a_ban_reaches_all_sockets_though_the_worker_that_decides_dies(
    club: Club, other_club: Club, judge: Guest, offender: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def died(topic: str, payload: str) -> None:
        raise ConnectionError(topic)

    owner = club.accounts.of(offender.player_id)
    assert owner is not None
    program = club.programs.with_token(club.programs.create(owner, "Робот"))
    his, bots = Socket(offender.player_id), Socket(program.player_id, program.epoch)
    with other_club.people.visit(his), other_club.people.visit(bots):
        report_id = reported(club, offender)
        monkeypatch.setattr(club.bus, "publish", died)
        with pytest.raises(ConnectionError):
            club.moderation.decide(judge.player_id, report_id, Decision("ban", "За грубость"))
        look_for_signed_out.step(other_club)
        assert his.gone == bots.gone == "signed_out"


def test_a_suspension_ends_by_itself_and_a_ban_does_not(
    club: Club, judge: Guest, offender: Guest
) -> None:
    banned = a_member(club, "Шулер")
    run_out(club, judged(club, judge, offender, "suspend", 1).sanction.sanction_id)
    judged(club, judge, banned, "ban")
    assert club.accounts.sign_in("Грубиян", PASSWORD, known(club))
    end_sanctions.step(club)
    with pytest.raises(ShutOut, match="banned"):
        club.accounts.sign_in("Шулер", PASSWORD, known(club))


def test_a_warning_is_shown_until_it_is_read(club: Club, judge: Guest, offender: Guest) -> None:
    hearer = Hearer(offender)
    with club.talk.hearing(LOBBY, hearer):
        decision = Decision("warn", "Полегче")
        club.moderation.decide(judge.player_id, reported(club, offender), decision)
        until(lambda: hearer.talk is not None and hearer.talk["warned"])
        say(club, offender, "Понял")
        assert [each.sanction.reason for each in club.appeals.of(offender.player_id)] == ["Полегче"]
        until(lambda: hearer.talk is not None and not hearer.talk["warned"])


def test_of_two_moderators_one_decides(club: Club, judge: Guest, offender: Guest) -> None:
    report_id = reported(club, offender)
    club.moderation.decide(judge.player_id, report_id, Decision("warn", "Раз"))
    with pytest.raises(ClubRefusal, match="already_decided"):
        club.moderation.decide(judge.player_id, report_id, Decision("ban", "Два"))
    assert acts(club) == ["report", "warn"]
    assert club.moderation.queue().reports == []


@pytest.mark.parametrize(
    "decision",
    [
        Decision("shout", "why"),
        Decision("silence", "why"),
        Decision("silence", "why", 7),
        Decision("ban", "why", 24),
        Decision("warn", "  "),
        Decision("warn", "x" * 1001),
    ],
)
def test_what_is_no_decision(club: Club, judge: Guest, offender: Guest, decision: Decision) -> None:
    report_id = reported(club, offender)
    with pytest.raises(ClubRefusal, match="bad_decision"):
        club.moderation.decide(judge.player_id, report_id, decision)
    assert club.moderation.case(report_id).report.closed_at is None


def test_moderators_do_not_judge_themselves_nor_each_other(club: Club, judge: Guest) -> None:
    other = a_moderator(club, "Второй судья")
    for about, code in ((judge, "not_yourself"), (other, "is_moderator")):
        report_id = reported(club, about)
        with pytest.raises(ClubRefusal, match=code):
            club.moderation.decide(judge.player_id, report_id, Decision("ban", "Не нравится"))
        assert club.moderation.case(report_id).report.closed_at is None
        club.moderation.decide(judge.player_id, report_id, Decision("dismiss", "Не моё дело"))


def test_an_appeal_that_is_granted_ends_the_sanction(
    club: Club, judge: Guest, offender: Guest
) -> None:
    sanction_id = judged(club, judge, offender, "silence", 24).sanction.sanction_id
    club.appeals.file(offender.player_id, sanction_id, "Это был не я")
    with pytest.raises(TalkRefused, match="already_appealed"):
        club.appeals.file(offender.player_id, sanction_id, "Точно не я")
    assert [each.text for each in club.moderation.queue().appeals] == ["Это был не я"]
    second = a_moderator(club, "Второй судья")
    with pytest.raises(ClubRefusal, match="own_sanction"):
        club.appeals.answer(judge.player_id, sanction_id, granted=False, text="Нет")
    club.appeals.answer(second.player_id, sanction_id, granted=True, text="Верно")
    say_phrase(club, offender)
    with pytest.raises(ClubRefusal, match="already_decided"):
        club.appeals.answer(second.player_id, sanction_id, granted=False, text="Нет")
    assert acts(club) == ["report", "silence", "appeal", "grant"]


def test_an_appeal_that_is_denied_changes_nothing(
    club: Club, judge: Guest, offender: Guest
) -> None:
    sanction_id = judged(club, judge, offender, "silence", 24).sanction.sanction_id
    club.appeals.file(offender.player_id, sanction_id, "Простите")
    club.appeals.answer(
        judge.player_id, sanction_id, granted=False, text="Один судья, и тот против"
    )
    with pytest.raises(ClubRefusal, match="silenced"):
        say_phrase(club, offender)
    found = club.appeals.of(offender.player_id)[0]
    assert found.appeal is not None and found.appeal.granted is False and not found.may_appeal


def test_an_appeal_is_against_ones_own_sanction_that_holds(
    club: Club, judge: Guest, offender: Guest
) -> None:
    sanction_id = judged(club, judge, offender, "silence", 24).sanction.sanction_id
    with pytest.raises(ClubRefusal, match="no_such_sanction"):
        club.appeals.file(known(club).player_id, sanction_id, "За друга")
    with pytest.raises(ClubRefusal, match="bad_appeal"):
        club.appeals.file(offender.player_id, sanction_id, " ")
    run_out(club, sanction_id)
    with pytest.raises(ClubRefusal, match="no_such_sanction"):
        club.appeals.file(offender.player_id, sanction_id, "Поздно")


def test_the_audit_trail_is_only_added_to(club: Club, offender: Guest) -> None:
    reported(club, offender)
    for statement in ("delete from audit", "update audit set note = ''", "truncate audit"):
        with (
            pytest.raises(psycopg2.errors.RaiseException),
            club.connections.connection() as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert acts(club) == ["report"]
