"""Bar charts as SVG inside a page: drawn by pygal, coloured by our style sheets."""

from functools import lru_cache
from typing import Any, Final, NamedTuple

import pygal
from babel.numbers import format_decimal
from markupsafe import Markup
from pygal.style import Style

WIDTH, HEIGHT = 440, 250
FONT: Final = 13
MOST_KEPT: Final = 1_000  # drawings; each is some 6 kB and takes 6 ms
TEXTS: Final = Style(
    label_font_size=FONT, major_label_font_size=FONT, legend_font_size=FONT, font_family="inherit"
)
# Our pages allow no styles in line, and what pygal says for its scripts is noise to a reader.
UNWANTED: Final = frozenset({"defs", "desc", "title"})


class Series(NamedTuple):
    """Bars of one colour, one for each label."""

    name: str
    values: tuple[float, ...]


class Chart(NamedTuple):
    """What a drawing is of; equal ones are drawn once."""

    name: str  # of the file of ids in the page
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    locale: str
    whole: tuple[float, float] | None = None  # the range shown, when it does not follow the values


@lru_cache(maxsize=MOST_KEPT)
def drawn(chart: Chart) -> Markup:
    """The chart, its series one upon the other."""
    several = len(chart.series) > 1
    canvas = pygal.StackedBar(
        width=WIDTH,
        height=HEIGHT,
        margin=10,
        style=TEXTS,
        css=(),
        js=(),
        show_legend=several,
        legend_at_bottom=True,
        max_scale=6,
        range=chart.whole,
        truncate_label=-1,
        value_formatter=lambda value: _number(value, chart.locale),
    )
    canvas.x_labels = chart.labels
    for series in chart.series:
        canvas.add(series.name, list(series.values))
    canvas.add_xml_filter(lambda root: _told(_plain(root), chart))
    return Markup(canvas.render(is_unicode=True, disable_xml_declaration=True))


def _number(value: float, locale: str) -> str:
    return str(format_decimal(value, locale=locale)).replace("-", "−")


def _plain(root: Any) -> Any:
    """Only what is seen."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not _is_wanted(child):
                parent.remove(child)
        for name in ("id", "style"):
            parent.attrib.pop(name, None)
    return root


def _is_wanted(part: Any) -> bool:
    is_comment = callable(part.tag)
    return not is_comment and part.tag not in UNWANTED and part.get("class") != "tooltip"


def _told(root: Any, chart: Chart) -> Any:
    """With its title and description, for who does not see it."""
    ids = [f"{chart.name}-title", f"{chart.name}-description"]
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(ids))
    for at, (tag, text) in enumerate((("title", chart.title), ("desc", chart.description))):
        said = root.makeelement(tag, {"id": ids[at]})
        said.text = text
        root.insert(at, said)
    return root
