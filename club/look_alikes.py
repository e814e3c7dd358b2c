"""What a name looks like: names that could be taken for each other have the same key."""

import unicodedata
from functools import lru_cache
from typing import Final

from confusable_homoglyphs.confusables import confusables_data

SEPARATORS: Final = " .'’_-"


def key_of(name: str) -> str:
    """The key of a name as `names.checked_name` leaves it.

    Case, accents and what stands between the letters make no other name, nor do letters of
    another alphabet that look the same: Аня (Cyrillic) and AHЯ, O0, l1I.
    """
    letters = "".join(letter for letter in name if letter not in SEPARATORS)
    plain = unicodedata.normalize("NFKD", letters)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    # Capitals of two alphabets look alike more often than small letters do (В and B); of the small
    # ones it is the l, which looks like a capital I, so that l, L, I and 1 are one letter here.
    return "".join(map(_prototype, bare.upper().replace("L", "I"))).casefold()


@lru_cache(maxsize=4096)
def _prototype(letter: str) -> str:
    """One for all letters that look like this one, or like one of those: the first in Unicode."""
    alike, new = {letter}, {letter}
    while new:
        new = {other for each in new for other in _alike(each)} - alike
        alike |= new
    return min(alike)


def _alike(letter: str) -> set[str]:
    found = {each["c"] for each in confusables_data.get(letter, ())}
    return {each for each in found if len(each) == 1 and each.isalnum()}
