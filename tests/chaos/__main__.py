"""`make chaos`: play through faults and check everything afterwards: python -m tests.chaos."""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from tests.chaos.checker import check
from tests.chaos.crowd import write_places
from tests.chaos.faults import Faults
from tests.chaos.plan import Plan, plan_from
from tests.chaos.stage import RAISED, Stage
from tests.chaos.tables import SEATS, Tables
from tests.chaos.truth import read_truth
from tests.chaos.verdict import Verdict
from tests.server import ROOT
from wsgi.embedded import end_with_parent

CONNECT_SECONDS: Final = 2.0
CALM_SECONDS: Final = 6.0  # after the last fault; less in a short run
CROWD_SECONDS: Final = 30.0


def main() -> int:
    """Status 0 when nothing was lost, doubled, diverged, leaked or late, and enough was done."""
    signal.signal(signal.SIGTERM, _interrupt)
    plan = plan_from()
    say(f"{plan}; minima {plan.minima}")
    say(f"raised for clients of one address: {RAISED}")
    folder = Path(tempfile.mkdtemp(prefix="trelyazh-chaos-"))
    keeps = True
    try:
        verdict = run(plan, folder)
        keeps = verdict.is_bad
        for line in verdict.complaints():
            say(line)
        print(json.dumps(verdict.figures()), flush=True)
        return 1 if verdict.is_bad else 0
    finally:
        if keeps:
            say(f"the records and logs are kept in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def run(plan: Plan, folder: Path) -> Verdict:
    """Set the stage, play, break, and judge."""
    began = time.monotonic()
    stage = Stage(folder, plan.bus)
    try:
        tables = Tables(stage.database.url, plan.players // SEATS, plan.onlookers)
        records = [folder / f"record-{number}" for number in range(plan.crowds)]
        with crowds(tables, stage.ports, records):
            time.sleep(CONNECT_SECONDS)
            tables.begin(stage.ports)
            say(f"ready after {time.monotonic() - began:.1f} s")
            faults = Faults(stage, plan, tables.places[0].path)
            faults.run()
            time.sleep(min(CALM_SECONDS, plan.seconds / 5))
        say(f"played after {time.monotonic() - began:.1f} s")
        stage.stop_hosts()
        truth = read_truth(stage.database.url, tables.match_ids)
        verdict = check(truth, tables, records, faults, plan)
        slowest = max(host.slowest_stop for host in stage.hosts)
        say(f"a host took {slowest:.1f} s to end at most")
        say(f"checked after {time.monotonic() - began:.1f} s")
        return verdict
    finally:
        stage.stop()


@contextmanager
def crowds(tables: Tables, ports: tuple[int, ...], records: list[Path]) -> Iterator[None]:
    """Processes of players; all of them must end well."""
    processes = []
    places = tables.places
    for number, record in enumerate(records):
        mine = [place for place in places if place.person % len(records) == number]
        write_places(record.with_suffix(".places"), mine)
        command = [sys.executable, "-m", "tests.chaos.crowd", str(record.with_suffix(".places"))]
        command += [str(record), ",".join(map(str, ports))]
        processes.append(subprocess.Popen(command, cwd=ROOT, preexec_fn=end_with_parent))
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(CROWD_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    if any(process.returncode for process in processes):
        raise RuntimeError("a process of players broke down")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
