"""Evenings of companies: when they meet, said in somebody's time zone, and the reminders."""

import gettext
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_datetime

from club.companies import gathering
from club.errors import ClubRefusal
from club.languages import LANGUAGES
from club.mail import Mail
from store import companies, evenings
from store.connections import Connections
from store.evenings import Evening, Letter
from store.ids import new_id

FURTHEST: Final = timedelta(days=366)
MOST: Final = 20  # of one company at a time
LASTS: Final = timedelta(hours=6)  # so long it stands on pages after it began
REMINDED_SECONDS: Final = 3 * 3600.0  # before it begins
REMINDED_AT_ONCE: Final = 20
ZONES: Final = tuple(sorted(available_timezones()))  # here, since they are files to be found
CATALOGUES: Final = Path(__file__).resolve().parent.parent / "locale"


class Evenings:
    """Everything raises Busy, and ClubRefusal("no_such_company") for strangers."""

    def __init__(self, connections: Connections, mail: Mail) -> None:
        self._connections = connections
        self._mail = mail

    def call(self, player_id: int, company_id: int, local: str, zone: str) -> None:
        """A member calls an evening: the hour on the clocks of that zone (`2026-12-24T19:30`).

        Raises ClubRefusal: bad_evening, too_many_evenings.
        """
        at = moment_of(local, zone)
        now = datetime.now(UTC)
        if not now < at < now + FURTHEST:
            raise ClubRefusal("bad_evening")
        with self._connections.transaction() as connection:
            companies.read(connection, company_id, lock=True)
            gathering(connection, company_id, player_id)
            if len(evenings.coming(connection, [company_id], now)) >= MOST:
                raise ClubRefusal("too_many_evenings")
            evenings.create(
                connection, new_id(), company_id=company_id, at=at, zone=zone, called_by=player_id
            )

    def call_off(self, player_id: int, company_id: int, evening_id: int) -> None:
        """Whoever called it, or the founder. Raises ClubRefusal: no_such_evening, not_founder."""
        with self._connections.transaction() as connection:
            here = gathering(connection, company_id, player_id)
            coming = evenings.coming(connection, [company_id], datetime.now(UTC) - LASTS)
            found = next((each for each in coming if each.evening_id == evening_id), None)
            if found is None:
                raise ClubRefusal("no_such_evening")
            if not here.is_founder and found.called_by != player_id:
                raise ClubRefusal("not_founder")
            evenings.delete(connection, company_id, evening_id)

    def coming(self, player_id: int) -> list[Evening]:
        """What the companies of this player have before them, the next first."""
        with self._connections.connection() as connection:
            mine = [company.company_id for company in companies.of_player(connection, player_id)]
            return evenings.coming(connection, mine, datetime.now(UTC) - LASTS) if mine else []

    def remind(self) -> int:
        """Write to the members of companies that meet soon; how many letters. Any workers may at
        once: each evening is told of once in the whole club."""
        sent = 0
        with self._connections.connection() as connection:
            due = evenings.take_due(connection, REMINDED_SECONDS, REMINDED_AT_ONCE)
            letters = {each: evenings.letters(connection, each.company_id) for each in due}
        for evening, readers in letters.items():
            for reader in readers:
                sent += self._send(evening, reader)
        return sent

    def _send(self, evening: Evening, reader: Letter) -> bool:
        language = reader.preferences.get("language", "")
        language = language if language in LANGUAGES else next(iter(LANGUAGES))
        _ = _catalogue(language).gettext
        words = {
            "name": reader.name,
            "company": evening.company,
            "when": told(evening, language),
            "zone": evening.zone,
        }
        subject = _("%(company)s meets: %(when)s") % words
        text = _("%(name)s, your company %(company)s meets on %(when)s (%(zone)s).") % words
        return self._mail.send("evening", reader.email, subject, text)


def moment_of(local: str, zone: str) -> datetime:
    """The moment when clocks there show this. Raises ClubRefusal("bad_evening")."""
    try:
        if zone not in ZONES:
            raise ValueError(zone)
        shown = datetime.strptime(local, "%Y-%m-%dT%H:%M")
        return shown.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ClubRefusal("bad_evening") from None


def told(evening: Evening, language: str) -> str:
    """The evening on the clocks of the zone it was named in."""
    local = evening.at.astimezone(ZoneInfo(evening.zone))
    return str(format_datetime(local, "EEEE, d MMMM, HH:mm", locale=language))


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", CATALOGUES, [language], fallback=True)
