"""What people and bots are called: names made up for guests, and which names may be chosen."""

import re
import secrets
import unicodedata
from typing import Final

from club.errors import ClubRefusal
from club.look_alikes import key_of

LEAST: Final = 2
MOST: Final = 20

# Masculine nouns, so that every adjective agrees with every one of them.
_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "ru": (
        *("Весёлый", "Тихий", "Бравый", "Мудрый", "Ловкий", "Добрый", "Хитрый", "Славный"),
        *("Смелый", "Сонный", "Быстрый", "Важный", "Рыжий", "Гордый", "Скромный", "Бодрый"),
    ),
    "uk": (
        *("Веселий", "Тихий", "Бравий", "Мудрий", "Спритний", "Добрий", "Хитрий", "Славний"),
        *("Сміливий", "Сонний", "Швидкий", "Поважний", "Рудий", "Гордий", "Скромний", "Бадьорий"),
    ),
    "en": (
        *("Merry", "Quiet", "Brave", "Wise", "Nimble", "Kind", "Sly", "Noble"),
        *("Bold", "Sleepy", "Swift", "Grand", "Ruddy", "Proud", "Modest", "Lively"),
    ),
}
_SECOND: Final[dict[str, tuple[str, ...]]] = {
    "ru": (
        *("Барсук", "Ёж", "Филин", "Бобёр", "Лис", "Журавль", "Дрозд", "Тюлень"),
        *("Хомяк", "Снегирь", "Соболь", "Аист", "Кот", "Окунь", "Зубр", "Грач"),
    ),
    "uk": (
        *("Борсук", "Їжак", "Пугач", "Бобер", "Лис", "Журавель", "Дрізд", "Тюлень"),
        *("Тхір", "Снігур", "Соболь", "Бусол", "Кіт", "Окунь", "Зубр", "Грак"),
    ),
    "en": (
        *("Badger", "Hedgehog", "Owl", "Beaver", "Fox", "Crane", "Thrush", "Seal"),
        *("Hamster", "Finch", "Sable", "Stork", "Cat", "Perch", "Bison", "Rook"),
    ),
}
_BOTS: Final[dict[str, tuple[str, ...]]] = {
    "ru": ("Прохор", "Глафира", "Тихон", "Агата", "Фома", "Зинаида", "Лука", "Клара"),
    "uk": ("Прохір", "Глафіра", "Тихін", "Агата", "Хома", "Зінаїда", "Лука", "Клара"),
    "en": ("Prokhor", "Glafira", "Tikhon", "Agatha", "Foma", "Zinaida", "Luka", "Clara"),
}
_BOT_KEYS: Final = frozenset(key_of(name) for bots in _BOTS.values() for name in bots)
PROGRAM_MARK: Final = "⚙"  # no letter, so that no person can have it in his name
NOBODY: Final = "—"  # whoever has left the club for good
_ALLOWED: Final = re.compile(r"[^\W_](?:[^\W_]|[ .'’_-])*", re.UNICODE)


def made_up(locale: str) -> str:
    """A pleasant name for a guest."""
    return f"{secrets.choice(_FIRST[locale])} {secrets.choice(_SECOND[locale])}"


def bot_names(locale: str, count: int, taken: tuple[str, ...] = ()) -> tuple[str, ...]:
    """So many names for bots, none of them taken at the table yet."""
    free = [name for name in _BOTS[locale] if name not in taken]
    return tuple(secrets.SystemRandom().sample(free, count))


def tidied(text: str) -> str:
    """The name without what nobody sees."""
    return " ".join(unicodedata.normalize("NFC", text[:200]).split())


def marked(name: str) -> str:
    """The name of a program, as everybody sees it."""
    return f"{PROGRAM_MARK} {name}"


def checked_name(text: str) -> str:
    """The name as it is kept: letters, digits and a little between.

    Raises ClubRefusal: bad_name; name_taken when it looks like one of our bots.
    """
    name = tidied(text)
    if not LEAST <= len(name) <= MOST or not _ALLOWED.fullmatch(name):
        raise ClubRefusal("bad_name")
    if key_of(name) in _BOT_KEYS:
        raise ClubRefusal("name_taken")
    return name
