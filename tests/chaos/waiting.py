"""Waiting for something to be so, with a limit."""

import time
from collections.abc import Callable
from typing import Final

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 25.0
LOOK_SECONDS: Final = 0.02


def wait_until(condition: Callable[[], bool], seconds: float, trouble: str) -> None:
    """Raises RuntimeError with that trouble when it does not come to be."""
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            raise RuntimeError(trouble)
        time.sleep(LOOK_SECONDS)
