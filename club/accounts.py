"""Accounts: a guest becomes a member, signs in and out, changes what is his, and may leave."""

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from itsdangerous import BadSignature, URLSafeTimedSerializer

from club import names, passwords
from club.apart import check_company
from club.errors import ClubRefusal
from club.languages import LANGUAGES
from club.look_alikes import key_of
from club.mail import Mail
from club.own_data import own_data
from club.people import People
from club.seating import Guest
from club.shut_out import check_entry
from store import (
    accounts,
    companies,
    invitations,
    matches,
    players,
    programs,
    seats,
    talk,
)
from store.accounts import Account
from store.connections import Connections
from store.errors import SeatRefused
from store.matches import Match

RESET_SECONDS: Final = 3_600
MOST_EMAIL: Final = 254
TRIES: Final = 10
_EMAIL: Final = re.compile(r"[^\s@\"<>\\]{1,64}@[^\s@\"<>\\]+\.[^\s@\"<>\\.]{2,}")

# What a member may choose, and the values there are; the first is what he has at first.
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "language": ("browser", *LANGUAGES),
    "deck": ("two", "four"),
    "animation": ("full", "none"),
    "sounds": ("off", "on"),
    "hints": ("on", "off"),
}


class Accounts:
    """What members may do with what is theirs. Everything raises Busy and ClubRefusal("busy")."""

    def __init__(
        self,
        connections: Connections,
        people: People,
        seats_changed: Callable[[int], None],
        secret_key: str,
        mail: Mail,
    ) -> None:
        self._connections = connections
        self._people = people
        self._seats_changed = seats_changed
        self._mail = mail
        self.on_renamed: Callable[[], object] = lambda: None  # what shows names forgets them
        self._signer = URLSafeTimedSerializer(secret_key, salt="password reset")

    def of(self, player_id: int) -> Account | None:
        """The account of this player; None for a guest."""
        with self._connections.connection() as connection:
            return accounts.of_player(connection, player_id)

    def made_up_name(self, locale: str) -> str:
        """A pleasant name for a guest that no member has."""
        with self._connections.connection() as connection:
            for _ in range(TRIES):
                name = names.made_up(locale)
                if not accounts.is_taken(connection, key_of(name)):
                    break
        return name

    def register(self, guest: Guest, *, name: str, password: str, email: str) -> Account:
        """The guest keeps his id, so he keeps his seats and his record.

        Raises ClubRefusal (bad_name, bad_password, bad_email) and AccountRefused.
        """
        kept, address, digest = names.checked_name(name), _email(email), passwords.hashed(password)
        with self._connections.transaction() as connection:
            players.ensure(connection, guest.player_id, kept)
            key = key_of(kept)
            accounts.create(
                connection, guest.player_id, name_key=key, password=digest, email=address
            )
            players.rename(connection, guest.player_id, kept)
            account = accounts.of_player(connection, guest.player_id)
        assert account is not None
        self._tell_tables(guest.player_id)
        return account

    def sign_in(self, login: str, password: str, guest: Guest) -> Account:
        """By name or address; the seats the guest has at live tables go with him.

        Raises ClubRefusal("wrong_password"), which does not tell whether there is such a name, and
        ShutOut.
        """
        account = self._found(login)
        if not passwords.matches(password, account.password if account else None):
            raise ClubRefusal("wrong_password")
        assert account is not None
        self._check_entry(account.player_id)
        if passwords.is_dated(account.password):
            self._keep_password(account.player_id, password)
        if self.of(guest.player_id) is None:
            self._move_seats(guest.player_id, account.player_id)
        return account

    def change_password(self, account: Account, old: str, new: str) -> Account:
        """Whoever knew the old one is signed out.

        Raises ClubRefusal: wrong_password, bad_password.
        """
        if not passwords.matches(old, account.password):
            raise ClubRefusal("wrong_password")
        return self._new_password(account.player_id, new)

    def change_email(self, account: Account, password: str, email: str) -> None:
        """Raises ClubRefusal: wrong_password, bad_email; AccountRefused("email_taken")."""
        if not passwords.matches(password, account.password):
            raise ClubRefusal("wrong_password")
        with self._connections.connection() as connection:
            accounts.change_email(connection, account.player_id, _email(email))

    def change_preferences(self, account: Account, wanted: dict[str, str]) -> None:
        """What is no value there is, stays as it was."""
        good = {name: value for name, value in wanted.items() if value in CHOICES.get(name, ())}
        with self._connections.connection() as connection:
            accounts.change_preferences(connection, account.player_id, account.preferences | good)

    def reset_token(self, login: str) -> tuple[Account, str] | None:
        """Whose password is to be forgotten and what stands in the link; None when nobody is."""
        account = self._found(login)
        return account and (account, str(self._signer.dumps(_proof(account))))

    def send_reset(self, account: Account, subject: str, text: str) -> None:
        """Send a letter to the address of the account, if it has one."""
        if account.email is not None:
            self._mail.send("password reset", account.email, subject, text)

    def reset_password(self, token: str, password: str) -> Account:
        """A link works once and for an hour.

        Raises ClubRefusal: link_expired, bad_password; ShutOut.
        """
        account = self._of_token(token)
        self._check_entry(account.player_id)
        return self._new_password(account.player_id, password)

    def check_reset(self, token: str) -> None:
        """Raises ClubRefusal("link_expired") when the link does not work (any more)."""
        self._of_token(token)

    def delete(self, account: Account, password: str) -> None:
        """His name goes and everything that is his alone; the records of others stay whole.

        Raises ClubRefusal("wrong_password").
        """
        if not passwords.matches(password, account.password):
            raise ClubRefusal("wrong_password")
        self._leave_tables(account)
        with self._connections.transaction() as connection:
            accounts.delete(connection, account.player_id)
            talk.forget_player(connection, account.player_id)
            players.rename(connection, account.player_id, names.NOBODY)
            companies.leave_all(connection, account.player_id)
            invitations.forget_player(connection, account.player_id)
            gone = (account.player_id, *programs.revoke_all(connection, account.player_id))
            signed_out = {each: players.sign_out(connection, each) for each in gone}
        self._tell_tables(account.player_id)
        self.on_renamed()
        self._people.send_away(signed_out)

    def export(self, account: Account) -> dict[str, Any]:
        """All the club knows of him, as plain values."""
        with self._connections.connection() as connection:
            return own_data(connection, account)

    def _check_entry(self, player_id: int) -> None:
        with self._connections.connection() as connection:
            check_entry(connection, player_id)

    def _found(self, login: str) -> Account | None:
        with self._connections.connection() as connection:
            if "@" in login:
                return accounts.with_email(connection, login.strip().lower())
            return accounts.named(connection, key_of(names.tidied(login)))

    def _new_password(self, player_id: int, password: str) -> Account:
        self._keep_password(player_id, password)
        self._people.sign_out(player_id)
        account = self.of(player_id)
        if account is None:
            raise ClubRefusal("link_expired")
        return account

    def _keep_password(self, player_id: int, password: str) -> None:
        digest = passwords.hashed(password)
        with self._connections.connection() as connection:
            accounts.change_password(connection, player_id, digest)

    def _of_token(self, token: str) -> Account:
        try:
            player_id, mark = self._signer.loads(token, max_age=RESET_SECONDS)
        except (BadSignature, ValueError, TypeError):
            raise ClubRefusal("link_expired") from None
        account = self.of(player_id)
        if account is None or _proof(account)[1] != mark:
            raise ClubRefusal("link_expired")
        return account

    def _move_seats(self, guest_id: int, player_id: int) -> None:
        for match in self._live(guest_id):
            with (
                suppress(SeatRefused, ClubRefusal),
                self._connections.transaction() as connection,
            ):
                seats.pass_on(connection, match.match_id, guest_id, player_id)
                seated = {each.player_id for each in seats.of_match(connection, match.match_id)}
                check_company(connection, player_id, seated - {player_id})
                self._seats_changed(match.match_id)

    def _leave_tables(self, account: Account) -> None:
        """Those that wait; at the others the clock hands his seat to a bot."""
        for match in self._live(account.player_id):
            with suppress(SeatRefused), self._connections.transaction() as connection:
                seats.leave(connection, match.match_id, account.player_id)

    def _tell_tables(self, player_id: int) -> None:
        for match in self._live(player_id):
            self._seats_changed(match.match_id)

    def _live(self, player_id: int) -> list[Match]:
        with self._connections.connection() as connection:
            return matches.of_player(connection, player_id)


def _proof(account: Account) -> tuple[int, str]:
    """Who, and a mark of his present password: a new one makes the link worthless."""
    mark = hashlib.sha256(account.password.encode()).hexdigest()[:16]
    return account.player_id, mark


def _email(text: str) -> str | None:
    """The address as it is kept; None for an empty field. Raises ClubRefusal("bad_email")."""
    address = text.strip().lower()
    if not address:
        return None
    if len(address) > MOST_EMAIL or not _EMAIL.fullmatch(address):
        raise ClubRefusal("bad_email")
    return address
