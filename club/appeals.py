"""Appeals: a sanctioned player says his word once, and another moderator answers it."""

from typing import Final, NamedTuple

from itsdangerous import BadSignature, URLSafeTimedSerializer

from club.errors import ClubRefusal
from club.talk import Talk
from store import appeals, audit, moderators, sanctions
from store.appeals import Appeal
from store.connections import Connection, Connections
from store.sanctions import Sanction

MOST_LETTERS: Final = 1_000
DOOR_SECONDS: Final = 3_600


class Judged(NamedTuple):
    """One sanction as its player sees it; `may_appeal` while it holds and he has not yet."""

    sanction: Sanction
    appeal: Appeal | None

    @property
    def may_appeal(self) -> bool:
        return self.sanction.holds and self.appeal is None


class Appeals:
    """What a player may know and say of his sanctions, shut out or not."""

    def __init__(self, connections: Connections, talk: Talk, secret_key: str) -> None:
        self._connections = connections
        self._talk = talk
        self._signer = URLSafeTimedSerializer(secret_key, salt="appeal")

    def token_of(self, player_id: int) -> str:
        """Lets somebody who is shut out see his sanctions for an hour, and nothing else."""
        return str(self._signer.dumps(player_id))

    def player_at(self, token: str) -> int:
        """Whose token this is. Raises ClubRefusal("link_expired")."""
        try:
            return int(self._signer.loads(token, max_age=DOOR_SECONDS))
        except (BadSignature, ValueError, TypeError):
            raise ClubRefusal("link_expired") from None

    def of(self, player_id: int) -> list[Judged]:
        """All sanctions this player ever got, the last one first; now he has read them."""
        with self._connections.transaction() as connection:
            found = sanctions.of_player(connection, player_id)
            said = appeals.of_player(connection, player_id)
            news = sanctions.see(connection, player_id)
        if news:
            self._talk.refresh(player_id)
        return [Judged(each, said.get(each.sanction_id)) for each in found]

    def file(self, player_id: int, sanction_id: int, text: str) -> None:
        """Appeal against a sanction that holds.

        Raises TalkRefused("already_appealed"), ClubRefusal: no_such_sanction, bad_appeal.
        """
        words = _words(text)
        with self._connections.transaction() as connection:
            sanction = sanctions.read(connection, sanction_id)
            if sanction is None or sanction.player_id != player_id or not sanction.holds:
                raise ClubRefusal("no_such_sanction")
            appeals.file(connection, sanction_id, words)
            audit.add(
                connection, "appeal", by_id=player_id, about_id=player_id, sanction_id=sanction_id
            )

    def answer(self, moderator_id: int, sanction_id: int, *, granted: bool, text: str) -> None:
        """Grant it, which ends the sanction, or deny it.

        Raises ClubRefusal: no_such_sanction, own_sanction, already_decided, bad_appeal.
        """
        words = _words(text)
        with self._connections.transaction() as connection:
            appeal = appeals.read(connection, sanction_id)
            if appeal is None:
                raise ClubRefusal("no_such_sanction")
            _check_judge(connection, moderator_id, appeal)
            if not appeals.answer(connection, sanction_id, granted=granted, text=words):
                raise ClubRefusal("already_decided")
            if granted:
                sanctions.end(connection, sanction_id)
            audit.add(
                connection,
                "grant" if granted else "deny",
                by_id=moderator_id,
                about_id=appeal.player_id,
                sanction_id=sanction_id,
                note=words,
            )
        self._talk.refresh(appeal.player_id)


def _check_judge(connection: Connection, moderator_id: int, appeal: Appeal) -> None:
    """Whoever imposed it answers only where there is nobody else."""
    if appeal.by_id == moderator_id and moderators.others(connection, moderator_id):
        raise ClubRefusal("own_sanction")


def _words(text: str) -> str:
    words = " ".join(text.split())
    if not 1 <= len(words) <= MOST_LETTERS:
        raise ClubRefusal("bad_appeal")
    return words
