"""Every text of the window has its room: all pages and dialogs, on all screens, in English and German."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QStatusBar,
    QToolButton,
    QWidget,
)

from app.capture.source import CaptureError, SourceKind
from app.settings import Settings
from app.ui.look import scrolling
from app.ui.look.stylesheet import CONTROL_HEIGHT_PX
from app.ui.video.seek_bar import SeekBar
from app.ui.video.state_card import StateCard
from app.ui.video.video_view import VideoView
from app.ui.window.banner import Banner
from app.ui.window.room import SMALLEST_SIZE, first_place
from tests.gui.fit.places import AGREED, DIALOGS, opened, with_all_workspaces
from tests.gui.fit.screens import SCREENS, available

LANGUAGES = ("en", "de")
SIZES = [SMALLEST_SIZE, *(first_place(available(*screen)).size() for screen in SCREENS)]


def name_of(widget):
    return (
        f"{type(widget).__name__} {getattr(widget, 'text', lambda: '')()!r} in {type(widget.parentWidget()).__name__}"
    )


def scrolled(widget):
    """Whether it lies in something that scrolls, where it may be below the edge."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def lacks_width(widget):
    """How many pixels a text on one line is too wide for its place; elided texts tell themselves in a tip."""
    if isinstance(widget, QLabel):
        if widget.wordWrap() or not widget.text() or widget.toolTip():
            return 0
        return widget.sizeHint().width() - widget.width()
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return 0
    if isinstance(widget, (QPushButton, QToolButton, QCheckBox)):
        return widget.fontMetrics().horizontalAdvance(widget.text().replace("&", "")) - widget.width()
    if isinstance(widget, QComboBox):
        return widget.fontMetrics().horizontalAdvance(widget.currentText()) + 24 - widget.width()
    return 0


def lacks_height(widget):
    if isinstance(widget, QLabel) and widget.text():
        needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.fontMetrics().height()
        return needed - widget.height()
    if isinstance(widget, (QAbstractButton, QComboBox)):
        return widget.fontMetrics().height() - widget.height()
    return 0


def beyond(widget, top):
    """Whether a part of it lies outside of what is seen."""
    if scrolled(widget):
        area = widget.parentWidget()
        while not isinstance(area, QAbstractScrollArea):
            area = area.parentWidget()
        left = widget.mapTo(area, widget.rect().topLeft()).x()
        return left < 0 or left + widget.width() > area.width()
    return widget.visibleRegion().boundingRect() != widget.rect()


def clipped(top: QWidget) -> Iterator[str]:
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, (QLabel, QAbstractButton, QComboBox)) or not widget.isVisible():
            continue
        if widget.window() is not top.window():
            continue
        if lacks_width(widget) > 1:
            yield f"{name_of(widget)} lacks {lacks_width(widget)} px of width at {top.size().toTuple()}"
        if lacks_height(widget) > 1:
            yield f"{name_of(widget)} lacks {lacks_height(widget)} px of height at {top.size().toTuple()}"
        if beyond(widget, top):
            yield f"{name_of(widget)} lies beyond the edge at {top.size().toTuple()}"


@pytest.fixture(params=LANGUAGES)
def language(request):
    if request.param == "de":
        request.getfixturevalue("german")
    return request.param


def resized(studio, window, size):
    window.resize(size)
    studio.wait(lambda: window.size() == size)
    studio.qtbot.wait(30)


def test_the_first_screen(language, studio):
    window = studio.window(Settings())
    for size in SIZES:
        resized(studio, window, size)
        assert list(clipped(window)) == []


def test_every_workspace(language, studio, tmp_path):
    window = with_all_workspaces(studio, tmp_path, source="demo")
    assert len(window._workspaces._makers) == 3
    for workspace in window._workspaces._makers:
        window._workspaces.show_workspace(workspace)
        found = []
        for size in SIZES:
            resized(studio, window, size)
            found += clipped(window)
        assert found == [], workspace


def test_fields_and_buttons_have_one_height_everywhere(studio, tmp_path):
    window = with_all_workspaces(studio, tmp_path, source="demo")
    resized(studio, window, QSize(1280, 800))
    heights_px = {}
    for workspace in window._workspaces._makers:
        window._workspaces.show_workspace(workspace)
        heights_px |= control_heights(window)
    for name in DIALOGS:
        dialog = opened(studio, window, name)
        heights_px |= control_heights(dialog)
        dialog.close()
        studio.wait(lambda: not any(each.isVisible() for each in window.findChildren(QDialog)))
    assert len(heights_px) > 20
    assert {text: px for text, px in heights_px.items() if abs(px - CONTROL_HEIGHT_PX) > 1} == {}


def control_heights(top):
    """Of what is seen and stands in a row with others; the status bar has a height of its own."""
    kinds = (QPushButton, QComboBox, QAbstractSpinBox, QLineEdit)
    bar = top.findChild(QStatusBar)
    return {
        f"{name_of(each)} {each.accessibleName()}": each.height()
        for each in top.findChildren(QWidget)
        if isinstance(each, kinds)
        and each.isVisible()
        and not isinstance(each.parentWidget(), (QAbstractSpinBox, QComboBox))
        and (bar is None or not bar.isAncestorOf(each))
    }


def test_nothing_lies_over_the_picture(studio):
    studio.kind = SourceKind.VIDEO  # with a bar to seek in
    window = studio.window(Settings(notice_accepted=True, source="clip.mp4"))
    studio.wait_faces(window)
    window.findChild(Banner).say("A sentence across the window")
    view, bar = window.findChild(VideoView), window.findChild(SeekBar)
    studio.wait(bar.isVisible)
    for size in SIZES:
        resized(studio, window, size)
        assert view.mapTo(window, view.rect().bottomLeft()).y() < bar.mapTo(window, bar.rect().topLeft()).y(), size


def test_the_card_of_a_source_that_failed(language, studio):
    long = "/home/somebody/videos/a folder with a rather long name/of an experiment with many people.mp4"
    studio.failures = [CaptureError(f"There is no file {long}; check the path.")]
    window = studio.window(Settings(notice_accepted=True, source=long))
    studio.wait(window.findChild(StateCard).isVisible)
    for size in SIZES:
        resized(studio, window, size)
        assert list(clipped(window)) == []


@pytest.mark.parametrize("name", DIALOGS)
@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[2], SCREENS[3]])
def test_every_dialog_fits_the_screen_or_scrolls(language, studio, monkeypatch, name, screen):
    room = available(*screen).size()
    monkeypatch.setattr(scrolling, "room_for_dialog", lambda widget: room - scrolling._FRAME_PX)
    window = studio.window(AGREED)
    resized(studio, window, first_place(available(*screen)).size())
    dialog = opened(studio, window, name)
    studio.qtbot.wait(30)
    assert list(clipped(dialog)) == []
    assert dialog.width() <= room.width() and dialog.height() <= room.height(), dialog.size()
    dialog.close()


def test_a_text_without_room_is_found(qtbot):
    outer = QWidget()
    qtbot.addWidget(outer)
    outer.resize(100, 30)
    QLabel("A text that is much longer than its place", outer).resize(90, 20)
    QPushButton("A button beyond the edge", outer).setGeometry(60, 0, 300, 30)
    outer.show()
    found = list(clipped(outer))
    assert any("lacks" in text for text in found) and any("beyond" in text for text in found)
