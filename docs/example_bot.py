"""A player for a table of Trelyazh, of nothing but the standard library: docs/protocol.md at work.

`python docs/example_bot.py http://127.0.0.1:8000 10` sits down between two bots of the club, as a
guest or as the bot whose token is in TRELYAZH_TOKEN, and plays a pulka to 10. It knows no rules: it
does one of the acts that the club calls legal, and comes back when it is cut off.
"""

import json
import os
import re
import secrets
import sys
import time
from typing import Any
from urllib import error, parse, request

GONE = {"no_such_table", "wrong_origin", "signed_out"}  # after these nobody comes back
TOKEN = os.environ.get("TRELYAZH_TOKEN")


class Player:
    def __init__(self, site: str) -> None:
        self.site = site
        self.table = ""
        self.version = self.saved = -1  # `saved` is the one that holds our last act
        self.view: dict[str, Any] = {}
        self.you = 0
        self.act: dict[str, Any] = {}  # the last one; sent again until somebody answers
        opener = request.build_opener(request.HTTPCookieProcessor())
        opener.addheaders = [("Referer", f"{site}/")]
        opener.addheaders += [("Authorization", f"Bearer {TOKEN}")] if TOKEN else []
        self.open = opener.open

    def sit_down(self, target: int) -> None:
        page = self.open(f"{self.site}/", timeout=30).read().decode()
        token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        form = parse.urlencode({"csrf_token": token, "target": target}).encode()
        self.table = self.open(f"{self.site}/play", form, timeout=30).geturl()

    def play(self) -> list[int]:
        """To the end; the whists of each seat."""
        while self.view.get("phase") != "finished":
            try:
                self.listen()
            except (OSError, ValueError) as lost:  # no connection, or half an answer
                if getattr(lost, "code", None) in (401, 404):
                    raise SystemExit(str(lost)) from lost
                time.sleep(0.5)
        return list(self.view["settlement"]["shown"])

    def listen(self) -> None:
        """What happened since our version, until the stream ends."""
        since = f"?v={self.version}" if self.version >= 0 else ""
        with self.open(f"{self.table}/events{since}", timeout=60) as stream:
            for line in stream:
                if line.startswith(b"data: "):
                    self.hear(json.loads(line.removeprefix(b"data: ")))
                if self.view.get("phase") == "finished":
                    return

    def hear(self, message: dict[str, Any]) -> None:
        if message["t"] == "state":
            self.version, self.view, self.you = message["v"], message["view"], message["you"]
        elif message["t"] == "ev":
            self.version = message["v"]
            self.view |= message.get("set", {})
        elif message["t"] == "bye" and message["code"] in GONE:
            raise SystemExit(message["code"])
        if message["t"] in ("state", "ev") and self.view["legal"] and self.version >= self.saved:
            self.answer()

    def answer(self) -> None:
        """Say what we do. An act keeps its ref until somebody answers: so it is done once."""
        if self.act.get("v") != self.version:
            ref = secrets.token_urlsafe(16)
            self.act = {"t": "act", "ref": ref, "v": self.version, "act": self.choice()}
        body = json.dumps(self.act).encode()
        post = request.Request(f"{self.table}/acts", body, {"Content-Type": "application/json"})
        try:
            told = json.load(self.open(post, timeout=30))
        except error.HTTPError as refused:
            told = json.load(refused)
        if told["t"] == "receipt":
            self.saved = told["v"]
        elif told["t"] == "bye" or told["code"] in ("restarting", "busy"):
            raise ConnectionError(told["code"])  # come back, and say it again

    def choice(self) -> str:
        """Pass if we may, else the first thing; for a discard any two cards go before it."""
        legal: list[str] = self.view["legal"]
        act = "pass" if "pass" in legal else legal[0]
        hand = self.view["hands"][self.you]
        return f"{hand[0]} {hand[1]} {act}" if self.view["phase"] == "discard" else act


if __name__ == "__main__":
    player = Player(sys.argv[1].rstrip("/"))
    player.sit_down(int(sys.argv[2]))
    print(player.table, "whists of each seat:", *player.play())
