"""Keys to a guest's seat: a link that makes another browser his, as long as he sits there."""

from typing import Final, NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer

from club.accounts import Accounts
from club.addresses import address_of, id_at
from club.errors import ClubRefusal
from club.people import People
from club.seating import Seating
from store.matches import ALIVE

PURPOSE: Final = "seat key"


class SeatKey(NamedTuple):
    """Whose seat it is, where, and as of which epoch of his."""

    match_id: int
    player_id: int
    epoch: int
    name: str = ""


class SeatKeys:
    """Signs keys and reads them. Signing out everywhere makes all earlier ones worthless."""

    def __init__(
        self, secret_key: str, seating: Seating, people: People, accounts: Accounts
    ) -> None:
        self._signer = URLSafeSerializer(secret_key, salt=PURPOSE)
        self._accounts = accounts
        self._seating = seating
        self._people = people

    def token_of(self, key: SeatKey) -> str:
        """What stands in the link."""
        return str(self._signer.dumps([address_of(key.match_id), key.player_id, key.epoch]))

    def read(self, token: str) -> SeatKey:
        """Whose key it is. Raises ClubRefusal: link_unknown, link_expired, no_such_table; Busy."""
        try:
            address, player_id, epoch = self._signer.loads(token)
            match_id = id_at(address)
        except (BadSignature, ValueError, TypeError):
            raise ClubRefusal("link_unknown") from None
        if match_id is None:
            raise ClubRefusal("link_unknown")
        look = self._seating.look(match_id)
        seat = look.seat_of(player_id)
        is_current = self._people.is_current(player_id, epoch)
        is_member = self._accounts.of(player_id) is not None  # since then: he has a password
        if seat is None or look.match.status not in ALIVE or not is_current or is_member:
            raise ClubRefusal("link_expired")
        sitter = look.seats[seat]
        assert sitter is not None
        return SeatKey(match_id, player_id, epoch, sitter.name)
