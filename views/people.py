"""Who asks: a guest known by his signed cookie, or a member; and the language he reads."""

from typing import Any, Final

from flask import Flask, current_app, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from club.club import Club
from club.languages import LANGUAGES
from club.seating import Guest
from store.accounts import Account
from store.ids import new_id

LOCALES: Final = tuple(LANGUAGES)


class Member(UserMixin):  # type: ignore[misc]
    """A registered player, signed in."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """What the cookie holds: it is worth nothing after he was signed out everywhere."""
        return f"{self.account.player_id}.{self.account.epoch}"


def current_club() -> Club:
    """The club of the application that serves this request."""
    club: Club = current_app.extensions["club"]
    return club


def locale() -> str:
    """The language chosen, or the one the browser prefers."""
    chosen = session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES) or LOCALES[0]


def current_player() -> int | None:
    """The id of whoever asks; None for somebody we never saw, or who was signed out."""
    player: int | None = session.get("player")
    if player is None:
        return None
    if current_club().people.is_current(player, session.get("epoch", 0)):
        return player
    forget()
    return None


def current_member() -> Account | None:
    """The account of whoever asks; None for guests."""
    if current_player() is None or not current_user.is_authenticated:
        return None
    account: Account = current_user.account
    return account


def current_guest() -> Guest:
    """Whoever asks, introduced if we never saw him."""
    player = current_player()
    if player is None:
        player = session["player"] = new_id()
        session["name"] = current_club().accounts.made_up_name(locale())
        session.permanent = True
    return Guest(player, session["name"], locale())


def remember(account: Account) -> None:
    """From now on this browser is the member's."""
    chosen = account.preferences.get("language", "browser")
    chosen = chosen if chosen in LOCALES else session.get("locale")
    session.clear()
    session.update(player=account.player_id, epoch=account.epoch, name=account.name)
    if chosen:
        session["locale"] = chosen
    session.permanent = True
    login_user(Member(account))


def be_guest(player_id: int, name: str, epoch: int) -> None:
    """From now on this browser is the one of that guest."""
    forget()
    session.update(player=player_id, epoch=epoch, name=name)
    session.permanent = True


def forget() -> None:
    """From now on this browser is nobody's; it keeps its language."""
    chosen = session.get("locale")
    logout_user()
    session.clear()
    if chosen:
        session["locale"] = chosen
        session.permanent = True


def register(app: Flask) -> None:
    """Let every page know its reader."""
    manager = LoginManager(app)
    manager.session_protection = None  # phones change their address all the time
    manager.user_loader(_member)
    app.context_processor(_reader)


def _member(text: str) -> Member | None:
    player_id, _, epoch = text.partition(".")
    account = current_club().accounts.of(int(player_id))
    return Member(account) if account is not None and str(account.epoch) == epoch else None


def _reader() -> dict[str, Any]:
    member = current_user.account if current_user.is_authenticated else None
    return {
        "locale": locale(),
        "languages": LANGUAGES,
        "my_name": session.get("name", ""),
        "member": member,
    }
