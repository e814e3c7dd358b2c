"""The id of a table in addresses and on the wire: 13 characters of Crockford's base 32."""

from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH: Final = 13
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}


def address_of(match_id: int) -> str:
    """The text of an id."""
    return "".join(ALPHABET[match_id >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def id_at(address: str) -> int | None:
    """The id of such a text; None when it is not one as we write them."""
    if len(address) != LENGTH or not _VALUES.keys() >= set(address):
        return None
    number = 0
    for letter in address:
        number = number << 5 | _VALUES[letter]
    return number if 0 < number < 2**63 else None
