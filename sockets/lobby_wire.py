"""What the hall tells, as websocket frames."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import UNSET

from club.addresses import address_of
from club.hall import Shown, TableRow
from club.personal_invitations import Invited
from sockets.lobby_messages import Changes, Found, Hall, Own, Place
from sockets.messages import Pong
from sockets.wire import frame_of
from store.seeks import Kind, Seek


class LobbyWire:
    """Each frame is made once for all who get the same."""

    def whole(self, version: int, of: str, shown: Shown) -> bytes:
        """The `hall` of this version."""
        return frame_of(
            Hall(
                v=version,
                of=of,
                online=shown.online or 0,
                tables=[_table(row) for row in shown.tables],
                waiting=_waiting(shown.waiting),
            )
        )

    def changes(self, version: int, shown: Shown) -> bytes:
        """The `changes` that make this version."""
        return frame_of(
            Changes(
                v=version,
                online=UNSET if shown.online is None else shown.online,
                tables=[_table(row) for row in shown.tables] or UNSET,
                gone=list(shown.gone) or UNSET,
                waiting=_waiting(shown.waiting) or UNSET,
            )
        )

    def own(self, now: int, seek: Seek | None, invited: Sequence[Invited]) -> bytes:
        """The `own` of one player."""
        return frame_of(
            Own(
                now=now,
                seek=seek and seek.kind._asdict(),
                since=seek and seek.since,
                table=seek and _found(seek),
                invited=[each._asdict() for each in invited],
            )
        )

    def pong(self, version: int, now: int) -> bytes:
        """The `pong`, which is the same for everybody."""
        return frame_of(Pong(v=version, now=now))


def _table(row: TableRow) -> dict[str, Any]:
    return row._asdict() | {"seats": [seat and seat._asdict() for seat in row.seats]}


def _waiting(waiting: Mapping[Kind, int]) -> list[dict[str, Any]]:
    return [{**kind._asdict(), "count": count} for kind, count in waiting.items()]


def _found(seek: Seek) -> Found | None:
    """None when the table did not come about and the club has not put it away yet."""
    if seek.match_id is None or seek.ready_by is None or seek.status not in ("open", "running"):
        return None
    places = [Place(name, ready, who == seek.player_id) for who, name, ready in seek.places]
    begun = seek.status == "running"
    return Found(address_of(seek.match_id), begun, seek.ready_by, places)
