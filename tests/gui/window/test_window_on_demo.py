"""The window as the program builds it, on the demo clip, with the real detector and the shipped network."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.composition import build_window, shared_perceiver
from app.domain.reading import EMOTIONS
from app.domain.result import FrameResult
from app.paths import default_model, demo_clip, snapshots_dir
from app.settings import Settings, load_settings, save_settings
from app.ui.readings.panel import ReadingsPanel
from app.ui.sources.choice import SourceChoice
from app.ui.video.video_view import VideoView
from app.ui.window.main_window import MainWindow

pytestmark = [
    pytest.mark.skipif(not default_model().is_file(), reason="the network is not here"),
    pytest.mark.timeout(300),
]

PATIENCE_MS = 60_000
ON_DEMO = Settings(notice_accepted=True, source="demo")
CLIP_WIDTH_PX, PICTURE_WIDTH_PX = 1280, 640
LABELS = {str(emotion).capitalize() for emotion in EMOTIONS} | {"Uncertain"}


class Stage:
    """Makes windows that share one perceiver and one settings file."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.settings_file = folder / "settings.toml"
        self.perceiver = shared_perceiver()

    def window(self, settings: Settings = ON_DEMO) -> MainWindow:
        made = build_window(settings, lambda changed: save_settings(self.settings_file, changed), self.perceiver)
        self.qtbot.addWidget(made)
        made.show()
        made.start()
        return made

    def wait_for_face(self, window: MainWindow, width_px: int) -> FrameResult:
        """The first result with a face in a picture of that width."""

        def shown() -> bool:
            result = window.last_result
            return result is not None and result.frame.width_px == width_px and len(result.faces) == 1

        self.qtbot.waitUntil(shown, timeout=PATIENCE_MS)
        assert window.last_result is not None
        return window.last_result


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made
    made.perceiver.close()


def press(window: MainWindow, key: Qt.Key) -> VideoView:
    view = window.findChild(VideoView)
    assert isinstance(view, VideoView)
    QTest.keyClick(view, key)
    return view


def test_labels_appear_pause_holds_and_a_snapshot_is_kept(stage: Stage) -> None:
    window = stage.window()
    assert stage.wait_for_face(window, CLIP_WIDTH_PX).faces[0].face.track_id == 1
    labels = window.findChild(ReadingsPanel).findChildren(QLabel)
    stage.qtbot.waitUntil(lambda: any(label.text() in LABELS for label in labels), timeout=PATIENCE_MS)
    view = press(window, Qt.Key.Key_P)
    stage.qtbot.waitUntil(lambda: view.accessibleDescription() == "Paused", timeout=PATIENCE_MS)
    held = window.last_result
    press(window, Qt.Key.Key_S)
    stage.qtbot.waitUntil(lambda: "Snapshot saved" in window.statusBar().currentMessage(), timeout=PATIENCE_MS)
    assert window.last_result is held
    (snapshot,) = snapshots_dir().glob("*.png")
    assert cv2.imread(str(snapshot)).shape == (720, 1280, 3)
    window.close()


def test_another_source_is_shown_and_survives_a_restart(stage: Stage, tmp_path: Path) -> None:
    picture = tmp_path / "face.png"
    reader = cv2.VideoCapture(str(demo_clip()))
    cv2.imwrite(str(picture), cv2.resize(reader.read()[1], (PICTURE_WIDTH_PX, 360)))
    reader.release()
    first = stage.window()
    stage.wait_for_face(first, CLIP_WIDTH_PX)
    first.findChild(SourceChoice).chosen.emit(str(picture))
    stage.wait_for_face(first, PICTURE_WIDTH_PX)
    press(first, Qt.Key.Key_G)
    first.close()
    kept = load_settings(stage.settings_file)
    assert (kept.source, kept.show_gender) == (str(picture), not ON_DEMO.show_gender)
    second = stage.window(kept)
    stage.wait_for_face(second, PICTURE_WIDTH_PX)
    second.close()
