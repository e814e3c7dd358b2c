"""Starting greenlets: named, counted, their exceptions logged."""

import logging
from collections import Counter
from collections.abc import Callable
from typing import Final, ParamSpec

import gevent

log = logging.getLogger(__name__)
P = ParamSpec("P")

# How many greenlets ended with an exception, by name; read by metrics, never reset.
failures: Final[Counter[str]] = Counter()


def spawn(function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> gevent.Greenlet:  # type: ignore[type-arg]
    """Run the function in a greenlet of its own, beginning when the caller next waits.

    It starts with an empty context: no request, no `g`. Its exception is logged and counted.
    """
    greenlet = gevent.Greenlet(_guarded, function, args, kwargs)
    greenlet.name = _name(function)
    greenlet.start()
    return greenlet


def _guarded(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    try:
        function(*args, **kwargs)
    except Exception:
        failures[_name(function)] += 1
        log.exception("%s failed", _name(function))


def _name(function: Callable[..., object]) -> str:
    return getattr(function, "__qualname__", repr(function))
