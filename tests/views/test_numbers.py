"""Whists as people write them."""

from fractions import Fraction

import pytest

from views.numbers import exactly, signed


@pytest.mark.parametrize(("number", "text"), [(61, "+61"), (-5, "−5"), (0, "0")])
def test_a_whole_number_has_its_sign(number: int, text: str) -> None:
    assert signed(number) == exactly(Fraction(number)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [("184/3", "+61\u202f1/3"), ("-184/3", "−61\u202f1/3"), ("1/4", "+1/4"), ("-1/3", "−1/3")],
)
def test_an_exact_number_is_whole_and_fraction(number: str, text: str) -> None:
    assert exactly(Fraction(number)) == text
