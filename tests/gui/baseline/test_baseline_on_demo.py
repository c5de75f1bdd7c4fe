"""Baselines, report and snapshot in the window as the program builds it, with the shipped network."""

import cv2
import pytest
from PySide6.QtGui import QImage

from app import composition
from app.baselines import baselines_in
from app.composition import build_window, shared_perceiver
from app.paths import default_model, demo_clip, snapshots_dir
from app.perception import resting
from app.perception.baseline import BaselineInUse, network_name
from app.settings import Settings
from app.ui.baseline.dialog import BaselinesDialog

pytestmark = [
    pytest.mark.skipif(not default_model().is_file(), reason="the network is not here"),
    pytest.mark.timeout(300),
]
PATIENCE_MS = 60_000


class Stage:
    """A window with a real perceiver."""

    def __init__(self, qtbot, source):
        self.qtbot = qtbot
        in_use = BaselineInUse()
        self.perceiver = shared_perceiver(in_use)
        settings = Settings(notice_accepted=True, source=source)
        self.window = build_window(settings, lambda changed: None, self.perceiver, in_use)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.start()

    def wait(self, condition):
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    @property
    def faces(self):
        return () if self.window.last_result is None else self.window.last_result.faces

    def take(self):
        self.wait(lambda: self.faces)
        self.window._baseline.open_list.trigger()
        dialog = self.window.findChild(BaselinesDialog)
        dialog.take()
        dialog._taking._on_begin()
        return dialog._taking


@pytest.fixture
def open_stage(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(composition, "baselines_dir", lambda: tmp_path / "baselines")
    stages = []

    def open_one(source):
        stages.append(Stage(qtbot, source))
        return stages[-1]

    yield open_one
    for stage in stages:
        stage.window.close()
        stage.perceiver.close()


def test_the_moving_face_of_the_demo_clip_is_refused_with_the_reason(open_stage):
    stage = open_stage("demo")
    taking = stage.take()
    stage.wait(lambda: "The head moves." in taking._said.text() or "expression changes" in taking._said.text())
    assert not taking._keep.isVisible()


def test_a_still_face_becomes_a_baseline_and_reads_neutral_from_it(open_stage, tmp_path, monkeypatch):
    """The first picture of the demo clip; ten seconds of it would be nine too many for a test."""
    monkeypatch.setattr(resting, "REST_S", 1.0)
    monkeypatch.setattr(resting, "LEAST_READINGS", 5)
    still = tmp_path / "still.png"
    clip = cv2.VideoCapture(str(demo_clip()))
    cv2.imwrite(str(still), clip.read()[1])
    clip.release()
    stage = open_stage(str(still))
    taking = stage.take()
    stage.wait(taking._keep.isVisible)
    taking._name.setText("Anna")
    taking._on_keep()
    stage.wait(lambda: stage.faces and stage.faces[0].baseline == "Anna")
    (face,) = stage.faces
    assert all(abs(angle) < 1 for angle in face.reading.pose.angles_deg)
    assert face.reading.emotion.probabilities[0] > face.raw.emotion.probabilities[0]
    (kept,) = baselines_in(tmp_path / "baselines")[0]
    assert kept.network == network_name(stage.perceiver.current.card)
    stage.window._actions.snapshot.trigger()
    stage.wait(lambda: list(snapshots_dir().glob("*.png")))
    (snapshot,) = snapshots_dir().glob("*.png")
    stage.wait(lambda: QImage(str(snapshot)).text("Baseline") == "Anna")
    stage.window._baseline.switch.trigger()
    stage.wait(lambda: stage.faces and stage.faces[0].baseline == "")
    assert stage.faces[0].raw.emotion.top is face.raw.emotion.top
