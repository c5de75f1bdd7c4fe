"""Playing a file: where it is, going elsewhere, and what happens at its end."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from app.capture.source import SourceKind
from app.ui.video.seek_bar import SeekBar
from app.ui.video.video_view import VideoView


def playing(studio):
    studio.kind = SourceKind.VIDEO
    window = studio.window()
    studio.wait_faces(window)
    return window, window.findChild(SeekBar)


def test_a_file_has_a_bar_with_its_time(studio):
    _, bar = playing(studio)
    assert bar.isVisible()
    studio.wait(lambda: any(text.endswith("/ 1:00") for text in studio.texts(bar)))
    bar.show_time(75.0)  # the second time round
    assert "0:15 / 1:00" in studio.texts(bar)
    assert bar.findChild(QSlider).value() == 1500


def test_what_is_chosen_is_sought(studio):
    window, bar = playing(studio)
    bar.findChild(QSlider).setValue(3000)
    assert studio.sources[-1].sought == [30.0]
    QTest.keyClick(window.findChild(VideoView), Qt.Key.Key_P)
    bar.show_time(20.0)
    for key in (Qt.Key.Key_L, Qt.Key.Key_J):
        QTest.keyClick(window.findChild(VideoView), key)
    assert studio.sources[-1].sought[1:] == [25.0, 20.0]


def test_repeating_is_a_switch_that_is_kept(studio):
    window, _ = playing(studio)
    window._actions.repeat.trigger()
    assert studio.sources[-1].repeats == [False]
    studio.wait(lambda: studio.saved and not studio.saved[-1].repeat_files)


def test_a_camera_has_no_bar_and_no_keys_for_it(studio):
    window = studio.window()
    studio.wait_faces(window)
    assert not window.findChild(SeekBar).isVisible()
    assert not window._actions.forward.isEnabled()
    assert window._actions.pause.isEnabled()
