"""Names that could be taken for each other have one key; others have not."""

import pytest

from club.look_alikes import key_of


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Аня", "Aня"),  # a Latin A
        ("Вася", "Bacя"),
        ("Олег", "0лег"),
        ("Glafira", "GLAFIRA"),
        ("Glafira", "GIafira"),
        ("Alice", "A1ice"),
        ("Пётр", "петр"),
        ("Anna Maria", "Anna-Maria"),
        ("José", "jose"),
    ],
)
def test_look_alikes_have_one_key(name: str, other: str) -> None:
    assert key_of(name) == key_of(other)


@pytest.mark.parametrize(
    ("name", "other"), [("Аня", "Яна"), ("Олег", "Ольга"), ("Anna", "Anne"), ("Иван", "Иван2")]
)
def test_other_names_have_others(name: str, other: str) -> None:
    assert key_of(name) != key_of(other)


def test_every_allowed_name_has_a_key() -> None:
    assert all(key_of(name) for name in ("ab", "日本", "12", "ß1", "عمر"))
