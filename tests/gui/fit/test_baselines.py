"""The dialog of baselines with long names in it, and the page that takes one: nothing is clipped, all is reached."""

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog, QListWidget

from app.baselines import save_baseline
from app.perception.baseline import Baseline
from app.settings import Settings
from app.ui.look import scrolling
from app.ui.window.room import first_place
from tests.gui.fit.screens import SCREENS, available
from tests.gui.fit.test_keyboard_and_screen_reader import check
from tests.gui.fit.test_nothing_is_clipped import clipped, resized

LONG = "Anna with the large glasses, in the lab"


@pytest.fixture(params=["en", "de"])
def language(request):
    if request.param == "de":
        request.getfixturevalue("german")
    return request.param


@pytest.fixture
def opened(studio):
    """Opens one of the dialogs, with something in it."""

    def open_one(name, window):
        rest = Baseline(LONG, "2026-11-21T20:00:00+00:00", "other", 280, tuple(np.eye(3).ravel()), (0.0,) * 8)
        save_baseline(rest, studio.baselines.folder)
        window._baseline.open_list.trigger()
        studio.wait(lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog)))
        (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
        studio.wait(lambda: dialog.findChild(QListWidget).count() == 1)
        if name == "taking":
            dialog.take()
        studio.qtbot.wait(50)
        return dialog

    return open_one


@pytest.mark.parametrize("name", ["baselines", "taking"])
@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[2]])
def test_it_fits_the_screen_or_scrolls(language, studio, opened, monkeypatch, name, screen):
    room = available(*screen).size()
    monkeypatch.setattr(scrolling, "room_for_dialog", lambda widget: room - scrolling._FRAME_PX)
    window = studio.window(Settings(notice_accepted=True))
    resized(studio, window, first_place(available(*screen)).size())
    dialog = opened(name, window)
    assert list(clipped(dialog)) == []
    assert dialog.width() <= room.width() and dialog.height() <= room.height(), dialog.size()
    dialog.close()


@pytest.mark.parametrize("name", ["baselines", "taking"])
def test_all_is_named_and_reached_by_tab(studio, opened, name):
    window = studio.window()
    studio.wait_faces(window)
    dialog = opened(name, window)
    dialog.activateWindow()
    studio.wait(dialog.isActiveWindow)
    check(dialog)
    dialog.close()
