"""The languages the club speaks, each under its own name; the first is for whoever reads none."""

from typing import Final

LANGUAGES: Final = {"ru": "Русский", "uk": "Українська", "en": "English"}
