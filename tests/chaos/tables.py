"""Tables of a chaos run: real ones with clocks shorter than the club offers."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from bench.players.seating import Guest
from club.addresses import address_of
from games.preferans import Clock, rules_from_json, rules_to_json
from games.preferans.rules import SOCHI
from store import matches, players, seats
from store.ids import new_id
from store.opening import Connection, open_connection
from tests.chaos.habits import Place
from tests.chaos.link import HOST
from tests.chaos.stage import SECRET

SEATS: Final = 3
TARGETS: Final = (5, 10, 20)
COOKIE: Final = "trelyazh"
CLOCK: Final = Clock(
    act_ms=2_000,
    bank_ms=0,
    refill_ms=0,
    result_ms=2_000,
    deal_ms=1_000,
    pace_ms=600,
    budget_ms=500,
)


class Tables:
    """All tables of a run; person `n` sits at table `n // 3`, onlookers have numbers after them."""

    def __init__(self, url: str, count: int, onlookers: int) -> None:
        self.match_ids = [new_id() for _ in range(count)]
        self.onlookers = onlookers
        self._cookies: list[str] = []
        connection = open_connection(url, application_name="chaos", limits=False)
        try:
            for number, match_id in enumerate(self.match_ids):
                self._open(connection, match_id, TARGETS[number % len(TARGETS)])
        finally:
            connection.close()

    @property
    def places(self) -> list[Place]:
        """Everybody's, players first."""
        count = len(self.match_ids)
        paths = [f"/ws/table/{address_of(match_id)}" for match_id in self.match_ids]
        players = [
            Place(person, paths[person // SEATS], cookie, person % SEATS)
            for person, cookie in enumerate(self._cookies)
        ]
        lookers = [
            Place(SEATS * count + number, paths[number % count], "", None)
            for number in range(self.onlookers)
        ]
        return players + lookers

    def people_of(self, match_id: int) -> range:
        """The persons who sit there, by seat."""
        first = SEATS * self.match_ids.index(match_id)
        return range(first, first + SEATS)

    def seat_of(self, person: int) -> tuple[int, int | None]:
        """The match and the seat of a person."""
        players = SEATS * len(self.match_ids)
        if person < players:
            return self.match_ids[person // SEATS], person % SEATS
        return self.match_ids[(person - players) % len(self.match_ids)], None

    def begin(self, ports: tuple[int, ...]) -> None:
        """Each host presses the button, here and there."""

        def press(number: int) -> None:
            guest = Guest(HOST, ports[number % len(ports)])
            guest.cookies[COOKIE] = self._cookies[number * SEATS].partition("=")[2]
            page = f"/tables/{address_of(self.match_ids[number])}"
            guest.get(page)
            guest.post(f"{page}/start")

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(press, range(len(self.match_ids))))

    def _open(self, connection: Connection, match_id: int, target: int) -> None:
        rules = rules_from_json(rules_to_json(SOCHI) | {"pool_target": target})
        people = [new_id() for _ in range(SEATS)]
        connection.autocommit = False
        for person in people:
            players.ensure(connection, person, f"Player {len(self._cookies)}")
            self._cookies.append(signed_cookie(person))
        matches.create(
            connection,
            match_id,
            rules=rules_to_json(rules),
            clock=CLOCK._asdict(),
            seat_count=SEATS,
            host=people[0],
            deadline=None,
        )
        for seat, person in enumerate(people):
            seats.take_seat(connection, match_id, seat, person)
        connection.commit()
        connection.autocommit = True


def signed_cookie(player_id: int) -> str:
    """What the club would have given this player."""
    app = Flask("chaos")
    app.secret_key = SECRET
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return f"{COOKIE}={signer.dumps({'player': player_id, 'name': 'Somebody', '_permanent': True})}"
