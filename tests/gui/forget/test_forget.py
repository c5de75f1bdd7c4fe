"""Forget everything, from the menu to the end of the program."""

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton

from app.baselines import save_baseline
from app.settings import Settings, save_settings
from app.ui.forget.dialog import ForgetDialog
from tests.gui.baseline.test_baseline import ANNA


@pytest.fixture
def kept(studio):
    """One thing of every kind, in the places of the studio's windows."""
    places = studio.kept
    save_settings(places.settings, Settings(theme="dark", notice_accepted=True))
    save_baseline(ANNA, places.baselines)
    talk = places.recordings[0] / "talk"
    talk.mkdir(parents=True)
    (talk / "session.json").write_text("{}")
    places.snapshots.mkdir()
    (places.snapshots / "poise-2026-11-21-20-00-00-000000.png").write_bytes(b"x" * 2000)
    return places


def opened(studio, window):
    window._forget.action.trigger()
    studio.wait(lambda: window.findChild(ForgetDialog))
    return window.findChild(ForgetDialog)


def box(dialog, name):
    return next(each for each in dialog.findChildren(QCheckBox) if name in each.text())


def press(dialog, text):
    (button,) = [each for each in dialog.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    assert button.isEnabled()
    button.click()


def test_it_shows_what_and_where(studio, kept):
    dialog = opened(studio, studio.window())
    texts = " | ".join(studio.texts(dialog))
    for place in (kept.settings, kept.baselines, kept.recordings[0], kept.snapshots):
        assert str(place) in texts
    assert "Baselines: 1," in box(dialog, "Baselines").text()
    assert box(dialog, "Snapshots").text() == "Snapshots: 1, 2 kB"
    assert [box(dialog, name).isChecked() for name in ("Settings", "Baselines", "Recordings", "Snapshots")] == [
        *(True, True, False, False)
    ]
    assert not box(dialog, "Settings").isEnabled()


def test_what_is_ticked_goes_the_rest_stays_and_nothing_is_saved_again(studio, kept):
    window = studio.window(save=lambda settings: save_settings(kept.settings, settings))
    dialog = opened(studio, window)
    box(dialog, "Recordings").setChecked(True)
    press(dialog, "Forget this and end Poise")
    studio.wait(lambda: any("It is forgotten." in text for text in studio.texts(dialog)))
    window._keeper.change(theme="light")  # nothing of it may come back
    press(dialog, "End Poise")
    studio.wait(lambda: not window.isVisible())
    assert not kept.settings.exists()
    assert not kept.baselines.exists()
    assert not kept.recordings[0].exists()
    assert len(list(kept.snapshots.iterdir())) == 1


def test_cancel_changes_nothing(studio, kept):
    window = studio.window()
    dialog = opened(studio, window)
    press(dialog, "Cancel")
    studio.wait(lambda: not dialog.isVisible())
    assert kept.settings.exists()
    assert window.isVisible()


def test_what_could_not_be_removed_is_said(studio, kept):
    notes = kept.recordings[0] / "talk" / "notes.txt"
    notes.write_text("mine")
    dialog = opened(studio, studio.window())
    box(dialog, "Recordings").setChecked(True)
    press(dialog, "Forget this and end Poise")
    studio.wait(lambda: any("was left, because there is something else in it" in text for text in studio.texts(dialog)))
    assert notes.read_text() == "mine"


def test_with_nothing_kept_it_says_so(studio):
    dialog = opened(studio, studio.window())
    assert box(dialog, "Recordings").text() == "Recordings: none"
    assert not box(dialog, "Recordings").isEnabled()


def test_while_it_records_nothing_is_forgotten(studio, kept):
    window = studio.window()
    window._actions.record.setChecked(True)
    window._forget.action.trigger()
    studio.wait(lambda: "A recording is going on" in window.statusBar().currentMessage())
    assert window.findChild(ForgetDialog) is None
    window._actions.record.setChecked(False)
