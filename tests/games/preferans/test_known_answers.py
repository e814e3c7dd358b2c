"""Known answers: deals/*.deal, each played through `apply` and compared with its sheet.

A file holds one deal: `rules` (JSON), then by need `series` (all-pass deals before it) and
`sheet` (JSON, before it), the `deal` in the notation, and what is expected: `pool`, `mountain`,
`whists` (by>on=amount, others zero), and by need `phase` and `series_after`.
"""

import json
from pathlib import Path

import pytest

from games.preferans import Match
from games.preferans.notation import parse_deal, print_deal, record_of
from games.preferans.replay import replay_one
from games.preferans.rules import rules_from_json
from games.preferans.sheet import Sheet

FILES = sorted((Path(__file__).parent / "deals").glob("*.deal"))


def fields_of(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines()
    assert lines[0].startswith("# "), "a known answer begins with its promise"
    return {line.partition(" ")[0]: line.partition(" ")[2] for line in lines[1:]}


def played(fields: dict[str, str]) -> Match:
    before = fields.get("sheet")
    sheet = None
    if before is not None:
        given = json.loads(before)
        whists = tuple(map(tuple, given["whists"]))
        sheet = Sheet(tuple(given["pool"]), tuple(given["mountain"]), whists)
    rules = rules_from_json(json.loads(fields["rules"]))
    series = int(fields.get("series", "0"))
    return replay_one(rules, parse_deal(fields["deal"]), series=series, sheet=sheet)


def expected(fields: dict[str, str]) -> Sheet:
    pool = tuple(map(int, fields["pool"].split()))
    mountain = tuple(map(int, fields["mountain"].split()))
    whists = [[0] * len(pool) for _ in pool]
    for written in fields["whists"].split():
        pair, _, amount = written.partition("=")
        by, _, on = pair.partition(">")
        whists[int(by)][int(on)] = int(amount)
    return Sheet(pool, mountain, tuple(map(tuple, whists)))


def test_there_are_at_least_sixty_known_answers() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_known_deal_gives_its_sheet(path: Path) -> None:
    fields = fields_of(path)
    match = played(fields)
    assert match.book.sheet == expected(fields)
    assert match.phase == fields.get("phase", "result")
    assert match.series == int(fields.get("series_after", match.series))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_known_deal_is_noted_as_it_was_played(path: Path) -> None:
    fields = fields_of(path)
    assert print_deal(record_of(played(fields))) == fields["deal"]
