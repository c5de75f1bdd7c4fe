"""The window on a running session."""

import sys
import threading

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QSplitter, QStatusBar

from app.capture.source import CaptureError
from app.domain.face import Box
from app.domain.reading import Emotion, Flaw
from app.settings import Settings, load_settings, save_settings
from app.ui.readings.emotion_bars import EmotionBars
from app.ui.readings.panel import ReadingsPanel
from app.ui.settings.dialog import SettingsDialog
from app.ui.video.seek_bar import SeekBar
from app.ui.video.video_view import VideoView
from app.ui.window.banner import Banner
from app.ui.window.shortcuts import ShortcutsDialog


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.findChild(VideoView), key, modifier)


def splitters(window):
    found = window.findChildren(QSplitter)
    return tuple(sorted(found, key=lambda splitter: splitter.orientation() is Qt.Orientation.Vertical))


def test_results_lead_to_labels(studio):
    window = studio.window()
    studio.wait_faces(window)
    panel = window.findChild(ReadingsPanel)
    studio.wait(lambda: "Happiness" in studio.texts(panel))
    assert "Perceived female 90%" in studio.texts(panel)


def test_painted_brings_the_result_that_is_shown(studio):
    window = studio.window()
    with studio.qtbot.waitSignal(window.painted, timeout=studio.patience_ms) as painted:
        pass
    assert painted.args[0].frame.width_px == 320


def test_painting_is_measured(studio):
    window = studio.window()
    window.resize(1280, 700)
    studio.wait_faces(window)
    bar = window.findChild(QStatusBar)
    studio.wait(lambda: any(text.startswith("Latency") and "–" not in text for text in studio.texts(bar)))
    studio.wait(lambda: "Device CPU, 2.1 ms a face" in studio.texts(bar))


def test_nothing_slow_runs_on_the_thread_of_the_window(studio):
    window = studio.window()
    studio.wait_faces(window)
    studio.sources[-1].fail_with = CaptureError("The camera was unplugged; plug it in again.")
    studio.wait(lambda: len(studio.opened) > 1)
    assert studio.used
    assert threading.get_ident() not in studio.used


def test_the_window_answers_while_a_source_does_not(studio):
    studio.may_open.clear()
    window = studio.window()
    studio.wait(lambda: studio.opened)
    press(window, Qt.Key.Key_M)
    studio.wait(lambda: studio.saved and not studio.saved[-1].mirror)
    assert window.last_result is None


def test_a_click_chooses_a_face_and_arrow_keys_go_through_them(studio):
    left = studio.reading(1, Box(20, 60, 120, 120), Emotion.ANGER)
    right = studio.reading(2, Box(200, 60, 60, 60), Emotion.FEAR)
    studio.faces = (left, right)
    window = studio.window(Settings(notice_accepted=True, mirror=False))
    studio.wait_faces(window)
    panel, view = window.findChild(ReadingsPanel), window.findChild(VideoView)
    studio.wait(lambda: "Anger" in studio.texts(panel))
    scale = min(view.width() / 320, view.height() / 240)
    at = QPoint(
        round((view.width() - 320 * scale) / 2 + 230 * scale), round((view.height() - 240 * scale) / 2 + 90 * scale)
    )
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert "Fear" in studio.texts(panel)
    press(window, Qt.Key.Key_Left)
    assert "Anger" in studio.texts(panel)
    press(window, Qt.Key.Key_N)
    assert "Fear" in studio.texts(panel)


def test_only_an_analysed_picture_is_said_to_have_no_face(studio):
    studio.faces = ()
    studio.may_load.clear()
    window = studio.window()
    panel, bar = window.findChild(ReadingsPanel), window.findChild(QStatusBar)
    studio.wait(lambda: "Loading…" in studio.texts(panel))
    assert "No face" not in studio.texts(panel)
    assert "Dropped 0" in studio.texts(bar)
    studio.may_load.set()
    studio.wait(lambda: "No face" in studio.texts(panel))


def test_pause_holds_the_picture(studio):
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_P)
    studio.wait(lambda: window.findChild(VideoView).accessibleDescription() == "Paused")
    held = window.last_result
    QTest.qWait(150)
    assert window.last_result is held
    press(window, Qt.Key.Key_P)
    studio.wait(lambda: window.last_result is not held)


def test_mirror_leaves_the_numbers(studio):
    window = studio.window(Settings(notice_accepted=True, mirror=False))
    studio.wait_faces(window)
    panel = window.findChild(ReadingsPanel)
    before = studio.texts(panel)
    plain = window.findChild(VideoView).grab().toImage()
    press(window, Qt.Key.Key_M)
    assert studio.texts(panel) == before
    assert window.findChild(VideoView).grab().toImage() != plain


def test_gender_can_be_hidden(studio):
    window = studio.window()
    studio.wait_faces(window)
    panel = window.findChild(ReadingsPanel)
    press(window, Qt.Key.Key_G)
    assert not any("female" in text for text in studio.texts(panel))


def test_of_a_face_that_cannot_be_judged_the_panel_says_why(studio):
    studio.faces = (studio.reading(flaw=Flaw.DARK),)
    window = studio.window()
    studio.wait_faces(window)
    panel = window.findChild(ReadingsPanel)
    studio.wait(lambda: "Too dark" in studio.texts(panel))
    said = " ".join(studio.texts(panel))
    assert "too little light" in said
    assert "female" not in said
    assert not panel.findChild(EmotionBars).isVisible()
    studio.wait(lambda: "Too dark" in panel.accessibleDescription())


def test_a_snapshot_is_saved_and_its_path_said(studio):
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_S)
    studio.wait(lambda: "Snapshot saved" in window.statusBar().currentMessage())
    (path,) = (studio.folder / "snapshots").iterdir()
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o600
    assert str(path) in window.statusBar().currentMessage()
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_folder_that_cannot_be_written_gives_a_sentence(studio):
    (studio.folder / "snapshots").write_text("in the way")
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_S)
    studio.wait(lambda: "No snapshot could be saved" in window.statusBar().currentMessage())


def test_settings_survive_a_restart_of_the_window(studio):
    file = studio.folder / "settings.toml"
    first = studio.window(save=lambda settings: save_settings(file, settings))
    studio.wait_faces(first)
    for key in (Qt.Key.Key_M, Qt.Key.Key_G):
        press(first, key)
    first.resize(780, 700)
    across, upright = splitters(first)
    across.setSizes([460, 340])
    upright.setSizes([300, 160])
    drawn = across.sizes(), upright.sizes()
    first.close()
    loaded = load_settings(file)
    assert (loaded.mirror, loaded.show_gender, loaded.notice_accepted) == (False, False, True)
    second = studio.window(loaded)
    studio.wait_faces(second)
    assert (second.width(), second.height()) == (780, 700)
    assert tuple(splitter.sizes() for splitter in splitters(second)) == drawn


def test_a_change_in_the_dialog_starts_the_session_anew(studio):
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SettingsDialog)
    assert dialog.chosen()["uncertain_below"] == 0.5
    dialog._fields["uncertain_below"].setValue(0.7)
    dialog.accept()
    studio.wait(lambda: len(studio.opened) == 2)
    assert studio.sources[0].closed.is_set()
    studio.wait_faces(window)


def test_f1_lists_the_keys(studio):
    window = studio.window()
    press(window, Qt.Key.Key_F1)
    dialog = window.findChild(ShortcutsDialog)
    assert {"F1", "F11", "S", "Ctrl+O"} <= set(studio.texts(dialog))
    dialog.close()


def test_full_screen_leaves_the_picture_alone_and_says_how_to_leave(studio):
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_F11)
    studio.wait(window.isFullScreen)
    assert not window.menuBar().isVisible()
    window.findChild(Banner).say("A sentence")
    window.findChild(SeekBar).show_duration(60.0)
    assert not window.findChild(Banner).isVisible()
    assert not window.findChild(SeekBar).isVisible()
    studio.wait(lambda: not window.findChild(EmotionBars).isVisible())
    assert "Esc" in window._live.page.picture._hint
    press(window, Qt.Key.Key_Escape)
    studio.wait(lambda: not window.isFullScreen() and window.menuBar().isVisible())


def test_everything_is_reached_with_tab(studio):
    window = studio.window()
    studio.wait_faces(window)
    window.activateWindow()
    reached = set()
    for _ in range(40):
        window.focusNextChild()
        reached.add(window.focusWidget())
    names = {widget.accessibleName() for widget in reached if widget is not None}
    assert {"Pause", "Snapshot", "Mirror", "Settings", "Live picture", "Readings of the chosen face"} <= names
    assert all(names)


def test_dialogs_are_closed_with_the_window(studio):
    window = studio.window()
    press(window, Qt.Key.Key_F1)
    window.close()
    assert not any(dialog.isVisible() for dialog in window.findChildren(QDialog))


def test_every_switch_of_the_picture_is_a_setting(studio):
    window = studio.window()
    studio.wait_faces(window)
    before = window._live.page.style_now
    for key, name in ((Qt.Key.Key_E, "show_emotion"), (Qt.Key.Key_B, "show_bars"), (Qt.Key.Key_T, "show_pose"),
                      (Qt.Key.Key_A, "show_axes"), (Qt.Key.Key_G, "show_gender"), (Qt.Key.Key_I, "show_ids"),
                      (Qt.Key.Key_X, "anonymous")):  # fmt: skip
        press(window, key)
        assert getattr(window._live.page.style_now, name) != getattr(before, name), name
    press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window._live.page.style_now.text_scale == 1.25
    press(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert window._live.page.style_now.text_scale == 1.0
    studio.wait(lambda: studio.saved and studio.saved[-1].anonymous)


def test_one_key_makes_a_demonstration_of_it(studio):
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_F5)
    studio.wait(window.isFullScreen)
    studio.wait(lambda: window._live.page.style_now.text_scale > 1.5 and window._live.page.style_now.show_bars)
    press(window, Qt.Key.Key_Escape)
    studio.wait(lambda: not window.isFullScreen() and window._live.page.style_now.text_scale == 1.0)
    assert not any(settings.show_bars for settings in studio.saved)


def test_a_second_window_shows_the_picture_alone(studio):
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    output = window._live.output
    assert output.isVisible()
    studio.wait(lambda: output._view._result is not None)
    studio.may_open.clear()
    studio.sources[-1].fail_with = CaptureError("The camera was unplugged; plug it in again.")
    studio.wait(lambda: output._view._result is None)
    studio.may_open.set()


def test_of_a_snapshot_the_folder_can_be_shown(studio):
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_S)
    button = window.statusBar()._show_saved
    studio.wait(button.isVisible)
    window.statusBar().clearMessage()
    assert not button.isVisible()


def test_only_who_comes_with_tab_sees_the_ring_of_the_focus(studio):
    window = studio.window()
    studio.wait_faces(window)
    view = window.findChild(VideoView)
    assert not view._ringed
    window.findChild(ReadingsPanel).setFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view._ringed
