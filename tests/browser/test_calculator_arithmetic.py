"""The scorekeeper's arithmetic in the browser, deal by deal beside the server's own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from games.cards import CARD_NAMES
from games.preferans.json_lines import BadLine
from games.preferans.outcome import Outcome
from games.preferans.rules import (
    LENINGRAD,
    SOCHI,
    BadRules,
    Rules,
    checked,
    preset,
    rules_from_json,
    rules_to_json,
)
from games.preferans.scoring import write
from games.preferans.series import is_over, min_level, next_dealer, series_after
from games.preferans.settlement import settle
from games.preferans.sheet import Sheet
from games.preferans.told_deal import outcome_of
from tests.browser.told_deals import random_deal
from tests.games.preferans.agreements import random_rules, values_of
from tests.games.preferans.test_scoring_vectors import VECTORS
from tests.games.preferans.test_settlement import F7

STATIC = Path(__file__).parents[2] / "static"
MATCHES = 200
DEALS = 20

COUNTED = """async (matches) => {
  const { count } = await import("/js/calculator/book.js");
  const { minLevel } = await import("/js/calculator/series.js");
  return matches.map(({ rules, deals }) => {
    const { rows, sheet, settlement, over, k, dealer } = count({ rules, first: 0, deals });
    const told = rows.map(({ problem, after }) => problem ? problem.field : after);
    return { told, sheet, settlement, over, k, dealer, least: minLevel(rules, k) };
  });
}"""


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing to the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    with _serving(STATIC) as address:
        page = browser.new_page()
        page.goto(f"{address}/icon.svg")
        yield page
        page.close()


def _as_json(sheet: Sheet) -> dict[str, Any]:
    return {
        "pool": list(sheet.pool),
        "mountain": list(sheet.mountain),
        "whists": [list(row) for row in sheet.whists],
    }


def _settled(rules: Rules, sheet: Sheet) -> dict[str, Any]:
    settlement = settle(rules, sheet)
    return {
        "exact": [str(part) for part in settlement.exact],
        "shown": list(settlement.shown),
        "payments": [[payer, payee, str(part)] for payer, payee, part in settlement.payments],
    }


def _counted(rules: Rules, deals: list[dict[str, Any]]) -> dict[str, Any]:
    """What the browser should answer: sheets after each deal, or the field that is refused."""
    sheet, k, dealer, counted = Sheet.empty(rules.players), 0, 0, 0
    told: list[Any] = []
    for deal in deals:
        try:
            outcome = outcome_of(rules, deal | {"all_pass_number": k + 1})
        except BadLine as error:
            told.append(str(error).partition(":")[0])
            continue
        sheet = write(rules, sheet, outcome)
        told.append(_as_json(sheet))
        k, dealer = series_after(rules, k, outcome), next_dealer(rules, outcome.dealer, outcome)
        counted += 1
    return {
        "told": told,
        "sheet": _as_json(sheet),
        "settlement": _settled(rules, sheet),
        "over": is_over(rules, sheet, counted, 0, k),
        "k": k,
        "dealer": dealer,
        "least": min_level(rules, k),
    }


def test_thousands_of_random_deals_count_the_same_as_on_the_server(modules: Page) -> None:
    chance = Random(3)
    matches = [(rules := random_rules(chance), _deals(chance, rules)) for _ in range(MATCHES)]
    asked = [{"rules": rules_to_json(rules), "deals": deals} for rules, deals in matches]
    for (rules, deals), answer in zip(matches, modules.evaluate(COUNTED, asked), strict=True):
        expected = _counted(rules, deals)
        for deal, got, wanted in zip(deals, answer["told"], expected["told"], strict=True):
            assert got == wanted, (rules, deal)
        assert answer == expected, rules


def _deals(chance: Random, rules: Rules) -> list[dict[str, Any]]:
    return [random_deal(chance, rules) for _ in range(DEALS)]


def test_most_random_deals_are_possible_and_some_are_not() -> None:
    chance = Random(3)
    refused = 0
    for _ in range(50):
        rules = random_rules(chance)
        told = _counted(rules, _deals(chance, rules))["told"]
        refused += sum(isinstance(answer, str) for answer in told)
    assert 50 < refused < 500


def _settles(modules: Page, rules: Rules, sheet: Sheet) -> Any:
    script = """async ([rules, sheet]) =>
        (await import("/js/calculator/settlement.js")).settle(rules, sheet)"""
    return modules.evaluate(script, [rules_to_json(rules), _as_json(sheet)])


def _random_sheet(chance: Random, players: int) -> Sheet:
    whists = tuple(
        tuple(0 if seat == on else chance.randrange(400) for on in range(players))
        for seat in range(players)
    )
    pool = tuple(chance.randrange(60) for _ in range(players))
    return Sheet(pool, tuple(chance.randrange(-40, 300) for _ in range(players)), whists)


def test_settlements_of_random_sheets_are_the_same_fractions(modules: Page) -> None:
    chance = Random(4)
    for _ in range(200):
        rules = random_rules(chance)
        sheet = _random_sheet(chance, rules.players)
        assert _settles(modules, rules, sheet) == _settled(rules, sheet)


NO_WHISTS = ((0, 0, 0),) * 3
SETTLED = [
    (
        "F2",
        SOCHI,
        Sheet((0, 0, 0), (0, 0, 0), ((0, 70, 100), (114, 0, 96), (140, 180, 0))),
        ["-84", "-40", "124"],
    ),
    (
        "F5b",
        preset("leningrad", 4),
        Sheet((0, 0, 0, 0), (24, 8, 4, 4), ((0, 0, 0, 0),) * 4),
        ["-140", "20", "60", "60"],
    ),
    (
        "F9",
        LENINGRAD,
        Sheet((12, 10, 8), (20, 36, 14), ((0, 44, 32), (60, 0, 16), (28, 40, 0))),
        ["184/3", "-404/3", "220/3"],
    ),
    ("F10", SOCHI, Sheet((0, 0, 0), (2, 5, 8), NO_WHISTS), ["30", "0", "-30"]),
    (
        "F10 by two",
        replace(SOCHI, mountain_divisor="n_minus_1"),
        Sheet((0, 0, 0), (2, 5, 8), NO_WHISTS),
        ["45", "0", "-45"],
    ),
]


def test_the_settlement_of_f7(modules: Page) -> None:
    answer = _settles(modules, Rules(), F7)
    assert answer["exact"] == ["184/3", "-302/3", "118/3"]
    assert answer["shown"] == [61, -101, 40]


def _told_outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "dealer": outcome.dealer,
        "tricks": outcome.tricks,
        "played": outcome.played,
        "declarer": outcome.declarer,
        "level": outcome.level,
        "whisters": outcome.whisters,
        "halfWhister": outcome.half_whister,
        "returned": outcome.returned,
        "number": outcome.all_pass_number,
        "noTalon": outcome.no_talon,
        "talon": outcome.talon and [CARD_NAMES[card] for card in outcome.talon],
    }


@pytest.mark.parametrize("vector", VECTORS, ids=[vector[0] for vector in VECTORS])
def test_every_vector_of_one_deal(modules: Page, vector: Any) -> None:
    _, rules, outcome, pool, mountain, on_declarer = vector
    script = """async ([rules, outcome]) =>
        (await import("/js/calculator/scoring.js")).score(rules, outcome)"""
    sheet = modules.evaluate(script, [rules_to_json(rules), _told_outcome(outcome)])
    assert (tuple(sheet["pool"]), tuple(sheet["mountain"])) == (pool, mountain)
    assert tuple(row[0] for row in sheet["whists"][1:]) == on_declarer


def test_every_vector_of_a_settlement(modules: Page) -> None:
    for name, rules, sheet, exact in SETTLED:
        assert _settles(modules, rules, sheet)["exact"] == exact, name


def _random_agreements(chance: Random) -> dict[str, Any]:
    """Any values at all, together or not."""
    numbers = {name: chance.choice((-1, 0, 1, 11, 300)) for name in ("max_deals", "max_minutes")}
    given = rules_to_json(Rules()) | {"players": chance.choice((3, 4))} | numbers
    for name in given:
        if name not in ("convention", "players", "pool_target", "raspasy_base", *numbers):
            given[name] = chance.choice(values_of(name))
    given["pool_target"] = chance.choice((0, 1, 10, 200, 201))
    given["raspasy_base"] = chance.choice((0, 1, 5, 11))
    return given


def _first_conflict(given: dict[str, Any]) -> list[str] | None:
    try:
        checked(rules_from_json(given))
    except BadRules as error:
        field, _, reason = str(error).partition(": ")
        return [field, reason]
    return None


def test_agreements_that_do_not_go_together_are_the_servers(modules: Page) -> None:
    chance = Random(5)
    given = [_random_agreements(chance) for _ in range(400)]
    script = """async (given) => {
      const { conflicts } = await import("/js/calculator/rules.js");
      return given.map((rules) => conflicts(rules)[0] ?? null);
    }"""
    assert modules.evaluate(script, given) == [_first_conflict(rules) for rules in given]
