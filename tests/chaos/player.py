"""A player who comes back by himself, resends what was not answered, and has bad habits."""

import asyncio
import itertools
import json
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any, Final

from tests.chaos.habits import Habits, Place
from tests.chaos.link import Link, connect
from tests.chaos.policy import choose
from tests.chaos.record import Kind, Record
from tests.server import ROOT

THINKS_SECONDS: Final = (0.05, 0.5)
PATIENCE_SECONDS: Final = 4.0  # without an answer the act is sent again
PING_SECONDS: Final = 5.0
TRY_AGAIN: Final = ("busy", "restarting", "too_fast")
DEAF_ROOM_BYTES: Final = 4096
NOBODY_LISTENS: Final = "nobody listens"


def back_off_seconds(script: str) -> tuple[float, ...]:
    """How long a page waits before it comes back, by how often that was in vain."""
    found = re.search(r"^const BACK_OFF_MS = \[([0-9_, ]+)\];$", script, re.MULTILINE)
    assert found is not None
    return tuple(int(text) / 1000 for text in found[1].split(","))


BACK_OFF_SECONDS: Final = back_off_seconds((ROOT / "static/js/socket.js").read_text())


class Player:
    """One person with one connection at a time, on any of the hosts."""

    def __init__(
        self, place: Place, ports: tuple[int, ...], record: Record, habits: Habits, chance: Random
    ) -> None:
        self._place = place
        self._ports = ports
        self._record = record
        self._habits = habits
        self._chance = chance
        self._view: dict[str, Any] = {}
        self._version: int | None = None
        self._sessions = itertools.count(1)
        self._session = 0  # the one we live in
        self._link: Link | None = None
        self._tries = 0  # to come back, since something was heard
        self._ended = asyncio.Event()
        self._waiting: dict[str, Any] | None = None  # the act not answered yet
        self._is_thinking = False
        self._kept: list[Link] = []  # vanished from: never closed, never read
        self.is_leaving = False  # no new acts

    @property
    def is_settled(self) -> bool:
        """Whether every act was answered."""
        return self._waiting is None

    async def run(self) -> None:
        """Stay at the table, whatever happens to it."""
        while True:
            link = await self._come()
            if link is not None:
                self._link = link
                self._send_again()
                await self._stay(link)
                self._link = None
            pause = BACK_OFF_SECONDS[min(self._tries, len(BACK_OFF_SECONDS) - 1)]
            self._tries += 1
            await asyncio.sleep(pause * self._chance.uniform(0.75, 1.25))

    async def _come(self) -> Link | None:
        """To any host; where nobody listens the proxy in front asks the next one at once."""
        for port in self._chance.sample(self._ports, len(self._ports)):
            try:
                return await self._connect(port)
            except ConnectionRefusedError:
                self._note(Kind.CLOSED, NOBODY_LISTENS)
        return None

    async def _connect(self, port: int) -> Link | None:
        session = self._session = next(self._sessions)
        ended = self._ended = asyncio.Event()
        seen = "" if self._version is None else f"?v={self._version}"
        self._note(Kind.OPENED, f"{port}{seen}")

        def lost(status: str) -> None:
            self._record.note(self._place.person, session, Kind.CLOSED, status)
            ended.set()

        room = DEAF_ROOM_BYTES if self._place.seat is None else 0
        path, cookie = self._place.path + seen, self._place.cookie
        return await connect(
            port, path, cookie, lambda text: self._hear(session, text), lost, room_bytes=room
        )

    async def _stay(self, link: Link) -> None:
        """Until the connection ends or we leave it in one way or another."""
        habits, chance = self._habits, self._chance
        asked_at = asyncio.get_running_loop().time()
        while not await self._ends_within(1.0):
            if self.is_leaving:
                continue
            roll = chance.random()
            if roll < habits.vanishes:
                return await self._vanish(link, chance.uniform(0.3, 1.5))
            if roll < habits.vanishes + habits.is_deaf:
                return await self._be_deaf(link)
            if roll < habits.vanishes + habits.is_deaf + habits.leaves:
                return link.close()
            if (now := asyncio.get_running_loop().time()) > asked_at + PING_SECONDS:
                asked_at = now
                self._say({"t": "ping"})

    async def _ends_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._ended.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _vanish(self, link: Link, seconds: float) -> None:
        """As when a phone changes networks: the server hears nothing of it."""
        self._note(Kind.AWAY, "vanished")
        link.be_deaf()
        self._kept.append(link)
        await asyncio.sleep(seconds)
        self._note(Kind.BACK)

    async def _be_deaf(self, link: Link) -> None:
        """Stop reading, but stay, and go on asking: answers pile up."""
        self._note(Kind.AWAY, "deaf")
        link.be_deaf()
        long = 4 if self._place.seat is not None else 40
        for _ in range(long):
            for _ in range(8):
                link.say('{"t":"ping"}')
            await asyncio.sleep(0.5)
        link.cut()
        self._note(Kind.BACK)

    def _hear(self, session: int, text: str) -> None:
        self._record.note(self._place.person, session, Kind.HEARD, text)
        message = json.loads(text)
        if message["t"] != "bye":
            self._tries = 0
        HEARERS[message["t"]](self, message)

    def _state(self, message: dict[str, Any]) -> None:
        self._version, self._view = message["v"], message["view"]
        self._consider()

    def _event(self, message: dict[str, Any]) -> None:
        self._version = message["v"]
        self._view.update(message.get("set", {}))
        self._answered(message.get("ref"))
        self._consider()

    def _receipt(self, message: dict[str, Any]) -> None:
        self._answered(message["ref"])
        self._consider()

    def _refused(self, message: dict[str, Any]) -> None:
        waiting = self._waiting
        if waiting is None or message.get("ref") != waiting["ref"]:
            return
        if message["code"] in TRY_AGAIN:
            self._after(0.3, self._send_again)
        else:
            self._waiting = None
            self._after(0.2, self._consider)

    def _pass_over(self, message: dict[str, Any]) -> None:
        """Nothing to do about it."""

    def _answered(self, ref: str | None) -> None:
        if ref is not None and self._waiting is not None and self._waiting["ref"] == ref:
            self._waiting = None

    def _consider(self) -> None:
        """Think about what is asked, if anything is."""
        seat = self._place.seat
        if seat is None or self._is_thinking or self._waiting is not None or self.is_leaving:
            return
        if self._version and choose(self._view, seat, self._chance) is not None:
            self._is_thinking = True
            self._after(self._chance.uniform(*THINKS_SECONDS), self._act)

    def _act(self) -> None:
        self._is_thinking = False
        assert self._place.seat is not None and self._version is not None
        if self._waiting is not None or self.is_leaving:
            return
        text = choose(self._view, self._place.seat, self._chance)
        if text is None:
            return
        seen = self._version
        if self._chance.random() < self._habits.stale:
            seen = max(0, seen - self._chance.randrange(1, 6))
        act = {"t": "act", "ref": secrets.token_hex(12), "v": seen, "act": text}
        self._waiting = act
        if self._chance.random() < self._habits.delayed:
            self._after(self._chance.uniform(0.5, 2.0), lambda: self._say(act))
        else:
            self._say(act)
        self._after(PATIENCE_SECONDS, lambda: self._insist(act))
        self._misbehave(act)

    def _misbehave(self, act: dict[str, Any]) -> None:
        habits, chance = self._habits, self._chance
        if chance.random() < habits.twice:
            self._say(act)
        if chance.random() < habits.later:
            self._after(chance.uniform(0.3, 3.0), lambda: self._say(act))
        if chance.random() < habits.elsewhere:
            asyncio.ensure_future(self._say_elsewhere(act))
        if chance.random() < habits.reuses:
            other = act | {"act": "pass" if act["act"] != "pass" else "6S"}
            self._after(chance.uniform(0.5, 2.0), lambda: self._say(other))

    async def _say_elsewhere(self, act: dict[str, Any]) -> None:
        """The same act over a second connection, to whatever host."""
        person, session = self._place.person, next(self._sessions)

        def heard(text: str) -> None:
            self._record.note(person, session, Kind.HEARD, text)
            message = json.loads(text)
            self._answered(message.get("ref") if message["t"] in ("ev", "receipt") else None)

        port = self._chance.choice(self._ports)
        self._record.note(person, session, Kind.OPENED, str(port))
        path, cookie = self._place.path, self._place.cookie
        link = None
        with suppress(ConnectionRefusedError):
            link = await connect(port, path, cookie, heard, lambda status: None)
        if link is not None:
            text = json.dumps(act)
            self._record.note(person, session, Kind.SAID, text)
            link.say(text)
            await asyncio.sleep(2.0)
            link.close()

    def _insist(self, act: dict[str, Any]) -> None:
        if self._waiting is act:
            self._say(act)
            self._after(PATIENCE_SECONDS, lambda: self._insist(act))

    def _send_again(self) -> None:
        if self._waiting is not None:
            self._say(self._waiting)

    def _say(self, message: dict[str, Any]) -> None:
        if self._link is not None:
            text = json.dumps(message)
            if message["t"] == "act":
                self._note(Kind.SAID, text)
            self._link.say(text)

    def _note(self, kind: Kind, text: str = "") -> None:
        self._record.note(self._place.person, self._session, kind, text)

    def _after(self, seconds: float, call: Callable[[], object]) -> None:
        asyncio.get_running_loop().call_later(seconds, call)


HEARERS: Final[dict[str, Callable[[Player, dict[str, Any]], None]]] = {
    "state": Player._state,
    "ev": Player._event,
    "refused": Player._refused,
    "receipt": Player._receipt,
    "seats": Player._pass_over,
    "here": Player._pass_over,
    "pong": Player._pass_over,
    "bye": Player._pass_over,
}
