"""The agreements of a table on pages: as fields of a form, and in the reader's words."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from flask import Flask
from flask_babel import gettext

from games.preferans.agreements import (
    CONVENTIONS,
    TOPICS,
    Choice,
    Sentence,
    Setting,
    difference,
    rules_text,
)
from games.preferans.agreements.setting import N_
from games.preferans.rules import BadRules, Rules, preset, rules_from_json, rules_to_json

# Why agreements do not go together, as games/preferans/rules.py says it.
REASONS: Final = (
    N_("from 1 to 200"),
    N_("from 1 to 10"),
    N_("from 1 to 200 when the end is by deals"),
    N_("from 1 to 600 when the end is by time"),
    N_("not below 0"),
    N_("with three players nobody sits out"),
    N_("split is for three players"),
    N_("with whists a zero bonus can only be pool_1 or none"),
    N_("with whists and four players the talon stays closed"),
    N_("needs half_whist"),
)
SETTINGS: Final = {setting.name: setting for topic in TOPICS for setting in topic.settings}


class Asked(NamedTuple):
    """Agreements somebody asks for; `rules` is None when they do not go together."""

    given: dict[str, Any]
    rules: Rules | None
    errors: dict[str, str]  # by field, in the reader's language


def asked(fields: Mapping[str, str]) -> Asked:
    """Read `base` and the changed agreements from a form or an address.

    What is unknown or out of place is left at the convention's.
    """
    base = fields.get("base", "")
    players = 4 if fields.get("players") == "4" else 3
    start = rules_to_json(preset(base if base in CONVENTIONS else "sochi", players))
    given = start | {
        name: value
        for name, setting in SETTINGS.items()
        if name in fields and (value := _value(setting, fields[name])) is not None
    }
    try:
        return Asked(given, rules_from_json(given), {})
    except BadRules as error:
        field, _, reason = str(error).partition(": ")
        said = gettext(reason) if reason in REASONS else gettext("This value is not possible.")
        return Asked(given, None, {field: said})


def _value(setting: Setting, text: str) -> bool | int | str | None:
    if isinstance(setting, Choice):
        options = (option.value for option in setting.options)
        return next((value for value in options if written(value) == text), None)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def written(value: bool | int | str) -> str:
    """A value as it stands in forms and addresses."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def address_fields(rules: Rules) -> dict[str, str]:
    """The convention and what differs from it: a short address that carries the rules."""
    base = rules_to_json(preset(rules.convention, rules.players))
    changed = {n: written(v) for n, v in rules_to_json(rules).items() if v != base[n]}
    return {"base": rules.convention, "players": str(rules.players)} | changed


class Shown(NamedTuple):
    """Agreements in the reader's words."""

    convention: str
    difference: list[str]
    text: list[tuple[str, list[str]]]
    rules: dict[str, Any]


def shown(rules: Rules | Mapping[str, Any]) -> Shown:
    """The nearest convention, what differs from it, and the whole text by topics."""
    agreed = rules if isinstance(rules, Rules) else rules_from_json(rules)
    changes = difference(agreed)
    text = [(gettext(title), list(map(_say, said))) for title, said in rules_text(agreed)]
    convention = gettext(CONVENTIONS[changes.convention])
    return Shown(convention, list(map(_say, changes.sentences)), text, rules_to_json(agreed))


def _say(sentence: Sentence) -> str:
    return str(gettext(sentence.msgid, **sentence.values))


def field_topics(names: frozenset[str] | None = None) -> list[dict[str, Any]]:
    """The fields of the form by topic, in the reader's language; only `names` if given."""
    topics = [
        {
            "name": topic.name,
            "title": gettext(topic.title),
            "fields": [_field(s) for s in topic.settings if names is None or s.name in names],
        }
        for topic in TOPICS
    ]
    return [topic for topic in topics if topic["fields"]]


def _field(setting: Setting) -> dict[str, Any]:
    field = {"name": setting.name, "label": gettext(setting.label)}
    if isinstance(setting, Choice):
        options = [
            {"value": written(o.value), "label": gettext(o.label), "says": gettext(o.sentence)}
            for o in setting.options
        ]
        return field | {"options": options}
    # The number is put in by whoever shows the field, and again at each change.
    return field | {
        "least": setting.least,
        "most": setting.most,
        "says": gettext(setting.sentence, value="%(value)s"),
    }


def conventions() -> list[tuple[str, str]]:
    """The names of the conventions, for a list."""
    return [(name, gettext(title)) for name, title in CONVENTIONS.items()]


def reasons() -> dict[str, str]:
    """Why agreements do not go together, for the scripts."""
    return {reason: gettext(reason) for reason in REASONS}


def register(app: Flask) -> None:
    """Let every page show the agreements of a table."""
    app.add_template_global(shown, "agreements_shown")
    app.add_template_filter(written, "written")
