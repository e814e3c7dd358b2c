"""What somebody has played, as tables with a picture beside each."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from flask import Blueprint, render_template
from flask_babel import format_decimal, gettext
from markupsafe import Markup

from club.facets import LEVELS
from club.statistics import Row, Statistics, added_up
from views import agreements
from views.charts import Chart, Series, drawn
from views.people import current_club, locale
from views.search import asked_for, contract_words

bp = Blueprint("statistics", __name__, url_prefix="/archive")
ALL_OF_THEM: Final = (0.0, 100.0)


class Section(NamedTuple):
    """One thing that was counted: its picture, and the numbers of it as text."""

    title: str
    picture: Markup
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@bp.get("/statistics")
def show() -> str:
    asked = asked_for(somebody=True)
    player, counts = asked.wanted.player_id, []
    if player is not None:
        counts = current_club().facts.counts(player, asked.wanted.convention)
    statistics = added_up(counts)
    return render_template(
        "archive/statistics.html",
        asked=asked,
        wanted=asked.wanted,
        deals=statistics.deals,
        sections=_sections(statistics) if statistics.deals else (),
        conventions=agreements.conventions(),
    )


def _sections(statistics: Statistics) -> tuple[Section, ...]:
    fulfilled, others = gettext("made"), gettext("not made")
    return (
        _levels(gettext("Level of bids"), statistics.bids, fulfilled, others),
        _shares(gettext("Success of whists"), statistics.whists),
        _averages("contracts", gettext("Result by contract"), statistics.contracts),
        _averages("places", gettext("Result by seat"), statistics.places),
    )


def _levels(title: str, rows: Sequence[Row], made: str, others: str) -> Section:
    series = (
        Series(made, tuple(row.fulfilled for row in rows)),
        Series(others, tuple(row.deals - row.fulfilled for row in rows)),
    )
    table = [(_kind(row), _number(row.deals), _number(row.fulfilled), _share(row)) for row in rows]
    head = (gettext("Contract"), gettext("Deals"), made, "%")
    return Section(title, _picture("bids", title, rows, series), head, table)


def _shares(title: str, rows: Sequence[Row]) -> Section:
    series = (Series(title, tuple(round(row.percent, 1) for row in rows)),)
    table = [(_kind(row), _number(row.deals), _number(row.fulfilled), _share(row)) for row in rows]
    head = (gettext("Contract"), gettext("Whists"), gettext("duty done"), "%")
    return Section(title, _picture("whists", title, rows, series, ALL_OF_THEM), head, table)


def _averages(name: str, title: str, rows: Sequence[Row]) -> Section:
    series = (Series(title, tuple(round(row.whists, 1) for row in rows)),)
    table = [(_kind(row), _number(row.deals), _number(round(row.whists, 1))) for row in rows]
    first = gettext("Hand") if name == "places" else gettext("Contract")
    head = (first, gettext("Deals"), gettext("whists a deal"))
    return Section(title, _picture(name, title, rows, series), head, table)


def _picture(
    name: str,
    title: str,
    rows: Sequence[Row],
    series: tuple[Series, ...],
    whole: tuple[float, float] | None = None,
) -> Markup:
    labels = tuple(_kind(row) for row in rows)
    beside = gettext("The numbers stand in the table beside the picture.")
    return drawn(Chart(name, title, beside, labels, series, locale(), whole))


def _kind(row: Row) -> str:
    places = {
        "1": gettext("first hand"),
        "2": gettext("second hand"),
        "3": gettext("third hand"),
        "4": gettext("dealer"),
    }
    if row.kind in places:
        return str(places[row.kind])
    return row.kind if row.kind in LEVELS else contract_words(row.kind)


def _number(number: float) -> str:
    return str(format_decimal(number)).replace("-", "−")


def _share(row: Row) -> str:
    return _number(round(row.percent)) if row.deals else "–"
