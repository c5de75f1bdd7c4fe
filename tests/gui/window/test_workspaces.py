"""The switch between workspaces."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.video.video_view import VideoView
from app.ui.window.workspaces import Workspace


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.focusWidget() or window, key, modifier)


def test_all_workspaces_are_offered_though_their_pages_are_made_later(studio):
    window = studio.window()
    offered = {workspace for workspace, action in window._actions.workspaces.items() if action.isVisible()}
    assert set(window._workspaces._pages) == {Workspace.LIVE}  # the others are made when they are shown
    assert offered == set(window._workspaces._makers) >= {Workspace.LIVE, Workspace.REVIEW}
    assert window._workspaces.switch.isVisible()


def test_keys_change_the_workspace_and_those_of_the_hidden_one_rest(studio):
    window = studio.window()
    studio.wait_faces(window)
    press(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window._later.review.isVisible()
    press(window, Qt.Key.Key_P)
    assert not window._actions.pause.isChecked()
    press(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.findChild(VideoView).isVisible()
    press(window, Qt.Key.Key_P)
    assert window._actions.pause.isChecked()
