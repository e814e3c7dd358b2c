"""Which pages may use the cookies of our players: those of the site itself."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def is_origin_allowed(environ: Mapping[str, Any], allowed: tuple[str, ...]) -> bool:
    """Whether the page that asks is one of the `allowed` sites, or of the host asked when none.

    Browsers always say which page asks; others carry no cookies of a victim.
    """
    origin = environ.get("HTTP_ORIGIN")
    if origin is None:
        return True
    if allowed:
        return origin.lower() in allowed
    return _is_same_host(origin, environ.get("HTTP_HOST", ""))


def _is_same_host(origin: str, host: str) -> bool:
    try:
        asked = urlsplit(origin)
        default = DEFAULT_PORTS[asked.scheme]
        served = urlsplit(f"//{host}")
        return (asked.hostname, asked.port or default) == (served.hostname, served.port or default)
    except (KeyError, ValueError):  # "null", or no address at all
        return False
