"""A baseline from the first press to the readings: taken, refused, kept, chosen, switched, deleted."""

import json
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QMessageBox, QPushButton
from shiboken6 import isValid

from app.baselines import baselines_in, files_in, save_baseline
from app.domain.frame import Frame
from app.domain.reading import Emotion, Flaw, Pose
from app.domain.result import FrameResult, StepTimes
from app.perception.baseline import Baseline
from app.settings import Settings
from app.ui.baseline.dialog import BaselinesDialog

NETWORK = "tiny 1 of 2026-01-01"
ANNA = Baseline("Anna", "2026-11-21T20:00:00+00:00", NETWORK, 280, tuple(np.eye(3).ravel()), (0.0, 1.0, *[-9.0] * 6))
ON = Settings(notice_accepted=True, baseline="Anna", use_baseline=True)


class Scene:
    """A window that is paused, so that the results are those that the test gives."""

    def __init__(self, studio, settings=ON):
        self.studio = studio
        self.window = studio.window(settings)
        studio.wait_faces(self.window)
        self.window._actions.pause.trigger()
        self.times = count(1000)
        self.face = studio.reading(pose=Pose(4, -9, 1), emotion=Emotion.SADNESS, probability=0.5)

    def open(self):
        QTest.keyClick(self.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        self.dialog = self.window.findChild(BaselinesDialog)
        self.studio.wait(self.dialog.isVisible)
        return self.dialog

    def press(self, text):
        (button,) = [each for each in self.dialog.findChildren(QPushButton) if each.text() == text and each.isVisible()]
        assert button.isEnabled()
        button.click()

    def buttons(self):
        return {each.text() for each in self.dialog.findChildren(QPushButton) if each.isVisible()}

    def give(self, faces, results=1):
        for _ in range(results):
            frame = Frame(np.zeros((240, 320, 3), np.uint8), 0, next(self.times) / 10, 0.0)
            self.window._live.runner.result.emit(FrameResult(frame, faces, StepTimes(1, 1, 1, 3)))

    def said(self):
        return " | ".join(self.studio.texts(self.dialog))

    def wait_said(self, text):
        self.studio.wait(lambda: text in self.said())

    def settings(self):
        return self.window._keeper.settings


def test_ten_seconds_at_rest_are_kept_under_a_name_and_used(studio):
    scene = Scene(studio, Settings(notice_accepted=True))
    scene.open()
    scene.wait_said("There is none yet")
    scene.press("Take a new one…")
    scene.give((scene.face,))
    assert "Ready when you are." in scene.said()
    scene.press("Begin")
    scene.give((scene.face,), 50)
    assert "Stay like this: 6 s" in scene.said()
    scene.give((scene.face,), 60)
    assert "At rest the network read: Sadness 50%" in scene.said()
    scene.dialog.findChild(QLineEdit).setText(" Anna ")
    scene.press("Keep")
    studio.wait(lambda: scene.settings().use_baseline)
    (kept,), problems = baselines_in(studio.baselines.folder)
    assert (kept.name, kept.network, problems) == ("Anna", NETWORK, ())
    assert Pose.from_rotation(kept.matrix()).angles_deg == pytest.approx((4, -9, 1))
    studio.wait(lambda: studio.baselines.in_use() == kept)
    studio.wait(lambda: scene.window._baseline.switch.isChecked())
    scene.wait_said("Raw values stay beside it")
    assert scene.settings().baseline == "Anna"
    (file,) = files_in(studio.baselines.folder)
    assert set(json.loads(file.read_text())) == {"schema", "name", "taken_at", "network", "readings", "rotation", "log_ratios"}  # fmt: skip # noqa: E501


@pytest.mark.parametrize(
    ("faces", "reason"),
    [
        (lambda scene: (), "No face is in the picture."),
        (lambda scene: (scene.face, scene.studio.reading(2)), "Several faces are in the picture."),
        (lambda scene: (replace(scene.face, flaw=Flaw.DARK),), "too little light"),
        (lambda scene: (scene.studio.reading(pose=Pose(45, 0, 0)),), "The head is turned aside."),
        (lambda scene: (scene.studio.reading(pose=Pose(20, 5, 0)),), "The head moves."),
        (lambda scene: (scene.studio.reading(pose=Pose(4, -9, 1), probability=0.99),), "The expression changes."),
    ],
)
def test_what_is_not_good_enough_is_said_and_begins_anew(studio, faces, reason):
    scene = Scene(studio, Settings(notice_accepted=True))
    scene.open()
    scene.press("Take a new one…")
    scene.press("Begin")
    scene.give((scene.face,), 60)
    scene.give(faces(scene), 6)
    assert reason in scene.said()
    assert "It begins anew." in scene.said()
    assert "Keep" not in scene.buttons()
    scene.give((scene.face,), 60)
    assert "Keep" not in scene.buttons()


def test_a_name_that_is_none_or_taken_is_one_sentence(studio):
    save_baseline(ANNA, studio.baselines.folder)
    scene = Scene(studio, Settings(notice_accepted=True))
    scene.open()
    scene.press("Take a new one…")
    scene.press("Begin")
    scene.give((scene.face,), 110)
    scene.press("Keep")
    assert "A baseline needs a name of 1 to 40 letters" in scene.said()
    scene.dialog.findChild(QLineEdit).setText("anna")
    scene.press("Keep")
    scene.wait_said("There is a baseline named anna already")
    assert baselines_in(studio.baselines.folder)[0] == (ANNA,)


def test_the_key_switches_it_at_any_time_and_the_list_shows_it(studio):
    save_baseline(ANNA, studio.baselines.folder)
    scene = Scene(studio)
    studio.wait(lambda: studio.baselines.in_use() == ANNA)
    for on in (False, True):
        QTest.keyClick(scene.window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
        studio.wait(lambda on=on: (studio.baselines.in_use() == ANNA) is on)
        assert scene.settings().use_baseline is on
    dialog = scene.open()
    studio.wait(lambda: dialog.findChild(QListWidget).count() == 1)
    assert "● \u0020Anna" in dialog.findChild(QListWidget).item(0).text()
    box = dialog.findChild(QCheckBox)
    assert box.isChecked()
    box.click()
    studio.wait(lambda: studio.baselines.in_use() is None)
    assert not scene.window._baseline.switch.isChecked()


def test_without_a_baseline_the_switch_leads_to_the_list(studio):
    scene = Scene(studio, Settings(notice_accepted=True))
    scene.window._baseline.switch.trigger()
    scene.dialog = scene.window.findChild(BaselinesDialog)
    scene.wait_said("There is none yet")
    assert not scene.window._baseline.switch.isChecked()


def test_one_is_deleted_only_after_asking_and_is_then_off(studio):
    save_baseline(ANNA, studio.baselines.folder)
    scene = Scene(studio)
    dialog = scene.open()
    studio.wait(lambda: dialog.findChild(QListWidget).selectedItems())
    for answer, left in (("Cancel", 1), ("Delete", 0)):
        scene.press("Delete…")
        (question,) = [each for each in dialog.findChildren(QMessageBox) if each.isVisible()]
        (button,) = [each for each in question.buttons() if each.text() == answer]
        button.click()
        studio.wait(lambda left=left: len(files_in(studio.baselines.folder)) == left)
        studio.wait(lambda question=question: not isValid(question) or not question.isVisible())
    studio.wait(lambda: studio.baselines.in_use() is None)
    assert (scene.settings().baseline, scene.settings().use_baseline) == ("", False)


def test_a_baseline_of_another_network_is_told(studio):
    save_baseline(replace(ANNA, network="other 1 of 2020-01-01"), studio.baselines.folder)
    scene = Scene(studio)
    studio.wait(lambda: studio.baselines.in_use() is not None)
    scene.give((scene.face,))
    assert "was taken with the network other 1 of 2020-01-01" in scene.window.statusBar().currentMessage()
    dialog = scene.open()
    studio.wait(lambda: dialog.findChild(QListWidget).count() == 1)
    assert "of another network" in dialog.findChild(QListWidget).item(0).text()


def test_one_that_is_gone_or_broken_is_told_and_switched_off(studio):
    scene = Scene(studio)
    studio.wait(lambda: not scene.settings().use_baseline)
    assert "There is no baseline named Anna" in scene.window.statusBar().currentMessage()
    save_baseline(ANNA, studio.baselines.folder)
    files_in(studio.baselines.folder)[0].write_text("{")
    scene.open()
    scene.wait_said("cannot be used")
    scene.wait_said("delete it and take it anew")


def test_when_no_picture_comes_it_is_said(studio):
    scene = Scene(studio, Settings(notice_accepted=True))
    scene.open()
    scene.press("Take a new one…")
    scene.wait_said("No picture comes.")


def test_the_panel_names_the_baseline_of_the_face(studio):
    scene = Scene(studio, Settings(notice_accepted=True))
    scene.give((replace(scene.face, baseline="<b>Anna</b>"),))
    assert "Measured from the baseline <b>Anna</b>" in studio.texts(scene.window)
    scene.give((scene.face,))
    assert not [text for text in studio.texts(scene.window) if "Measured" in text]
