"""What a run came to: the figures of its last line, and what is wrong with them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from tests.chaos.plan import MOVING_SHARE, RESUME_SECONDS

SHOWN: Final = 40


@dataclass
class Verdict:
    """Found wrong, by kind with what exactly; and how much was done."""

    found: dict[str, list[str]] = field(
        default_factory=lambda: {"lost": [], "doubled": [], "diverged": [], "leaked": []}
    )
    acts_saved: int = 0
    worst_resume_seconds: float = 0.0
    late: list[str] = field(default_factory=list)
    moving_share: float = 1.0
    counts: Counter[str] = field(default_factory=Counter)
    minima: dict[str, int] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

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
        late = self.worst_resume_seconds > RESUME_SECONDS
        return any(self.found.values()) or late or bool(self._missed())

    def complaints(self) -> list[str]:
        """For people: what was seen, and everything that is wrong."""
        lines = [f"seen: {dict(sorted(self.seen.items()))}"]
        lines.append(f"moving between faults: {self.moving_share:.1%} of the tables")
        for kind, complaints in self.found.items():
            lines += [f"{kind}: {each}" for each in complaints[:SHOWN]]
        lines += [f"late: {each}" for each in self.late[:SHOWN]]
        return lines + self._missed()

    def _missed(self) -> list[str]:
        done = self.counts + Counter(acts_saved=self.acts_saved)
        few = [
            f"too few: {name} {done[name]} of {least}"
            for name, least in self.minima.items()
            if done[name] < least
        ]
        if not done["postmaster_kills"]:
            few.append("too few: no kill of the postmaster")
        if self.moving_share < MOVING_SHARE:
            few.append(f"too few: {self.moving_share:.1%} of the tables moved between faults")
        return few
