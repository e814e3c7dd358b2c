"""Invitations: a link to a table that lives 24 hours from when the table was opened."""

from datetime import UTC, datetime, timedelta
from typing import Final

from itsdangerous import BadSignature, URLSafeSerializer

from club.addresses import address_of, id_at
from club.errors import ClubRefusal
from store.matches import Match

LIFE: Final = timedelta(hours=24)
PURPOSE: Final = "invitation"


class Invitations:
    """Signs links and reads them. The same table always has the same link."""

    def __init__(self, secret_key: str) -> None:
        self._signer = URLSafeSerializer(secret_key, salt=PURPOSE)

    def token_of(self, match: Match) -> str | None:
        """What stands in the link; None when it would be dead already."""
        ends = int((match.created_at + LIFE).timestamp())
        if _is_over(ends):
            return None
        return str(self._signer.dumps([address_of(match.match_id), ends]))

    def match_at(self, token: str) -> int:
        """The match this link leads to. Raises ClubRefusal: link_unknown, link_expired."""
        try:
            address, ends = self._signer.loads(token)
            match_id, ends = id_at(address), int(ends)
        except (BadSignature, ValueError, TypeError):
            raise ClubRefusal("link_unknown") from None
        if match_id is None:
            raise ClubRefusal("link_unknown")
        if _is_over(ends):
            raise ClubRefusal("link_expired")
        return match_id


def _is_over(ends: int) -> bool:
    return ends <= datetime.now(UTC).timestamp()
