"""What a run came to: the figures of its last line, and what is wrong with them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Final, NamedTuple

from tests.chaos.faults import Trouble
from tests.chaos.plan import MOVING_SHARE, RESUME_SECONDS

SHOWN: Final = 40
NEVER_SECONDS: Final = 999.0


class Resumption(NamedTuple):
    """A table that moved again after a fault, or never did; monotonic seconds."""

    match_id: int
    trouble: Trouble
    since: float  # there was service and nobody played dead
    until: float
    version: int  # the last one seen before
    turn: tuple[int, ...]  # who was asked

    @property
    def seconds(self) -> float:
        return min(NEVER_SECONDS, self.until - self.since)

    def __str__(self) -> str:
        asked = f"match {self.match_id} at version {self.version}, seats {self.turn} asked"
        return f"{self.seconds:.1f} s after {self.trouble}: {asked}"


@dataclass
class Verdict:
    """Found wrong, by kind with what exactly; and how much was done."""

    counts: Counter[str] = field(default_factory=Counter)
    minima: dict[str, int] = field(default_factory=dict)
    patience: float = 1.0
    found: dict[str, list[str]] = field(
        default_factory=lambda: {"lost": [], "doubled": [], "diverged": [], "leaked": []}
    )
    acts_saved: int = 0
    resumptions: list[Resumption] = field(default_factory=list)
    story: list[str] = field(default_factory=list)  # of the worst of them
    moving_share: float = 1.0
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def worst(self) -> Resumption | None:
        """The table that took longest to move again."""
        return max(self.resumptions, key=lambda each: each.seconds, default=None)

    @property
    def worst_resume_seconds(self) -> float:
        return self.worst.seconds if self.worst else 0.0

    @property
    def late(self) -> list[Resumption]:
        """The tables that took too long."""
        limit = RESUME_SECONDS * self.patience
        return [each for each in self.resumptions if each.seconds > limit]

    def figures(self) -> dict[str, float | int]:
        """The last line of a run."""
        return {
            "acts_saved": self.acts_saved,
            "acts_lost": len(self.found["lost"]),
            "acts_doubled": len(self.found["doubled"]),
            "views_diverged": len(self.found["diverged"]),
            "cards_leaked": len(self.found["leaked"]),
            "worst_resume_seconds": round(self.worst_resume_seconds, 2),
            "kills": self.counts["kills"],
            "hups": self.counts["hups"],
            "host_restarts": self.counts["host_restarts"],
            "database_restarts": self.counts["database_restarts"],
            "bus_restarts": self.counts["bus_restarts"],
        }

    @property
    def is_bad(self) -> bool:
        return any(self.found.values()) or bool(self.late) or bool(self._missed())

    def complaints(self) -> list[str]:
        """For people: what was seen, and everything that is wrong."""
        lines = [f"seen: {dict(sorted(self.seen.items()))}"]
        lines.append(f"moving between faults: {self.moving_share:.1%} of the tables")
        for kind, complaints in self.found.items():
            lines += [f"{kind}: {each}" for each in complaints[:SHOWN]]
        lines += [f"late: {each}" for each in self.late[:SHOWN]]
        return [*lines, *self._missed(), *self._resumed(), *self.story]

    def _resumed(self) -> Iterator[str]:
        """How long tables took after each kind of fault."""
        for kind in sorted({each.trouble.kind for each in self.resumptions}):
            took = sorted(each.seconds for each in self.resumptions if each.trouble.kind == kind)
            high = took[int(len(took) * 0.99)]
            yield f"moved after {kind}: {median(took):.2f} s, 99 % {high:.2f} s, {took[-1]:.2f} s"

    def _missed(self) -> list[str]:
        done = self.counts + Counter(acts_saved=self.acts_saved)
        few = [
            f"too few: {name} {done[name]} of {least}"
            for name, least in self.minima.items()
            if done[name] < least
        ]
        if not done["postmaster_kills"]:
            few.append("too few: no kill of the postmaster")
        if self.moving_share < MOVING_SHARE / self.patience:
            few.append(f"too few: {self.moving_share:.1%} of the tables moved between faults")
        return few
