"""The switch between workspaces."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.ui.video.video_view import VideoView
from app.ui.window.workspaces import Workspace


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.focusWidget() or window, key, modifier)


def test_a_choice_of_one_is_not_offered(studio):
    window = studio.window()
    workspaces = window._workspaces
    assert not workspaces.switch.isVisible()
    assert not any(action.isVisible() for action in window._actions.workspaces.values())


def test_keys_change_the_workspace_and_those_of_the_hidden_one_rest(studio):
    window = studio.window()
    studio.wait_faces(window)
    page = QWidget()
    window._workspaces.add(Workspace.REVIEW, page)
    assert window._workspaces.switch.isVisible()
    press(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert page.isVisible()
    press(window, Qt.Key.Key_P)
    assert not window._actions.pause.isChecked()
    press(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.findChild(VideoView).isVisible()
    press(window, Qt.Key.Key_P)
    assert window._actions.pause.isChecked()
