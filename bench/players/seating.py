"""Seats people three to a table through the club's own pages, as a browser would."""

import http.client
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
DOOR: Final = "/rules"  # introduces nobody: whoever has seen only this is still a stranger
HOSTS_AT_ONCE: Final = 6

Seated = list[tuple[str, str]]  # the socket's path and the cookie of each seat


class SeatingError(Exception):
    """The club did not let somebody sit down."""


class Guest:
    """One person with his own cookies."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=30)
        self.cookies: dict[str, str] = {}
        self._token = ""

    @property
    def cookie(self) -> str:
        """The Cookie header of this person."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def another(self) -> "Guest":
        """Somebody else, who has seen the same pages so far; he shares the connection."""
        other = copy(self)
        other.cookies = dict(self.cookies)
        return other

    def get(self, path: str) -> str:
        """A page; its form token is kept for the next post."""
        page = self._ask("GET", path, None)[2]
        found = TOKEN.search(page)
        self._token = found[1] if found else self._token
        return page

    def post(self, path: str, **fields: str) -> str:
        """Send a form; where the club sends us on, if anywhere. Raises SeatingError."""
        body = urlencode({"csrf_token": self._token, **fields})
        status, location, page = self._ask("POST", path, body)
        if status == 200:
            raise SeatingError(f"{path}: {page[:200]!r}")
        return urlsplit(location).path

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Cookie": self.cookie, "Accept-Language": "en"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Accept"] = "application/json"  # a refusal is a status, not a page to go to
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        if answer.status >= 400:
            raise SeatingError(f"{method} {path}: {answer.status} {page[:200]!r}")
        return answer.status, answer.getheader("Location", ""), page


def seat_table(stranger: Guest, target: int) -> Seated:
    """Three people the club has not met sit down at a public table of their own."""
    people = [stranger.another() for _ in range(3)]
    rules = {"preset": "sochi", "target": str(target), "speed": "calm"}
    table = people[0].post("/tables", public="1", **rules)
    for person in people[1:]:
        person.post(f"{table}/sit")
    path = f"/ws/table/{table.rsplit('/', 1)[1]}"
    return [(path, person.cookie) for person in people]


def seat_all(
    host: str, port: int, tables: int, seats_file: Path, *, there: int = 0, target: int = 20
) -> None:
    """Fill tables until there are so many; the file has a line a player: table, seat, path, cookie.

    `there` is how many it has already; they stay.
    """

    def seat(numbers: Iterable[int]) -> dict[int, Seated]:
        stranger = Guest(host, port)
        stranger.get(DOOR)
        return {number: seat_table(stranger, target) for number in numbers}

    shares = [range(there + at, tables, HOSTS_AT_ONCE) for at in range(HOSTS_AT_ONCE)]
    seated: dict[int, Seated] = {}
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as workers:
        for share in workers.map(seat, shares):
            seated |= share
    with seats_file.open("a" if there else "w") as file:
        for number, people in sorted(seated.items()):
            for at, (path, cookie) in enumerate(people):
                file.write(f"{number} {at} {path} {cookie}\n")
