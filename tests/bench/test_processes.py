"""What a program and all it started have used."""

import subprocess
import sys

import psutil

from bench.processes import cpu_seconds

BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def test_the_time_of_children_that_ended_is_kept() -> None:
    busy_then_waiting = f"{sys.executable} -c '{BUSY}'; echo over; read line"
    with subprocess.Popen(
        ["sh", "-c", busy_then_waiting], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"over\n"
        assert psutil.Process(program.pid).children() == []
        assert cpu_seconds(psutil.Process(program.pid)) >= 0.25
        program.communicate(b"\n")
