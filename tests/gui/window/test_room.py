"""The window on screens of every common size: nothing that must be reached lies beyond the edge."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QPushButton

from app.settings import Settings
from app.ui.charts.timeline import Timeline
from app.ui.readings.panel import ReadingsPanel
from app.ui.video.video_view import VideoView
from app.ui.window.room import SMALLEST_SIZE, Parts, first_place, parts_that_fit

TASK_BAR_PX = 40
SCREENS = [(width, height, scale) for width, height in ((1366, 768), (1920, 1080), (2560, 1440))
           for scale in (1.0, 1.5, 2.0)]  # fmt: skip


def available(width, height, scale):
    """What is left of a screen, in the pixels of a window."""
    return QRect(0, 0, int(width / scale), int(height / scale) - TASK_BAR_PX)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_first_window_lies_on_its_screen(screen):
    room, place = available(*screen), first_place(available(*screen))
    assert room.contains(place)
    assert place.width() >= SMALLEST_SIZE.width()
    assert place.height() >= min(SMALLEST_SIZE.height(), room.height() - 40)


def test_a_second_screen_is_used_where_it_lies():
    assert QRect(1920, 200, 1280, 760).contains(first_place(QRect(1920, 200, 1280, 760)))


def resized(studio, window, size):
    window.resize(size)
    studio.wait(lambda: window.size() == size)


def test_the_way_in_can_be_pressed_on_every_screen(studio):
    window = studio.window(Settings())
    buttons = [each for each in window.findChildren(QPushButton) if each.text() in ("I understand, start", "Quit")]
    assert len(buttons) == 2
    for screen in SCREENS:
        resized(studio, window, first_place(available(*screen)).size())
        for button in buttons:
            place = QRect(button.mapTo(window, button.rect().topLeft()), button.size())
            assert window.rect().contains(place), (screen, button.text())
            assert button.visibleRegion().boundingRect() == button.rect(), (screen, button.text())


def test_the_picture_comes_first_on_every_screen(studio):
    window = studio.window()
    studio.wait_faces(window)
    view = window.findChild(VideoView)
    for screen in SCREENS:
        resized(studio, window, first_place(available(*screen)).size())
        studio.wait(lambda: view.width() * view.height() >= 0.36 * window.width() * window.height())


def test_at_900_by_600_the_picture_keeps_half_of_the_window(studio):
    window = studio.window()
    studio.wait_faces(window)
    resized(studio, window, QSize(900, 600))
    view, panel = window.findChild(VideoView), window.findChild(ReadingsPanel)
    studio.wait(lambda: view.width() * view.height() >= 900 * 600 / 2)
    assert panel.isVisible()
    assert not window.findChild(Timeline).isVisible()
    window.resize(1280, 800)
    studio.wait(window.findChild(Timeline).isVisible)


def test_what_the_user_hid_stays_hidden():
    assert parts_that_fit(QSize(1280, 700), Parts(charts=False, readings=True)) == Parts(charts=False, readings=True)
    assert parts_that_fit(QSize(1280, 700), Parts(charts=True, readings=False)) == Parts(charts=True, readings=False)
