"""Statistics as tables and pictures, the same numbers in both."""

import re
from xml.etree import ElementTree

import pytest
from flask import Flask

from club.club import Club
from tests.views.conftest import Visitor
from tests.views.test_search import played
from views import charts
from views.charts import Chart, Series, drawn

PATH = "/archive/statistics"
PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)


@pytest.fixture
def club(app: Flask) -> Club:
    found: Club = app.extensions["club"]
    return found


def test_everything_played_is_counted_and_drawn(club: Club, alice: Visitor) -> None:
    deals = len(played(club, alice, 1).end.book.entries)
    page = alice.get(PATH, **{"Accept-Language": "en"}).text
    assert f"{deals} deals were counted." in page
    pictures = PICTURE.findall(page)
    assert len(pictures) == page.count('class="deals numbers"') == 4
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_picture_says_what_it_is_and_has_no_style_of_its_own(club: Club, alice: Visitor) -> None:
    played(club, alice, 1)
    for picture in PICTURE.findall(alice.get(PATH).text):
        root = ElementTree.fromstring(picture)
        told = {each.get("id"): each.text for each in root}
        assert root.get("role") == "img"
        assert all(told[name] for name in (root.get("aria-labelledby") or "").split())
        assert "<style" not in picture and "<script" not in picture and "style=" not in picture


def test_who_has_played_nothing_sees_no_picture(alice: Visitor) -> None:
    for path in (PATH, f"{PATH}?player=Nobody"):
        page = alice.get(path)
        assert page.status_code == 200
        assert not PICTURE.findall(page.text)


def test_a_bar_is_as_high_as_its_value() -> None:
    values = (1.0, 2.0, 4.0, 0.0)
    chart = Chart("x", "title", "description", ("a", "b", "c", "d"), (Series("s", values),), "en")
    bars = re.findall(r'<rect[^>]*height="([\d.]+)" class="rect', drawn(chart))
    heights = [float(height) for height in bars]
    assert [height / heights[0] for height in heights] == pytest.approx(values)


def test_numbers_beside_a_picture_are_written_by_language() -> None:
    series = (Series("s", (0.4, -0.4)),)
    assert "0,2" in drawn(Chart("x", "t", "d", ("a", "b"), series, "ru"))
    assert "0.2" in drawn(Chart("x", "t", "d", ("a", "b"), series, "en"))


def test_drawings_that_are_kept_are_bounded() -> None:
    assert charts.drawn.cache_info().maxsize == charts.MOST_KEPT
