"""What a game refuses, and the codes it refuses with.

Exception
├── ValueError
│   ├── BadRules           (games/preferans/rules.py) agreements that do not go together
│   └── BadRecord          a text that should hold a match or a deal and does not
└── Refusal                an act the rules do not allow; `code` is one of CODES
"""

from typing import Final

CODES: Final = frozenset(
    {
        "bad_act",  # the text is no act of this game
        "not_running",  # the match waits for its players, or is over
        "already_started",
        "not_your_turn",
        "wrong_phase",  # this kind of act is not what is asked now
        "no_such_seat",
        "seat_with_bot",  # the bot holds the seat: take it back first
        "seat_not_with_bot",  # the bot no longer holds the seat, or never did
        "bid_too_low",
        "bid_not_allowed",  # a jump, or a rung that does not exist yet
        "misere_not_first",  # misère only as one's own first call (§2.4)
        "only_pass_left",  # an outbid misère bidder may only pass (§2.4)
        "hold_not_allowed",
        "card_not_in_hand",
        "same_card_twice",
        "contract_too_low",
        "misere_stays",  # a misère winner plays misère, a game winner a game (§3.3)
        "no_talon_taken",  # without the talon there is no discard
        "concede_not_allowed",
        "half_not_allowed",
        "illegal_card",  # does not follow suit, or does not trump (§5.2)
        "bad_deck",
        "too_early",  # the time is not over
        "already_waited",
        "already_offered",  # one offer a player a deal (§12.2)
        "offer_not_allowed",
        "offer_does_not_add_up",
        "not_proved",
        "already_asked",  # one proposal to end the match a player a deal (§12.5)
        "no_end_proposed",
        "halted",  # the match stands: only its players may let it go on
        "not_halted",
        "no_halt_proposed",
        "bad_hour",  # it has passed, or lies beyond two weeks
    }
)


class Refusal(Exception):
    """The rules do not allow this act; `code` says why and is also the gettext msgid."""

    def __init__(self, code: str) -> None:
        assert code in CODES, code
        super().__init__(code)
        self.code = code


class BadRecord(ValueError):
    """A stored text is no match or deal this code can read; the text says why."""
