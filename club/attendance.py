"""Who attends each table, over all workers: soft state, told on the bus when it changes."""

import re
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from club.table import Attendee, Gone, Table, Why
from green.bus import PAYLOAD_BYTES, Bus
from green.spawn import spawn

TOPIC: Final = "attendance"
TELL_SECONDS: Final = 0.15  # what changes meanwhile is told together
ANSWER_SECONDS: Final = 1.0  # others have told what they have by then
SILENT_SECONDS: Final = 7.0  # a worker that says nothing for so long has died
MOST_TOLD: Final = 99
# Who is not there so soon after a worker began has perhaps not found his way back yet.
START_SECONDS: Final = 60.0
# So many seats that lose everybody within so long, and that part of all: it was not the players.
TOGETHER_MS: Final = 20_000
REMEMBERED_MS: Final = 600_000  # a seat is held much shorter
TOGETHER_LEAST: Final = 5
TOGETHER_SHARE: Final = 0.2
WHYS: Final[dict[str, Why]] = {"l": "lost", "x": "left", "o": "ours"}
LETTERS: Final = {why: letter for letter, why in WHYS.items()}
EVERYTHING: Final = "*?"
_HEAD: Final = re.compile(r"([0-9a-f]{8}) (\d{1,6}) (\d{1,6})(?: |$)", re.ASCII)
_ENTRY: Final = re.compile(r"(\d{1,19}):((?:\d{1,2}\.){1,4}\d{1,2}):([lxo]{1,4})", re.ASCII)
_ASKED: Final = re.compile(r"(\d{1,19})\?", re.ASCII)


class Attendance:
    """What one worker knows. `told` shows a table's people who is here; nothing in it waits."""

    def __init__(
        self,
        bus: Bus,
        now: Callable[[], int],
        live: Callable[[], list[Table]],
        found: Callable[[int], Table | None],
        told: Callable[[Table], None],
        is_closing: Callable[[], bool],
    ) -> None:
        self.worker = secrets.token_hex(4)
        self.on_full: list[Callable[[Table], None]] = []  # nobody is missing any more
        self._bus = bus
        self._now = now
        self._live = live
        self._found = found
        self._told = told
        self._is_closing = is_closing
        self._changed: dict[Table, bool] = {}  # to look at soon; True where the others are told
        self._questions: list[str] = []
        self._is_telling = False
        self._asked: deque[tuple[float, Table]] = deque()  # whose answers may still be on their way
        self._heard_at: dict[str, float] = {}  # monotonic, by worker
        self._seated: dict[str, int] = {}  # seats attended, by worker
        self._unsent = 0  # seats that lost everybody here, since the last message
        self._vanished: deque[tuple[int, int]] = deque()  # when (ms of club time), how many seats
        self._began_at = time.monotonic()
        bus.subscribe(TOPIC, self.heard)
        bus.on_up(self._start_anew)

    # Of our own tables.

    def came(self, table: Table) -> None:
        """Somebody attends from here on."""
        self.ask(table)
        self._change(table, ours=True)

    def went(self, table: Table, audience: int, attendee: Attendee) -> None:
        """Somebody does no more."""
        if audience < table.players and not table.audiences[audience]:
            table.whys[audience] = self._why(attendee)
            self._count_vanished(1)
            self._unsent += 1
        self._change(table, ours=True)

    def moved(self, table: Table) -> None:
        """Who sits where has changed."""
        self._change(table, ours=True)

    def ask(self, table: Table) -> None:
        """Let the other workers say who attends; known a second later. Asked once."""
        if table.attendance_asked_at is None:
            table.attendance_asked_at = time.monotonic()
            self._asked.append((table.attendance_asked_at, table))
            self._questions.append(f"{table.match_id}?")
            self._wake()

    def can_know(self) -> bool:
        """Whether the other workers are heard at all."""
        return self._bus.is_up

    def is_known(self, table: Table) -> bool:
        """Whether the others have had the time to answer."""
        asked_at = table.attendance_asked_at
        return asked_at is not None and time.monotonic() - asked_at >= ANSWER_SECONDS

    def is_deserted(self, table: Table) -> bool:
        """Whether people have seats and none of them is here; False while it is not known."""
        self.ask(table)
        here = table.attending
        known = bool(table.people) and self.can_know() and self.is_known(table)
        return known and not any(here[seat] for seat in table.people)

    # Of the club.

    def many_vanished(self, at: int) -> bool:
        """Whether many seats lost everybody about then (ms of club time): no player's fault."""
        count = sum(each for then, each in self._vanished if abs(then - at) <= TOGETHER_MS)
        still = sum(self._seated.values())
        return count >= max(TOGETHER_LEAST, TOGETHER_SHARE * (count + still))

    def step(self) -> int:
        """Say that we live, and forget workers that do not; how many were forgotten."""
        now = time.monotonic()
        self._seated[self.worker] = sum(
            bool(seat) for table in self._live() for seat in table.audiences[:-1]
        )
        while self._asked and now - self._asked[0][0] >= ANSWER_SECONDS:
            self._change(self._asked.popleft()[1], ours=False)
        dead = [
            worker
            for worker, heard_at in self._heard_at.items()
            if self._bus.is_up and now - heard_at > SILENT_SECONDS
        ]
        for worker in dead:
            self._forget(worker)
        self._publish(())
        return len(dead)

    def heard(self, payload: str) -> None:
        """A message of some worker's, our own too."""
        told_of = _HEAD.match(payload)
        if told_of is None or told_of[1] == self.worker:
            return
        worker, gone, seated = told_of.groups()
        self._heard_at[worker] = time.monotonic()
        self._seated[worker] = int(seated)
        self._count_vanished(int(gone))
        for entry in payload[told_of.end() :].split():
            if told := _ENTRY.fullmatch(entry):
                self._take(worker, int(told[1]), told[2], told[3])
            elif asked := _ASKED.fullmatch(entry):
                self._answer(int(asked[1]))
            elif entry == EVERYTHING:
                self._answer_all()

    # What follows is about the one or the other.

    def _take(self, worker: str, match_id: int, counts: str, whys: str) -> None:
        table = self._found(match_id)
        if table is None:
            return
        told = tuple(map(int, counts.split(".")))
        if len(told) != len(table.audiences):
            return
        before = table.elsewhere.pop(worker, (0,) * len(told))
        if any(told):
            table.elsewhere[worker] = told
        for seat, letter in enumerate(whys[: table.players]):
            if before[seat] and not told[seat] and letter in WHYS:
                table.whys[seat] = WHYS[letter]
        self._change(table, ours=False)

    def _answer(self, match_id: int) -> None:
        table = self._found(match_id)
        if table is not None and table.is_attended:
            self._change(table, ours=True)

    def _answer_all(self) -> None:
        for table in self._live():
            if table.is_attended:
                self._change(table, ours=True)

    def _start_anew(self) -> None:
        """What was said while the bus was down is lost."""
        now = time.monotonic()
        self._heard_at = dict.fromkeys(self._heard_at, now)
        self._questions.append(EVERYTHING)
        self._answer_all()
        self._wake()

    def _forget(self, worker: str) -> None:
        """It died with its sockets: no fault of those who sat there."""
        del self._heard_at[worker]
        self._seated.pop(worker, None)
        for table in self._live():
            counts = table.elsewhere.pop(worker, ())
            for seat, count in enumerate(counts[: table.players]):
                if count:
                    table.whys[seat] = "ours"
            if counts:
                self._change(table, ours=False)

    def _why(self, attendee: Attendee) -> Why:
        if self._is_closing():
            return "ours"
        return "left" if attendee.has_left else "lost"

    def _count_vanished(self, count: int) -> None:
        now = self._now()
        while self._vanished and self._vanished[0][0] < now - REMEMBERED_MS:
            self._vanished.popleft()
        if count:
            self._vanished.append((now, count))

    def _change(self, table: Table, *, ours: bool) -> None:
        self._changed[table] = self._changed.get(table, False) or ours
        self._wake()

    def _wake(self) -> None:
        if not self._is_telling:
            self._is_telling = True
            spawn(self._tell)

    def _tell(self) -> None:
        time.sleep(TELL_SECONDS)
        self._is_telling = False
        changed, self._changed = self._changed, {}
        questions, self._questions = self._questions, []
        self._publish([*questions, *(_entry(table) for table, ours in changed.items() if ours)])
        for table in changed:
            self._look(table)

    def _publish(self, entries: Iterable[str]) -> None:
        for part in _packed(entries):
            head = f"{self.worker} {self._unsent} {self._seated.get(self.worker, 0)}"
            self._unsent = 0
            self._bus.publish(TOPIC, f"{head} {part}" if part else head)

    def _look(self, table: Table) -> None:
        """Tell the people of the table if something is new to them."""
        here = table.attending
        gone = tuple(self._gone(table, seat, here[seat]) for seat in range(table.players))
        table.gone = gone
        was_missed, table.is_missed = table.is_missed, not all(here[seat] for seat in table.people)
        if (gone, here) != table.attendance_told:
            table.attendance_told = (gone, here)
            self._told(table)
        if was_missed and not table.is_missed:
            for each_full in self.on_full:
                each_full(table)

    def _gone(self, table: Table, seat: int, here: int) -> Gone | None:
        sitter = table.seats[seat]
        if sitter is None or sitter.bot or here:
            return None
        if table.gone[seat] is None and self.is_known(table):
            is_new = time.monotonic() - self._began_at < START_SECONDS
            return Gone(self._now(), table.whys[seat] or ("ours" if is_new else "lost"))
        return table.gone[seat]


def _entry(table: Table) -> str:
    counts = ".".join(str(min(len(audience), MOST_TOLD)) for audience in table.audiences)
    return f"{table.match_id}:{counts}:{''.join(LETTERS[why or 'lost'] for why in table.whys)}"


def _packed(entries: Iterable[str]) -> Iterator[str]:
    """The entries in as few parts as fit into messages; one part when there are none."""
    part = ""
    for entry in entries:
        if len(part) + len(entry) + 40 > PAYLOAD_BYTES:
            yield part
            part = ""
        part = f"{part} {entry}" if part else entry
    yield part
