"""The charts of the last minute in a running window."""

from dataclasses import replace

from shiboken6 import delete

from app.settings import Settings
from app.ui.charts.timeline import Timeline
from app.ui.look.theme import Theme


def curves(window):
    """The curves of all charts; pyqtgraph is imported by the window, on a thread."""
    from pyqtgraph import PlotWidget

    charts = window.findChild(Timeline).findChildren(PlotWidget)
    return [curve for chart in charts for curve in chart.getPlotItem().listDataItems()]


def drawn(window):
    return [curve.getData()[1] for curve in curves(window) if curve.getData()[1] is not None]


def test_eight_emotions_and_three_angles_are_drawn(studio):
    window = studio.window()
    studio.wait_faces(window)
    studio.wait(lambda: len(drawn(window)) == 11 and all(len(values) > 1 for values in drawn(window)))
    shown = studio.faces[0].reading
    ends = [values[-1] for values in drawn(window)]
    assert ends == [*shown.emotion.probabilities, shown.pose.yaw_deg, shown.pose.pitch_deg, shown.pose.roll_deg]


def test_another_span_makes_the_charts_anew(studio):
    window = studio.window()
    studio.wait(lambda: len(curves(window)) == 11)
    before = curves(window)
    timeline = window.findChild(Timeline)
    timeline.set_seconds(30)
    studio.wait(lambda: len(curves(window)) == 11 and not set(curves(window)) & set(before))


def test_the_charts_take_the_colours_of_the_theme(studio):
    window = studio.window(replace(Settings(notice_accepted=True), theme="dark"))
    studio.wait(lambda: len(drawn(window)) == 11)
    dark = [curve.opts["pen"].color().name() for curve in curves(window)]
    window._theme.choose("light")
    light = [curve.opts["pen"].color().name() for curve in curves(window)]
    assert not set(light) & set(dark)


def test_before_the_first_face_the_axes_say_what_will_stand_there(studio):
    studio.may_open.clear()
    window = studio.window()
    from pyqtgraph import PlotWidget

    timeline = window.findChild(Timeline)
    studio.wait(lambda: len(timeline.findChildren(PlotWidget)) == 2)
    for chart in timeline.findChildren(PlotWidget):
        (first, _), (low, high) = chart.getPlotItem().viewRange()
        assert first == -60
        assert (low, high) != (0, 1)
        studio.wait(lambda chart=chart: 0.0 in [at for at, _ in chart.getPlotItem().getAxis("bottom")._tickLevels[0]])


def test_no_name_stands_in_a_chart_before_its_curve(qtbot):
    from pyqtgraph import PlotWidget, TextItem

    from app.ui.charts.chart import Charts

    charts = Charts(60)
    qtbot.addWidget(charts)
    while charts.grow():
        pass
    plots = [chart.getPlotItem() for chart in charts.findChildren(PlotWidget)]
    names = [item for plot in plots for item in plot.items if isinstance(item, TextItem)]
    assert len(names) == 11
    assert not any(name.isVisible() for name in names)


class Later:
    """Does the work when the test says so, as a thread that is slow would."""

    def __init__(self):
        self.waiting = []

    def run(self, work, then):
        self.waiting.append((work, then))


def test_a_window_that_closed_before_the_library_came_gets_no_charts(qtbot, qapp):
    later = Later()
    timeline = Timeline(60, Theme("light", qapp), later)
    timeline.start()
    qtbot.waitUntil(lambda: bool(later.waiting))
    ((work, then),) = later.waiting
    delete(timeline)
    then(work())  # raised, for what was laid out was gone
