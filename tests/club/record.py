"""Records short matches of this release: `python -m tests.club.record`.

They stay for ever: each later release must replay them to the same scores (test_recorded.py). Run
it once for a release, when its number in pyproject.toml has changed.
"""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from club.steps import KINDS, Step, row_of
from games.preferans import Match, rules_to_json
from games.preferans.rules import PRESETS, Rules
from games.preferans.settlement import settle
from store.events import EventRow
from tests.club.written import play
from tests.games.preferans.driving import CLOCK

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = Path(__file__).parent / "recorded"
SEEDS: Final = range(60)
FEWEST_DEALS: Final = 3
FEWEST_KINDS: Final = len(KINDS) - 1

Steps = list[tuple[Match, Step, Match]]


def release() -> str:
    """The number of the code as it stands."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def record(rules: Rules) -> list[Any]:
    """The heading of a match, then its acts: the shortest of those with most of everything."""
    lively = filter(_is_lively, (list(play(rules, seed)) for seed in SEEDS))
    steps = min(lively, key=lambda steps: (-len(_kinds(steps)), len(steps)))
    rows = [row_of(1, *step) for step in steps]
    return [_heading(steps[-1][2], rows), *([row.seat, row.kind, row.body, row.at] for row in rows)]


def _is_lively(steps: Steps) -> bool:
    deals = steps[-1][2].number
    return len(_kinds(steps)) >= FEWEST_KINDS and deals >= FEWEST_DEALS


def _kinds(steps: Steps) -> set[str]:
    return {row_of(1, *step).kind for step in steps}


def _heading(end: Match, rows: list[EventRow]) -> dict[str, Any]:
    """How it was agreed and ended, and what its last deal began with: the store keeps that too."""
    sheet = end.book.sheet
    version, snapshot = [(row.version, row.snapshot) for row in rows if row.snapshot][-1]
    return {
        "rules": rules_to_json(end.rules),
        "clock": CLOCK._asdict(),
        "sheet": [sheet.pool, sheet.mountain, sheet.whists],
        "settlement": [str(won) for won in settle(end.rules, sheet).exact],
        "snapshot": [version, snapshot],
    }


def main() -> None:
    folder = FOLDER / release()
    folder.mkdir(parents=True)
    for name, preset in PRESETS.items():
        for players in (3, 4):
            lines = record(replace(preset, players=players, pool_target=1))
            text = "".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines)
            (folder / f"{name}-{players}.jsonl").write_text(text)
            print(f"{folder.name}/{name}-{players}: {len(lines) - 1} acts")


if __name__ == "__main__":
    main()
