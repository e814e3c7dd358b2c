"""Seats people three to a table through the club's own pages, as a browser would."""

import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
INVITATION: Final = re.compile(r"/join/[A-Za-z0-9_.-]+")
HOSTS_AT_ONCE: Final = 6


class SeatingError(Exception):
    """The club did not let somebody sit down."""


class Guest:
    """One person with his own cookies, on one connection."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=30)
        self.cookies: dict[str, str] = {}
        self._token = ""

    @property
    def cookie(self) -> str:
        """The Cookie header of this person."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> str:
        """A page; its form token is kept for the next post."""
        page = self._ask("GET", path, None)[1]
        found = TOKEN.search(page)
        self._token = found[1] if found else self._token
        return page

    def post(self, path: str, **fields: str) -> str:
        """Send a form; where the club sends us on. Raises SeatingError."""
        body = urlencode({"csrf_token": self._token, **fields})
        location, page = self._ask("POST", path, body)
        if not location:
            raise SeatingError(f"{path}: {page[:200]!r}")
        return urlsplit(location).path

    def _ask(self, method: str, path: str, body: str | None) -> tuple[str, str]:
        headers = {"Cookie": self.cookie, "Accept-Language": "en"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        if answer.status >= 400:
            raise SeatingError(f"{method} {path}: {answer.status}")
        return answer.getheader("Location", ""), page


def seat_table(host: str, port: int, target: int) -> list[tuple[str, str]]:
    """Three people at a table of their own: the socket's path and the cookie of each seat."""
    people = [Guest(host, port) for _ in range(3)]
    for person in people:
        person.get("/")
    table = people[0].post("/tables", preset="sochi", target=str(target), speed="calm")
    invitation = INVITATION.search(people[0].get(table))
    if invitation is None:
        raise SeatingError(f"no invitation at {table}")
    for person in people[1:]:
        person.post(invitation[0])
    path = f"/ws/table/{table.rsplit('/', 1)[1]}"
    return [(path, person.cookie) for person in people]


def seat_all(host: str, port: int, tables: int, seats_file: Path, *, target: int = 20) -> None:
    """Fill so many tables; the file has a line a player: table, seat, path, cookie."""
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as workers:
        seated = list(workers.map(lambda _: seat_table(host, port, target), range(tables)))
    with seats_file.open("w") as file:
        for number, people in enumerate(seated):
            for seat, (path, cookie) in enumerate(people):
                file.write(f"{number} {seat} {path} {cookie}\n")
