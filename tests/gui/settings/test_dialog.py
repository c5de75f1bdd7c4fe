"""The settings in their dialog: each with a help text and a way back."""

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton, QScrollArea, QToolButton, QWidget

from app.settings import Settings
from app.ui.look.stylesheet import CONTROL_HEIGHT_PX, stylesheet
from app.ui.look.theme import LIGHT, Theme
from app.ui.settings.dialog import SettingsDialog


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_every_entry_has_a_name_and_a_help_text(parent):
    dialog = SettingsDialog(Settings(), parent)
    for name, field in dialog._fields.items():
        assert field.toolTip() and field.accessibleDescription(), name
        assert field.accessibleName() or field.text(), name


def test_every_entry_can_be_set_back_by_itself(parent):
    dialog = SettingsDialog(Settings(max_faces=3, theme="dark", smoothing_s=2.0), parent)
    assert dialog.chosen()["max_faces"] == 3
    buttons = {button.accessibleName(): button for button in dialog.findChildren(QToolButton)}
    assert len([name for name in buttons if name.startswith("Default for")]) == len(dialog._fields)
    buttons["Default for At most"].click()
    assert (dialog.chosen()["max_faces"], dialog.chosen()["theme"]) == (Settings().max_faces, "dark")


def test_it_fits_a_small_screen_by_scrolling(parent):
    dialog = SettingsDialog(Settings(), parent)
    assert dialog.findChild(QScrollArea) is not None
    assert dialog.minimumSizeHint().height() <= 344


def test_all_that_stands_in_a_row_is_of_one_height(parent, qtbot):
    Theme("light", parent)
    parent.setStyleSheet(stylesheet(LIGHT))
    dialog = SettingsDialog(Settings(), parent)
    dialog.show()
    qtbot.waitExposed(dialog)
    fields = {name: field for name, field in dialog._fields.items() if not isinstance(field, QCheckBox)}
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    heights_px = {name: control.height() for name, control in (fields | buttons).items()}
    assert set(heights_px.values()) == {CONTROL_HEIGHT_PX}, heights_px
