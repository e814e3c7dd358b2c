"""What the club refuses, and why it sends somebody away."""

# Exception
# ├── ClubRefusal     this person may not do this now; `code` is one of CODES
# ├── Unsaved         an act the database will not take: no refusal, the socket is closed
# ├── ReplayFailed    the log of a match no longer makes sense to us: it is frozen
# └── UnknownKind     the log holds an act of a newer release: its sockets go elsewhere

from typing import Final

OF_SOCKETS: Final = frozenset(
    {
        "stale",  # the decision it answers is no longer the one put to the seat
        "ref_reused",  # this ref already stands for another act
        "not_seated",  # spectators only watch
        "hints_off",  # not agreed on, and there are other people
        "busy",  # not now: nothing was done
        "frozen",  # the match is taken out of play
        "left_too_often",  # for a while he sits down with bots only
        "members_only",  # guests have no rating
        "bad_table",  # agreements or times the club does not offer
        "restarting",  # this worker is closing: come back and ask another
        "no_such_table",
        "too_many_sockets",
        "too_many_watchers",  # of this table
        "signed_out",  # everywhere, by himself or by the club
        "silenced",  # by a moderator: he plays, and says nothing
        "newcomer",  # guests and members of less than a day have ready phrases
        "calm_mode",  # he has it: no free text for him and from him
        "phrases_only",  # a deal of a rated match is on
        "bad_line",  # nothing to be seen, too long, or no phrase of ours
        "too_talkative",
    }
)
OF_PAGES: Final = frozenset(
    {
        "not_host",
        "already_seated",
        "people_only",  # no bot sits down at a rated table
        "table_full",
        "bad_name",
        "name_taken",  # by a member, or it looks like a member's or a bot's
        "bad_password",
        "wrong_password",  # or there is no such member
        "bad_email",
        "not_all_ready",  # the rules were changed and somebody has not agreed yet
        "rules_changed",  # since this person saw them
        "no_such_player",  # guests have no page
        "no_such_program",  # or it is another member's
        "too_many_programs",
        "no_such_company",  # or he does not belong to it
        "no_such_evening",
        "not_founder",
        "bad_company_name",
        "bad_evening",  # no such hour, or it is past or too far away
        "company_full",
        "too_many_companies",
        "too_many_evenings",
        "bad_token",  # of a program: unknown or revoked
        "bad_question",  # to the API: a parameter it does not know
        "no_such_match",  # or it is not over yet
        "no_such_deal",
        "commentary_off",  # the hands of this table are not shown after each deal
        "no_such_etude",
        "bad_line",  # of cards: nobody could have played them
        "no_such_seat",
        "link_expired",
        "link_unknown",
        "several_of_that_name",  # guests: whom of them is not to be told
        "already_there",  # whom he invites sits at this table
        "takes_no_invitations",  # from him: nobody is told whether it is a block or calm mode
        "too_many_invitations",
        "kept_apart",  # one of the two has blocked the other
        "not_yourself",  # nobody mutes, blocks or reports himself
        "too_many_blocked",
        "no_such_line",
        "bad_report",  # no reason of ours, or too long
        "too_many_reports",
        "suspended",  # out of the club for a time
        "banned",  # out of the club until a moderator lets him in again
        "no_such_report",
        "already_decided",
        "bad_decision",  # no such sanction or time, or not a word of why
        "is_moderator",
        "no_such_sanction",
        "bad_appeal",  # empty or too long, or nothing to appeal against
        "own_sanction",  # another moderator answers the appeal
    }
)
CODES: Final = OF_SOCKETS | OF_PAGES


class ClubRefusal(Exception):
    """The club does not allow it; `code` says why and is also the gettext msgid."""

    def __init__(self, code: str) -> None:
        assert code in CODES, code
        super().__init__(code)
        self.code = code


class Unsaved(Exception):
    """The database refused the row itself: the act is not saved and the actor is sent away."""


class ReplayFailed(Exception):
    """A stored act cannot be applied again; `args` are the match and the version."""


class UnknownKind(Exception):
    """A stored act of a kind this release does not know."""
