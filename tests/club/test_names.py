"""Names: pleasant ones are made up, and only readable ones are taken."""

import pytest

from club.errors import ClubRefusal
from club.languages import LANGUAGES
from club.names import MOST, bot_names, checked_name, made_up


@pytest.mark.parametrize("locale", LANGUAGES)
def test_made_up_names_may_be_chosen_too(locale: str) -> None:
    for _ in range(200):
        name = made_up(locale)
        assert checked_name(name) == name


@pytest.mark.parametrize("locale", LANGUAGES)
def test_bots_at_a_table_have_different_names(locale: str) -> None:
    for _ in range(50):
        first = bot_names(locale, 2)
        assert len({*first, *bot_names(locale, 1, first)}) == 3


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Аня", "Аня"),
        ("  Uncle   Fred ", "Uncle Fred"),
        ("O'Brien", "O'Brien"),
        ("Жан-Поль 2", "Жан-Поль 2"),
        ("李雷", "李雷"),
        ("e\u0301va", "éva"),
        ("x" * MOST, "x" * MOST),
    ],
)
def test_a_name_is_tidied(given: str, kept: str) -> None:
    assert checked_name(given) == kept


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "a", "x" * (MOST + 1), "-dash", "a\0b", "a\u202eb", "a\nb\x07", "<b>x</b>"),
        *("a\ud800b", "a\u200bb", "😀😀", "x" * 100_000),
    ],
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ClubRefusal, match="bad_name"):
        checked_name(name)
