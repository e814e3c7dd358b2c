"""Random ids of players and matches."""

import secrets


def new_id() -> int:
    """An unguessable positive integer of 63 bits: a bigint in SQL, 13 characters in addresses."""
    return secrets.randbelow(2**63 - 1) + 1
