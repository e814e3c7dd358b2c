"""The whole bench: `python -m bench [--quick] [row …]`; `make bench` and `make bench-quick`.

Runs every module of `bench.rows`, prints one table, writes bench/results/latest.json, the table as
latest.md beside it, and ends with the figures as one JSON line. A row that could not run is null
there; then the status is 1. A mark that is missed is said in the table and changes no status: it is
what the bench is for.
"""

import argparse
import importlib
import inspect
import json
import os
import pkgutil
import platform
import sys
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from types import ModuleType
from typing import Final

from bench import rows
from bench.marks import Figures, Line
from bench.processes import ROOT
from bench.table import as_markdown, drawn

RESULTS: Final = ROOT / "bench" / "results" / "latest.json"


def found_rows(wanted: Sequence[str], *, quick: bool) -> list[ModuleType]:
    """The modules of `bench.rows`, all of them unless some are named; those with a short form."""
    names = [each.name for each in pkgutil.iter_modules(rows.__path__)]
    found = [importlib.import_module(f"bench.rows.{name}") for name in wanted or names]
    return [row for row in found if not quick or _has_short_form(row)]


def _has_short_form(row: ModuleType) -> bool:
    return "quick" in inspect.signature(row.measure).parameters


def lines_of(row: ModuleType) -> Sequence[Line]:
    """What it shows in the table; a row may only have figures."""
    return getattr(row, "LINES", ())


def measured(row: ModuleType, *, quick: bool) -> Figures:
    """The figures of a row; each key its lines name is there, None where it could not be had."""
    nothing: Figures = {key: None for line in lines_of(row) for key in line.keys}
    began = time.monotonic()
    print(f"--- {row.__name__}: {(row.__doc__ or '').splitlines()[0]}", flush=True)
    try:
        figures: Figures = row.measure(quick=True) if quick else row.measure()
        return nothing | figures
    except Exception:
        traceback.print_exc()
        return nothing or {row.__name__.rpartition(".")[2]: None}
    finally:
        print(f"--- {row.__name__} took {time.monotonic() - began:.0f} s", flush=True)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="only show that the bench works")
    parser.add_argument("rows", nargs="*", help="modules of bench.rows; all when none is named")
    asked = parser.parse_args(words)
    modules = found_rows(asked.rows, quick=asked.quick)
    figures: Figures = {}
    for row in modules:
        figures |= measured(row, quick=asked.quick)
    lines = [line for row in modules for line in lines_of(row)]
    print(drawn(lines, figures, judged=not asked.quick))
    if not asked.quick and not asked.rows:
        keep(figures)
        RESULTS.with_suffix(".md").write_text(as_markdown(lines, figures))
    print(json.dumps(figures))
    return int(None in figures.values())


def keep(figures: Figures) -> None:
    """The last whole run, with where and when it was made."""
    RESULTS.parent.mkdir(exist_ok=True)
    machine = {"cores": os.cpu_count(), "system": platform.platform()}
    machine["python"] = platform.python_version()
    run = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine}
    RESULTS.write_text(json.dumps({**run, "figures": figures}, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
