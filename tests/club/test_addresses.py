"""Ids as text: 13 characters, one spelling each."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from club.addresses import LENGTH, address_of, id_at


@given(some.integers(1, 2**63 - 1))
def test_an_address_leads_back_to_its_id(number: int) -> None:
    address = address_of(number)
    assert len(address) == LENGTH
    assert id_at(address) == number


@pytest.mark.parametrize(
    "address",
    [
        *("", "0" * 13, "0" * 12, "1" * 14, "A" * 13, "l" * 13, "z" * 13),
        *("1" * 12 + "\n", "1" * 12 + "u", "１" * 13, "../../../etc1"),
    ],
)
def test_anything_else_is_no_address(address: str) -> None:
    assert id_at(address) is None
