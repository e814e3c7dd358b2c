"""The catalogues are complete: every word of pages and scripts, every code of a refusal."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import club.errors
import games.errors
import sockets.messages
import store.errors
from club.languages import LANGUAGES

ROOT: Final = Path(__file__).resolve().parent.parent
TRANSLATED: Final = tuple(name for name in LANGUAGES if name != "en")  # the ids are English
FIELD: Final = re.compile(r"%\((\w+)\)s")
_read_mapping: Any = parse_mapping_cfg
CODES: Final = frozenset(
    {
        *games.errors.CODES,
        *club.errors.CODES,
        *store.errors.SEAT_CODES,
        *store.errors.TALK_CODES,
        *sockets.messages.BAD_CODES,
    }
)


RUSSIAN_ONLY: Final = re.compile("[ёъыэ]", re.IGNORECASE)


def _catalogue(locale: str) -> Any:
    with (ROOT / "locale" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def _used() -> set[tuple[str | None, str]]:
    """Context and id of every message in the sources."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = _read_mapping(file)
    found = extract_from_dir(str(ROOT), methods, options)
    return {(context, ids if isinstance(ids, str) else ids[0]) for _, _, ids, _, context in found}


def _known(catalogue: Any) -> set[tuple[str | None, str]]:
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalogue
        if message.id
    }


def _forms(message: Any) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_every_language_has_a_catalogue() -> None:
    assert {path.name for path in (ROOT / "locale").iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_catalogue_holds_the_words_of_the_sources_and_no_others(locale: str) -> None:
    assert _known(_catalogue(locale)) == _used()


@pytest.mark.parametrize("locale", LANGUAGES)
def test_nothing_is_fuzzy_or_left_over(locale: str) -> None:
    catalogue = _catalogue(locale)
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    assert not catalogue.obsolete


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_translation_says_everything(locale: str) -> None:
    silent = [m.id for m in _catalogue(locale) if m.id and not all(_forms(m))]
    assert silent == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_slavic_languages_have_three_plurals(locale: str) -> None:
    catalogue = _catalogue(locale)
    plurals = [message for message in catalogue if isinstance(message.id, tuple)]
    assert catalogue.num_plurals == 3
    assert plurals and all(len(message.string) == 3 for message in plurals)


def test_ukrainian_is_not_russian() -> None:
    forms = [form for message in _catalogue("uk") if message.id for form in _forms(message)]
    assert [form for form in forms if RUSSIAN_ONLY.search(form)] == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_translation_has_the_fields_of_its_original(locale: str) -> None:
    for message in _catalogue(locale):
        original = message.id if isinstance(message.id, str) else message.id[1]
        for form in _forms(message):
            assert set(FIELD.findall(form)) <= set(FIELD.findall(original)), message.id


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_code_of_a_refusal_is_said_in_words(locale: str) -> None:
    said = {message.id: message.string for message in _catalogue(locale) if message.id}
    assert {code for code in CODES if not said.get(code)} == set()
    assert {code for code in CODES if said.get(code) == code} == set()


def test_the_scripts_list_every_code() -> None:
    script = (ROOT / "static" / "js" / "refusals.js").read_text()
    assert CODES <= set(re.findall(r'_\("([a-z_]+)"\)', script))
