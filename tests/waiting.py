"""Waiting for something to be so, with a limit that a slow machine may stretch."""

import os
import time
from collections.abc import Callable
from typing import Final

STRETCH: Final = float(os.environ.get("STRETCH", "1"))


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Returns when it is so; fails the test when it does not come to be."""
    give_up_at = time.monotonic() + seconds * STRETCH
    while not condition():
        assert time.monotonic() < give_up_at, "it did not come to be"
        time.sleep(0.005)
