"""A table whose socket the test holds: real rules, known cards, nothing left to chance."""

import json
import re
import time
from typing import Any

from playwright.sync_api import Page, WebSocketRoute, expect

from games.preferans import Match, apply, doer, recorded_action, told, view_for
from games.preferans.rules import rules_to_json

NAMES = ("Аня", "Олег", "Марина", "Пётр")


class Feed:
    """Sends one audience what a server would; keeps what the client says."""

    def __init__(
        self,
        page: Page,
        match: Match,
        you: int | None = 0,
        instead: dict[str, Any] | None = None,
    ) -> None:
        """`instead` are fields of the first view to put in place of the true ones."""
        self.page = page
        self.match = match
        self.you = you
        self.instead = instead or {}
        self.heard: list[dict[str, Any]] = []
        self.route: WebSocketRoute | None = None

    def open(self, query: str = "") -> None:
        """Sit down at a table of the club, unless done, and put this one in its place."""
        if "/tables/" not in self.page.url:
            self.page.goto("/")
            self.page.locator("[data-do=play-now]").click()
            self.page.wait_for_url("**/tables/*")
        self.page.unroute_all()
        self.page.route_web_socket(re.compile(r"/ws/table/"), self._connect)
        self.page.goto(self.page.url.partition("?")[0] + query)
        expect(self.page.locator("#table")).to_have_attribute(
            "data-version", str(self.match.version)
        )

    def do(self, *texts: str) -> None:
        """Acts of the seat asked, each sent as an event."""
        for text in texts:
            self.send(self.act(self.match.turn[0] if self.match.turn else None, text))

    def act(self, seat: int | None, text: str, ref: str | None = None) -> dict[str, Any]:
        """Apply one act; the event this audience hears of it."""
        action, before = recorded_action(text), self.match
        self.match = apply(before, seat, action, now_ms())
        old, new = view_for(before, self.you)._asdict(), view_for(self.match, self.you)._asdict()
        message = {
            "t": "ev",
            "v": self.match.version,
            "now": now_ms(),
            "act": (doer(before, seat, action), told(before, seat, action, self.you)),
            "set": {name: value for name, value in new.items() if value != old[name]},
        }
        return message | ({"ref": ref} if ref else {})

    def answer(self) -> None:
        """Save the last act the client sent, and say so."""
        said = self.heard[-1]
        self.send(self.act(self.you, said["act"], said["ref"]))

    def refuse(self, code: str) -> None:
        """Refuse the last act the client sent."""
        said = self.heard[-1]
        self.send({"t": "refused", "code": code, "ref": said["ref"], "v": self.match.version})

    def acts(self) -> list[str]:
        """What the client has asked for, oldest first."""
        return [said["act"] for said in self.heard]

    def _connect(self, route: WebSocketRoute) -> None:
        self.route = route
        route.on_message(self._hear)
        self.send(self._state())

    def _hear(self, text: str | bytes) -> None:
        message = json.loads(text)
        if message["t"] == "act":
            self.heard.append(message)

    def send(self, message: dict[str, Any]) -> None:
        """Hand the client one message of the server."""
        assert self.route is not None
        self.route.send(json.dumps(message))

    def _state(self) -> dict[str, Any]:
        players = self.match.rules.players
        seats = [{"name": NAMES[at], "bot": False, "you": at == self.you} for at in range(players)]
        return {
            "t": "state",
            "v": self.match.version,
            "you": self.you,
            "now": now_ms(),
            "rules": rules_to_json(self.match.rules),
            "view": view_for(self.match, self.you)._asdict() | self.instead,
            "seats": seats,
            "host": 0,
            "pace": False,
        }


def now_ms() -> int:
    return int(time.time() * 1000)
