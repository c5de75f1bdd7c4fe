"""The charts of the last minute in a running window."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from app.settings import Settings
from app.ui.charts.chart import Chart, Charts, paint_curve, polygon
from app.ui.charts.history import Track
from app.ui.charts.names import places_of_names
from app.ui.charts.timeline import Timeline
from app.ui.look.theme import DARK, LIGHT


def charts_of(window):
    return window.findChild(Timeline).findChildren(Chart)


def ends(window):
    return [value for chart in charts_of(window) if len(chart._values) > 1 for value in chart._values[-1]]


def test_eight_emotions_and_three_angles_are_drawn(studio):
    window = studio.window()
    studio.wait_faces(window)
    studio.wait(lambda: len(ends(window)) == 11)
    shown = studio.faces[0].reading
    assert ends(window) == [*shown.emotion.probabilities, shown.pose.yaw_deg, shown.pose.pitch_deg, shown.pose.roll_deg]


def test_another_span_makes_the_charts_anew(studio):
    window = studio.window()
    studio.wait(lambda: len(ends(window)) == 11)
    window.findChild(Timeline).set_seconds(30)
    studio.wait(lambda: len(charts_of(window)) == 2 and len(ends(window)) == 11)
    assert all(chart.moments()[-15.0] == "−15 s" for chart in charts_of(window))  # half of it
    assert all(-30.0 not in chart.moments() for chart in charts_of(window))


def test_the_charts_take_the_colours_of_the_theme(studio):
    window = studio.window(replace(Settings(notice_accepted=True), theme="dark"))
    studio.wait(lambda: len(ends(window)) == 11)
    dark = [colour.name() for chart in charts_of(window) for colour in chart._colours]
    window._theme.choose("light")
    light = [colour.name() for chart in charts_of(window) for colour in chart._colours]
    assert len(light) == 11
    assert not set(light) & set(dark)


def test_before_the_first_face_the_axes_say_what_will_stand_there(studio):
    studio.may_open.clear()
    window = studio.window()
    for chart in charts_of(window):
        assert chart.moments()[0.0] == "now"
        assert len(chart._ticks) in (3, 5)
        assert not any(chart.ends()[index] == chart.ends()[index] for index in range(len(chart._names)))  # all NaN


PAST = Track(
    np.array([-3.0, -2.0, -1.0, 0.0]),
    np.array([[0.9, 0.1, *[0.0] * 6]] * 2 + [[math.nan] * 8] + [[0.2, 0.8, *[0.0] * 6]]),
    np.full((4, 3), 20.0),
)


@pytest.fixture
def charts(qtbot):
    made = Charts(10)
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.colour(LIGHT)
    made.show()
    return made


def painted(chart, colour):
    """The places where a colour is seen, as pixels from the left and the top."""
    picture = chart.grab().toImage()
    wide, high = picture.width(), picture.height()
    return {(x, y) for x in range(wide) for y in range(high) if picture.pixelColor(x, y).name() == colour}


def test_a_curve_is_painted_where_its_values_are_and_not_through_a_gap(charts):
    charts.draw(PAST, named=False)
    emotions = charts.findChildren(Chart)[0]
    neutral = painted(emotions, emotions._colours[0].name())
    assert neutral
    left, right = emotions._x(-3.0), emotions._x(-2.0)
    assert all(left - 2 <= x <= right + 2 for x, _ in neutral)  # what follows is a gap, and one value by itself
    assert {round(emotions._y(0.9)) - 1, round(emotions._y(0.9))} & {y for _, y in neutral}


def test_a_name_stands_beside_the_end_of_its_curve_and_only_there(charts):
    emotions = charts.findChildren(Chart)[0]
    pictures = []
    for named in (False, True):
        charts.draw(PAST, named)
        charts.draw(PAST, named)  # the angles
        pictures.append(emotions.grab().toImage())
    without, with_names = pictures
    places = [(x, y) for x in range(without.width()) for y in range(without.height())]
    changed = [place for place in places if without.pixel(*place) != with_names.pixel(*place)]
    assert changed
    assert all(x > emotions._x(0.0) for x, _ in changed)
    lines = {value for value in (0.0, 0.2, 0.5, 0.8, 1.0) for _, y in changed if abs(y - emotions._y(value)) < 4}
    assert lines == {0.2, 0.8}  # the others are too unlikely to be named


def test_a_polygon_has_its_points_in_their_order():
    x, y = np.array([1.5, -2.0, 3.25, 7.0])[::2], np.array([[4.0, 9.0], [5.5, 9.0]])[:, 0]  # not side by side in memory
    assert [(point.x(), point.y()) for point in polygon(x, y)] == [(1.5, 4.0), (3.25, 5.5)]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("steep", [False, True])
@pytest.mark.parametrize("beside", [0.0, 0.3, 0.5])
def test_a_curve_is_as_wide_on_every_screen_level_or_steep(ratio, steep, beside):
    picture = QImage(round(40 * ratio), round(40 * ratio), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor("white"))
    ends = [(4.0, 20 + beside), (36.0, 20 + beside)]
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_curve(painter, QPolygonF([QPointF(*(end[::-1] if steep else end)) for end in ends]), QColor("black"))
    middle = picture.width() // 2
    line = [(place, middle) if steep else (middle, place) for place in range(picture.width())]
    covered = np.array([1 - picture.pixelColor(*place).redF() for place in line])
    assert covered.sum() / ratio == pytest.approx(1.9, abs=0.25)
    assert covered.max() > 0.97
    centre = (covered * (np.arange(len(covered)) + 0.5)).sum() / covered.sum() / ratio
    assert centre == pytest.approx(20 + beside, abs=0.4)


def test_another_theme_paints_the_curves_anew(charts):
    charts.draw(PAST, named=True)
    emotions = charts.findChildren(Chart)[0]
    before = emotions.grab().toImage()
    charts.colour(DARK)
    assert emotions.grab().toImage() != before


def test_the_charts_take_turns(charts):
    emotions, angles = charts.findChildren(Chart)
    charts.draw(PAST, named=True)
    assert (len(emotions._values), len(angles._values)) == (4, 0)
    charts.draw(PAST, named=True)
    assert len(angles._values) == 4


def test_names_that_would_touch_are_moved_apart_and_stay_within():
    places = places_of_names([0.0, 0.01, math.nan, 1.0, 0.99], 0.0, 1.0, height_px=130.0)
    assert math.isnan(places[2])
    known = sorted(place for place in places if not math.isnan(place))
    assert all(later - earlier >= 0.1 - 1e-9 for earlier, later in pairwise(known))
    assert 0.0 <= known[0] <= known[-1] <= 1.0
    assert places[0] < places[1] < places[4] < places[3]
