"""Every control can be reached by Tab, used by keys, and has a name for who hears the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from app.capture.source import CaptureError, SourceKind
from app.settings import Settings
from app.ui.video.state_card import StateCard
from tests.gui.fit.places import AGREED, DIALOGS, opened, with_all_workspaces

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def inside_another(widget):
    """The field within a spin box and the bars of a scroll area are not controls of their own."""
    parent = widget.parentWidget()
    bar = isinstance(widget, QScrollBar)
    return bar or widget.objectName().startswith("qt_") or isinstance(parent, (QAbstractSpinBox, QComboBox))


def controls(top):
    """What a user can press or set, as far as it is seen and can be used."""
    for widget in top.findChildren(QWidget):
        usable = widget.isVisible() and widget.isEnabled() and widget.window() is top
        if usable and isinstance(widget, CONTROLS) and not inside_another(widget) and widget.height() > 0:
            yield widget


def focusable(top):
    for widget in top.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
        if takes and widget.window() is top and not inside_another(widget) and widget.focusProxy() is None:
            yield widget


def name_of(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def said(widget):
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parentWidget()).__name__}"


def reached(top, start):
    """Everything that Tab comes to from there on."""
    found, order = start, []
    while found not in order:
        order.append(found)
        QTest.keyClick(found, Qt.Key.Key_Tab)
        found = QApplication.focusWidget()
    return order


def check(top):
    for widget in (*controls(top), *focusable(top)):
        assert name_of(widget).strip(), said(widget)
    wanted = set(focusable(top))
    for control in controls(top):
        if not isinstance(control, QAbstractItemView):
            assert control in wanted, f"Tab goes past {said(control)}"
    start = next(iter(focusable(top)))
    start.setFocus(Qt.FocusReason.TabFocusReason)
    missed = [said(widget) for widget in wanted - set(reached(top, start))]
    assert not missed, missed


def test_the_first_screen(studio):
    check(studio.window(Settings()))


def test_every_workspace(studio, tmp_path):
    studio.kind = SourceKind.VIDEO  # with a bar to seek in
    window = with_all_workspaces(studio, tmp_path, source="clip.mp4")
    for workspace in window._workspaces._makers:
        window._workspaces.show_workspace(workspace)
        check(window)


def test_a_camera_that_was_lost(studio):
    studio.failures = [CaptureError("There is no camera 7; plug one in, or choose one that `poise cameras` lists.")]
    window = studio.window()
    studio.wait(window.findChild(StateCard).isVisible)
    check(window)


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog(studio, name):
    window = studio.window(AGREED)
    studio.wait_faces(window)
    dialog = opened(studio, window, name)
    check(dialog)
    dialog.close()


def test_every_action_has_a_key_and_no_two_the_same(studio):
    window = studio.window()
    keys = {}
    for group in window._actions.groups:
        for action in group.actions:
            key = action.shortcut().toString()
            assert key, action.text()
            assert keys.setdefault((group.workspace, key), action) is action, key
    everywhere = {key for workspace, key in keys if workspace is None}
    assert not [key for workspace, key in keys if workspace is not None and key in everywhere]
