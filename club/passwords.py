"""Passwords: hashed with argon2 on a native thread, so that nobody else waits for it."""

from base64 import b64encode
from collections.abc import Callable
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from club.errors import ClubRefusal
from green.errors import OffloadFull, OffloadTimeout
from green.offload import Lane, offload

T = TypeVar("T")

LEAST: Final = 8
MOST: Final = 128
WITHIN_SECONDS: Final = 5.0
SIZES: Final = (16, 32)  # of salt and hash, bytes

_hasher: Final = PasswordHasher()
# Each takes 64 MiB and a core for a while: a crowd that signs in waits in line.
_LANE: Final = Lane("argon2", at_once=2, waiting=50)


def _nobodys() -> str:
    """A hash of nothing, made without the work: no worker shall boot longer for it."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    parts = (b64encode(bytes(size)).decode().rstrip("=") for size in SIZES)
    return "$".join(("", f"argon2{_hasher.type.name.lower()}", "v=19", cost, *parts))


# What is compared when there is no such account, so that the answer takes as long.
_NOBODYS: Final = _nobodys()


def hashed(password: str) -> str:
    """What is kept of it. Raises ClubRefusal: bad_password, busy."""
    if not LEAST <= len(password) <= MOST or "\0" in password:
        raise ClubRefusal("bad_password")
    return _offload(_hash, password)


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the one; of no account at all it takes as long to say no.

    Raises ClubRefusal("busy").
    """
    return _offload(_verify, password[: MOST + 1], kept or _NOBODYS) and kept is not None


def is_dated(kept: str) -> bool:
    """Whether it was hashed more weakly than today."""
    return _hasher.check_needs_rehash(kept)


def _offload(function: Callable[..., T], *args: str) -> T:
    try:
        return offload(function, *args, within_seconds=WITHIN_SECONDS, lane=_LANE)
    except (OffloadFull, OffloadTimeout):
        raise ClubRefusal("busy") from None


def _hash(password: str) -> str:
    return _hasher.hash(password)


def _verify(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
