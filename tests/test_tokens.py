"""The colours of static/css/tokens.css keep the contrasts the eye needs (WCAG 2)."""

import re
from pathlib import Path
from typing import Final

import pytest

TOKENS: Final = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
TEXT: Final = 4.5
DRAWING: Final = 3.0

# What stands on what, in every theme and deck, and the least ratio.
PAIRS: Final = (
    ("text", "felt", TEXT),
    ("text", "felt-deep", TEXT),
    ("text", "felt-lift", TEXT),
    ("muted", "felt", TEXT),
    ("muted", "felt-deep", TEXT),
    ("ring", "felt", TEXT),
    ("suit-S", "felt", TEXT),
    ("suit-C", "felt", TEXT),
    ("suit-D", "felt", TEXT),
    ("suit-H", "felt", TEXT),
    ("face-S", "face", TEXT),
    ("face-C", "face", TEXT),
    ("face-D", "face", TEXT),
    ("face-H", "face", TEXT),
    ("button-text", "button", TEXT),
    ("face", "danger", TEXT),
    ("ink", "paper", TEXT),
    ("mountain", "paper", TEXT),
    ("paper-muted", "paper", TEXT),
    ("paper-line", "paper", DRAWING),
    ("chart-good", "felt-lift", DRAWING),
    ("chart-bad", "felt-lift", DRAWING),
)


def _blocks() -> dict[str, dict[str, str]]:
    """The colours of each rule, in the order of the file."""
    text = TOKENS.read_text()
    rules = re.findall(r"(:root[^{]*)\{([^}]*)\}", text)
    return {
        " ".join(name.split()): dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", body))
        for name, body in rules
    }


def _themes() -> dict[str, dict[str, str]]:
    light, dark, four, four_dark = _blocks().values()
    return {
        "light": light,
        "dark": light | dark,
        "light, four colours": light | four,
        "dark, four colours": light | dark | four | four_dark,
    }


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
@pytest.mark.parametrize("theme", _themes())
def test_contrast(theme: str, front: str, back: str, least: float) -> None:
    colours = _themes()[theme]
    assert _contrast(colours[front], colours[back]) >= least


@pytest.mark.parametrize("theme", _themes())
def test_a_card_stands_out_from_the_felt_by_its_face_or_its_edge(theme: str) -> None:
    colours = _themes()[theme]
    felt = colours["felt"]
    seen = (_contrast(colours["face"], felt), _contrast(colours["face-edge"], felt))
    assert max(seen) >= DRAWING
