"""What the store may raise on purpose; every code is also a message id of the catalogues."""

# StoreError
# ├── Busy            no connection in time, or the database gave the statement up: nothing changed
# │   └── Lost        the connection died: what was sent may be saved or not
# ├── SeatRefused     the seating says no
# ├── AccountRefused  somebody else has that name or address, or this player is registered
# ├── TalkRefused     two say the same, or the other one was first
# └── WrongSchema     the database is not the one this code was written for

from typing import Final

SEAT_CODES: Final = (
    "no_such_table",
    "no_such_seat",
    "seat_taken",
    "already_seated",
    "not_seated",
    "not_open",
    "not_a_bot",
)

ACCOUNT_CODES: Final = ("already_registered", "name_taken", "email_taken")

TALK_CODES: Final = ("already_reported", "already_appealed")


class StoreError(Exception):
    """Anything the store raises on purpose; `code` says what in one word."""

    code = "store_error"


class Busy(StoreError):
    """The database could not be reached or did not answer in time; nothing was changed."""

    code = "busy"


class Lost(Busy):
    """The connection died in the middle; what was sent may have been saved or not."""


class SeatRefused(StoreError):
    """The seating does not allow it; `code` is one of SEAT_CODES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AccountRefused(StoreError):
    """No such account may be; `code` is one of ACCOUNT_CODES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TalkRefused(StoreError):
    """There is such a report or appeal already; `code` is one of TALK_CODES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WrongSchema(StoreError):
    """The tables are older or newer than this code; the message says what to do."""

    code = "wrong_schema"
