"""Ids stand in addresses: nobody may guess the next one."""

from club.addresses import address_of
from store.ids import new_id


def test_ids_are_drawn_from_all_63_bits() -> None:
    drawn = [new_id() for _ in range(2000)]
    assert len(set(drawn)) == len(drawn)
    assert all(0 < each < 2**63 for each in drawn)
    for bit in range(63):
        assert 800 < sum(each >> bit & 1 for each in drawn) < 1200, bit


def test_neighbours_in_time_have_nothing_in_common() -> None:
    first, second = address_of(new_id()), address_of(new_id())
    assert sum(a == b for a, b in zip(first, second, strict=True)) < 8
