"""Whists as people write them: with their sign, exact ones as whole and fraction."""

from fractions import Fraction

from flask import Flask

MINUS = "−"
THIN_SPACE = "\u202f"


def signed(number: int) -> str:
    """`+61`, `−5`, `0`."""
    return f"+{number}" if number > 0 else str(number).replace("-", MINUS)


def exactly(number: Fraction) -> str:
    """`+61 1/3`; a thin space stands between the two."""
    whole, rest = divmod(abs(number), 1)
    parts = [str(part) for part in (whole, rest) if part]
    sign = "" if number == 0 else "+" if number > 0 else MINUS
    return sign + (THIN_SPACE.join(parts) or "0")


def register(app: Flask) -> None:
    """Let every page write them."""
    app.add_template_filter(signed, "signed")
    app.add_template_filter(exactly, "exactly")
