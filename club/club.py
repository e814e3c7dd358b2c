"""The club of one application: everything it decides with, built once and started per worker."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

from club.accounts import Accounts
from club.alerts import Alerts
from club.appeals import Appeals
from club.archive import Archive
from club.blocks import Blocks
from club.browsing import Browsing
from club.companies import Companies
from club.deal_logs import DealLogs
from club.delivery import Wire
from club.etudes import Etudes
from club.evenings import Evenings
from club.facts import Facts
from club.hall import Hall
from club.hall import Wire as HallWire
from club.invitations import Invitations
from club.leaderboards import Leaderboards
from club.leavers import Leavers
from club.mail import Mail
from club.moderation import Moderation
from club.one_more import OneMore
from club.people import People
from club.personal_invitations import PersonalInvitations
from club.profiles import Profiles
from club.programs import Programs
from club.ratings import Ratings
from club.reckoning import Reckoning
from club.replays import Replays
from club.reviews import Reviews
from club.running_accounts import RunningAccounts
from club.seat_keys import SeatKeys
from club.seating import Seating
from club.seeking import Seeking
from club.tables import Tables
from club.talk import Talk
from club.talk import Wire as TalkWire
from green.bus import Bus
from green.credits import Purses
from green.journal import Journal
from store.club_time import ClubTime
from store.connections import Connections
from store.errors import Busy
from store.events import EventRow

SEATS_CHANGED: Final = 0  # the version of a hint that speaks of seats


class ClubWire(Wire, TalkWire, Protocol):
    """How everything the club tells becomes bytes."""


class Club:
    """No singleton: an application has its own, and two of them know nothing of each other."""

    def __init__(
        self,
        connections: Connections,
        journal: Journal[EventRow],
        bus: Bus,
        wire: ClubWire,
        hall_wire: HallWire,
        *,
        secret_key: str,
        bot_pace_ms: tuple[int, int],
        sockets_per_player: int,
        talk_days: int,
        watchers_per_table: int,
        is_closing: Callable[[], bool],
        alerts: Alerts,
        mail: Mail,
    ) -> None:
        self.connections = connections
        self.journal = journal
        self.bus = bus
        self.bad_messages: Counter[str] = Counter()  # of clients, by code; only grows
        self.time = ClubTime(connections)
        self.leavers = Leavers(connections)
        self.people = People(connections, bus, sockets_per_player)
        self.tables = Tables(
            connections,
            journal,
            self.time,
            wire,
            bus,
            self.leavers,
            bot_pace_ms=bot_pace_ms,
            watchers_per_table=watchers_per_table,
            is_closing=is_closing,
            is_connected=self.people.is_connected,
            on_frozen=alerts.match_frozen,
        )
        self.seating = Seating(
            connections,
            self.time,
            self.tables,
            self._seats_changed,
            self.leavers,
            pace_ms=bot_pace_ms[1],
        )
        self.archive = Archive(connections, self.time)
        self.facts = Facts(connections)
        self.deal_logs = DealLogs(connections)
        self.has_pace = bot_pace_ms[1] > 0  # bots take their time
        self.talk = Talk(connections, bus, wire, kept_days=talk_days)
        self.blocks = Blocks(connections, self.talk.refresh)
        self.moderation = Moderation(connections, self.people, self.talk)
        self.appeals = Appeals(connections, self.talk, secret_key)
        self.purses = Purses()  # of those who speak without a socket
        self.accounts = Accounts(connections, self.people, self._seats_changed, secret_key, mail)
        self.programs = Programs(connections, self.people)
        self.invitations = Invitations(secret_key)
        self.personal_invitations = PersonalInvitations(
            connections, bus, self.blocks, self.invitations
        )
        self.one_more = OneMore(connections, self.time, self.seating, self._seats_changed)
        self.ratings = Ratings(connections, self.time, bus)
        self.reckoning = Reckoning(connections, self.ratings)
        self.tables.on_shown(self.reckoning.follow)
        self.profiles = Profiles(connections, self.ratings)
        self.leaderboards = Leaderboards(connections, bus)
        self.seating.on_renamed = self.accounts.on_renamed = self.leaderboards.cache.drop
        self.caches = (self.ratings.cache, self.leaderboards.cache)
        self.seeking = Seeking(
            connections, self.time, self.seating, self.tables, bus, self.ratings.rating_of
        )
        self.hall = Hall(
            connections,
            self.time,
            bus,
            hall_wire,
            lambda: self.people.online,
            self.personal_invitations.of,
        )
        self.replays = Replays(connections)
        self.browsing = Browsing(connections)
        self.companies = Companies(connections, secret_key)
        self.evenings = Evenings(connections, mail)
        self.running_accounts = RunningAccounts(connections, self.replays)
        self.reviews = Reviews()
        self.etudes = Etudes()
        self.seat_keys = SeatKeys(secret_key, self.seating, self.people, self.accounts)
        bus.subscribe_hints(self.tables.heard)
        bus.on_up(self._look_at_all)

    def _look_at_all(self) -> None:
        """What was said while the bus was down is lost."""
        with suppress(Busy):
            self.tables.compare()

    def _seats_changed(self, match_id: int) -> None:
        """Our own tables hear it the same way as everybody's."""
        self.bus.hint([(match_id, SEATS_CHANGED)])
