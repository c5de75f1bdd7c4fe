"""Choosing sources, and what the window says when there is no picture."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton, QToolButton

from app.capture.source import CaptureError, SourceKind
from app.perception.model import ModelError
from app.settings import Settings
from app.ui.readings.panel import ReadingsPanel
from app.ui.settings.dialog import SettingsDialog
from app.ui.video.state_card import StateCard
from app.ui.video.video_view import VideoView
from app.ui.window.banner import Banner


def button(widget, text):
    return next(each for each in widget.findChildren(QPushButton) if each.text() == text)


def choose(window, text):
    menu = next(each for each in window.findChildren(QMenu) if each.title() == "Choose &source")
    next(action for action in menu.actions() if action.text() == text).trigger()


def offered(window):
    menu = next(each for each in window.findChildren(QMenu) if each.title() == "Choose &source")
    return [action.text() for action in menu.actions()]


def test_cameras_are_offered_by_name(studio):
    window = studio.window()
    studio.wait(lambda: {"Front camera", "Desk camera", "Demo clip"} <= set(offered(window)))


def test_without_cameras_the_menu_says_so(studio):
    studio.cameras = ()
    window = studio.window()
    studio.wait(lambda: "No camera was found" in offered(window))


def test_another_source_takes_over_and_is_remembered(studio):
    window = studio.window()
    studio.wait_faces(window)
    studio.wait(lambda: "Desk camera" in offered(window))
    choose(window, "Desk camera")
    studio.wait(lambda: studio.opened == ["", "camera:desk"])
    studio.wait_faces(window)
    assert studio.sources[0].closed.is_set()
    assert window.findChild(QToolButton, "source").accessibleName() == "Source: camera:desk"
    studio.wait(lambda: studio.saved and studio.saved[-1].source == "camera:desk")


def test_quick_changes_end_with_the_last_source(studio):
    window = studio.window()
    studio.wait(lambda: "Desk camera" in offered(window))
    for text in ("Desk camera", "Demo clip", "Front camera"):
        choose(window, text)
    studio.wait(lambda: studio.opened and studio.opened[-1] == "camera:front")
    studio.wait_faces(window)
    assert [source.closed.is_set() for source in studio.sources].count(False) == 1


def test_without_a_camera_the_demo_is_named_as_such(studio):
    studio.kind = SourceKind.DEMO
    window = studio.window()
    studio.wait_faces(window)
    banner = window.findChild(Banner)
    studio.wait(banner.isVisible)
    assert any("No camera was found" in text for text in studio.texts(banner))
    assert button(banner, "Choose a camera").menu() is not None


def test_names_that_look_like_html_are_shown_letter_by_letter(studio):
    name = "/x/<h1>BIG<br>.mp4"
    studio.failures = [CaptureError(f"There is no file {name}; check the path.")]
    window = studio.window(Settings(notice_accepted=True, source=name))
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert any(name in text for text in studio.texts(card))
    assert {label.textFormat() for label in window.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    tip = window.findChild(QToolButton, "source").toolTip()
    assert "&lt;h1&gt;" in tip and "<h1>" not in tip


def test_a_name_of_five_thousand_letters_leaves_the_window_as_wide_as_it_was(studio):
    name = "/x/" + "y" * 5000 + ".mp4"
    studio.failures = [CaptureError(f"There is no file {name}; check the path.")]
    window = studio.window(Settings(notice_accepted=True, source=name))
    width = window.width()
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert window.width() == width
    assert max(len(text) for text in studio.texts(card)) < 700


def test_a_source_that_fails_gives_its_sentence_and_can_be_tried_again(studio):
    studio.failures = [CaptureError("The camera is used by another program; close it.")]
    window = studio.window()
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert "The camera is used by another program; close it." in studio.texts(card)
    button(card, "Try again").click()
    studio.wait_faces(window)
    studio.wait(lambda: not card.isVisible())


def test_a_slow_source_is_said_to_be_opening(studio):
    studio.may_open.clear()
    window = studio.window()
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert "Opening…" in studio.texts(card)
    studio.may_open.set()
    studio.wait(lambda: not card.isVisible())


def test_a_camera_that_is_lost_comes_back(studio):
    window = studio.window()
    studio.wait_faces(window)
    card = window.findChild(StateCard)
    studio.may_open.clear()
    studio.sources[-1].fail_with = CaptureError("The camera was unplugged; plug it in again.")
    studio.wait(card.isVisible)
    assert any("unplugged" in text for text in studio.texts(card))
    studio.may_open.set()
    studio.wait(lambda: not card.isVisible())


def test_the_end_of_a_source_offers_to_play_it_again(studio):
    studio.kind, studio.pictures = SourceKind.VIDEO, 3
    window = studio.window()
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert "The end" in studio.texts(card)
    button(card, "Play again").click()
    studio.wait(lambda: len(studio.opened) == 2)


def test_an_empty_picture_is_said_to_have_no_face(studio):
    studio.faces = ()
    window = studio.window()
    view = window.findChild(VideoView)
    studio.wait(lambda: view.accessibleDescription() == "No face in the picture")


def test_the_demo_has_a_key(studio):
    window = studio.window(Settings(notice_accepted=True, source="camera:front"))
    studio.wait_faces(window)
    QTest.keyClick(window.findChild(VideoView), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    studio.wait(lambda: studio.opened[-1] == "demo")


def test_only_a_camera_is_mirrored_unless_the_user_asks_for_it(studio):
    studio.kind = SourceKind.VIDEO
    window = studio.window()
    studio.wait_faces(window)
    assert not window._live.page.style_now.mirrored
    assert not window._actions.mirror.isChecked()
    QTest.keyClick(window.findChild(VideoView), Qt.Key.Key_M)
    assert window._live.page.style_now.mirrored
    studio.kind = SourceKind.CAMERA
    choose(window, "Demo clip")
    studio.wait(lambda: len(studio.opened) == 2)
    studio.wait_faces(window)
    assert window._live.page.style_now.mirrored
    assert all(settings.mirror for settings in studio.saved)


def test_pause_and_snapshot_are_off_while_nothing_runs(studio):
    studio.may_open.clear()
    window = studio.window()
    actions = window._actions
    assert not actions.pause.isEnabled() and not actions.snapshot.isEnabled()
    studio.may_open.set()
    studio.wait(lambda: actions.pause.isEnabled() and actions.snapshot.isEnabled())
    studio.failures = [CaptureError("The camera is used by another program; close it.")]
    window._live._restart()
    studio.wait(window.findChild(StateCard).isVisible)
    assert not actions.pause.isEnabled() and not actions.snapshot.isEnabled()


def test_of_a_lost_camera_no_reading_is_shown_as_one_of_now(studio):
    window = studio.window()
    studio.wait_faces(window)
    panel = window.findChild(ReadingsPanel)
    studio.wait(lambda: "Happiness" in studio.texts(panel))
    studio.may_open.clear()
    studio.sources[-1].fail_with = CaptureError("The camera was unplugged; plug it in again.")
    studio.wait(window.findChild(StateCard).isVisible)
    assert "Happiness" not in studio.texts(panel)
    assert not any("%" in text for text in studio.texts(panel))
    studio.may_open.set()
    studio.wait(lambda: "Happiness" in studio.texts(panel))


def ways(window):
    """The texts of the card's buttons, from left to right, once it shows."""
    shown = [each for each in window.findChild(StateCard).findChildren(QPushButton) if each.isVisible()]
    return [each.text() for each in sorted(shown, key=lambda each: each.x())]


def test_a_file_that_cannot_be_read_leads_to_another_file(studio):
    studio.failures = [CaptureError("There is no file /x.mp4; check the path.")]
    window = studio.window(Settings(notice_accepted=True, source="/x.mp4"))
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert ways(window) == ["Choose a file…", "Try again", "Demo clip"]
    assert button(card, "Choose a file…").property("primary") and not button(card, "Try again").property("primary")
    button(card, "Choose a file…").click()
    studio.wait(lambda: window.findChild(QFileDialog) is not None)


def test_a_camera_that_is_busy_leads_to_another_try_and_another_source(studio):
    studio.failures = [CaptureError("The camera is used by another program; close it.")]
    window = studio.window(Settings(notice_accepted=True, source="camera:desk"))
    studio.wait(window.findChild(StateCard).isVisible)
    assert ways(window) == ["Try again", "Choose another source…", "Demo clip"]


def test_a_broken_network_of_ones_own_gives_way_to_the_shipped_one(studio):
    studio.broken_network = ModelError("The model file /my.onnx is missing; choose another model file.")
    window = studio.window(Settings(notice_accepted=True, model_path="/my.onnx"))
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert ways(window) == ["Use the shipped network", "Settings…"]
    button(card, "Settings…").click()
    dialog = window.findChild(SettingsDialog)
    assert dialog.isVisible()
    dialog.reject()
    studio.broken_network = None
    button(card, "Use the shipped network").click()
    studio.wait_faces(window)
    studio.wait(lambda: studio.saved and studio.saved[-1].model_path == "")


def test_a_broken_shipped_network_can_be_tried_again_or_replaced(studio):
    studio.broken_network = ModelError("The model file is missing; restore assets/models.")
    window = studio.window()
    studio.wait(window.findChild(StateCard).isVisible)
    assert ways(window) == ["Try again", "Settings…"]
