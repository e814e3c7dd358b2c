"""How often forms may be sent, from one address and by one player; acts have their own credits.

Programs that only read are counted by their address.
"""

from ipaddress import IPv6Address, ip_address
from typing import Final, NamedTuple

from flask import Flask, request, session
from flask_limiter import ApplicationLimit, Limiter
from redis import ConnectionPool

# Whoever opens tables and sits down takes places from others.
SEATING: Final = frozenset(
    {
        "tables.play_now",
        "tables.open_table",
        "tables.join",
        "tables.fill_seat",
        "tables.free_seat",
        "tables.start",
        "tables.leave",
        "hall.sit",
        "one_more.again",
        "one_more.decline",
        "rules.open_table",
        "rules.change_rules",
        "rules.be_ready",
        "seat_keys.take",
        "companies.open_table",
    }
)
# Each is a password to be guessed, and a hash that costs a tenth of a second.
PASSWORDS: Final = frozenset(
    {
        "account.register",
        "account.sign_in",
        "account.change_password",
        "account.change_email",
        "account.delete",
        "account.forgot",
        "account.reset",
    }
)
PROGRAMS: Final = "api"


class FormRates(NamedTuple):
    """Forms a minute, and questions of programs."""

    forms_per_address: int
    forms_per_player: int
    seatings_per_address: int
    seatings_per_player: int
    passwords_per_address: int
    passwords_per_player: int
    questions_per_address: int


def register(
    app: Flask, rates: FormRates, shared: ConnectionPool | None, *, prefix: str
) -> Limiter:
    """Count forms before anything else looks at them; a Valkey does it for all workers and hosts.

    While that is away each worker counts for itself.
    """
    return Limiter(
        _address,
        app=app,
        application_limits=[
            *_limits("forms", None, rates.forms_per_address, rates.forms_per_player),
            *_limits("seating", SEATING, rates.seatings_per_address, rates.seatings_per_player),
            *_limits(
                "passwords", PASSWORDS, rates.passwords_per_address, rates.passwords_per_player
            ),
            ApplicationLimit(
                f"{rates.questions_per_address}/minute",
                _address,
                scope="questions of an address",
                exempt_when=lambda: request.blueprint != PROGRAMS,
            ),
        ],
        storage_uri="redis://" if shared else "memory://",
        storage_options={"connection_pool": shared} if shared else {},  # type: ignore[dict-item]
        in_memory_fallback_enabled=shared is not None,
        key_prefix=prefix,
    )


def _limits(
    scope: str, endpoints: frozenset[str] | None, per_address: int, per_player: int
) -> list[ApplicationLimit]:
    def is_other() -> bool:
        return not _is_form() or (endpoints is not None and request.endpoint not in endpoints)

    def is_other_or_new() -> bool:
        return is_other() or "player" not in session

    return [
        ApplicationLimit(
            f"{per_address}/minute", _address, scope=f"{scope} of an address", exempt_when=is_other
        ),
        ApplicationLimit(
            f"{per_player}/minute",
            _player,
            scope=f"{scope} of a player",
            exempt_when=is_other_or_new,
        ),
    ]


def _is_form() -> bool:
    return request.method == "POST"


def _address() -> str:
    """What the outermost of our own proxies saw; a household has 2**64 addresses of IPv6."""
    told = request.remote_addr or "nowhere"
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return told


def _player() -> str:
    return str(session["player"])
