"""A real window on sources and a perceiver of a few lines, and a check that Qt does not complain."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.capture.cameras import Camera
from app.capture.source import CaptureError, FrameSource, SourceInfo, SourceKind
from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.model_card import ModelCard
from app.domain.reading import EMOTIONS, Emotion, EmotionScores, FaceReading, Flaw, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.paths import Places
from app.perception.baseline import BaselineInUse
from app.perception.model import DeviceReport, ModelError
from app.runtime.session import Session, SessionEvent
from app.settings import Settings
from app.ui.baseline.control import BaselinePlace
from app.ui.language.language import use_language
from app.ui.live.outputs import Outputs
from app.ui.record.recordings import Recordings
from app.ui.window.main_window import MainWindow

CARD = ModelCard("tiny", "1", (), 64, "rule", "2026-01-01", (), "none", "a test", 1.0, {})
DEVICE = DeviceReport("auto", "CPU", "a test", 2.1)
PATIENCE_MS = 20_000  # only a test that fails waits this long
WIDTH_PX, HEIGHT_PX = 320, 240

# What the offscreen platform cannot do and says so; neither matters where nobody looks.
_KNOWN_WARNINGS = ("propagateSizeHints", "raise()")


def make_reading(
    track_id: int = 1,
    box: Box = Box(60, 90, 80, 90),
    emotion: Emotion = Emotion.HAPPINESS,
    probability: float = 0.8,
    pose: Pose = Pose(20, -10, 5),
    female: float = 0.9,
    flaw: Flaw | None = None,
) -> FaceReading:
    rest = (1 - probability) / 7
    scores = EmotionScores(tuple(probability if each is emotion else rest for each in EMOTIONS))
    face = Face(track_id, Detection(box, Keypoints(*(Point(0, 0),) * 6), 1.0))
    reading = Reading(scores, pose, female)
    return FaceReading(face, reading, reading, emotion if flaw is None else None, flaw)


class PlainSource:
    """Grey pictures, a few dozen a second, until it is closed or `pictures` are given."""

    def __init__(self, name: str, kind: SourceKind, used: set[int], pictures: int | None = None) -> None:
        length_s = 60.0 if kind is SourceKind.VIDEO else None
        self.info = SourceInfo(name, kind, WIDTH_PX, HEIGHT_PX, 30.0, pictures, length_s)
        self.sought: list[float] = []
        self.repeats: list[bool] = []
        self.closed = threading.Event()
        self.fail_with: CaptureError | None = None
        self._used = used
        self._given = 0
        self._pictures = pictures

    def read(self) -> Frame | None:
        self._used.add(threading.get_ident())
        if self.closed.wait(0.02) or self._given == self._pictures:
            return None
        if self.fail_with is not None:
            raise self.fail_with
        self._given += 1
        pixels = np.full((HEIGHT_PX, WIDTH_PX, 3), 128, np.uint8)
        return Frame(pixels, self._given, self._given / 50, time.perf_counter())

    def seek(self, position_s: float) -> None:
        self.sought.append(position_s)

    def repeat(self, on: bool) -> None:
        self.repeats.append(on)

    def close(self) -> None:
        self.closed.set()


class PlainPerceiver:
    """Answers every frame with the faces it was given."""

    def __init__(self, faces: tuple[FaceReading, ...], used: set[int]) -> None:
        self.faces = faces
        self.go_on = threading.Event()
        self.go_on.set()
        self._used = used

    def perceive(self, frame: Frame) -> FrameResult:
        self._used.add(threading.get_ident())
        assert self.go_on.wait(PATIENCE_MS / 1000)
        return FrameResult(frame, self.faces, StepTimes(1.0, 1.0, 1.0, 3.0))

    def reset(self) -> None:
        """Nothing to forget."""


class Studio:
    """Makes windows; `used` are the threads on which something was opened, listed, read, perceived or loaded."""

    reading = staticmethod(make_reading)
    patience_ms = PATIENCE_MS

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.used: set[int] = set()
        self.saved: list[Settings] = []
        self.opened: list[str] = []
        self.sources: list[PlainSource] = []
        self.faces: tuple[FaceReading, ...] = (make_reading(),)
        self.cameras = (Camera(0, "Front camera", "front", 0), Camera(1, "Desk camera", "desk", 0))
        self.kind = SourceKind.CAMERA
        self.pictures: int | None = None
        self.failures: list[CaptureError] = []
        self.broken_network: ModelError | None = None
        self.may_open = threading.Event()
        self.may_open.set()
        self.may_load = threading.Event()
        self.may_load.set()
        self.windows: list[MainWindow] = []
        self.perceivers: list[PlainPerceiver] = []
        self.outputs = Outputs()
        self.baselines = BaselinePlace(folder / "baselines", BaselineInUse(), lambda: CARD)
        snapshots, recorded = folder / "snapshots", (folder / "recordings",)
        self.kept = Places(folder / "settings.toml", folder / "baselines", recorded, snapshots)
        self.recordings = Recordings()
        self.outputs.broadcast.hear(self.recordings.mark)

    def window(self, settings: Settings = Settings(notice_accepted=True), **more: object) -> MainWindow:
        """A window that is shown and started."""
        save: Callable[[Settings], None] = more.pop("save", self.saved.append)  # type: ignore[assignment]
        folder = self.folder / "snapshots"
        made = MainWindow(
            settings,
            save,
            self._make_session,
            self._list_cameras,
            lambda: DEVICE,
            folder,
            outputs=self.outputs,
            baselines=self.baselines,
            kept=self.kept,
            recordings=self.recordings,
            make_analyst=more.pop("make_analyst", None),  # type: ignore[arg-type]
        )
        self.windows.append(made)
        self.qtbot.addWidget(made)
        made.show()
        made.start()
        made.activateWindow()
        self.wait(made.isActiveWindow)  # keys go to the active window only
        return made

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def wait_faces(self, window: MainWindow) -> FrameResult:
        """Wait until a result with the faces of the perceiver is shown."""
        self.wait(lambda: window.last_result is not None and len(window.last_result.faces) == len(self.faces))
        assert window.last_result is not None
        return window.last_result

    def texts(self, widget: QWidget) -> list[str]:
        """What its visible labels say."""
        return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]

    def _make_session(
        self, settings: Settings, on_ready: Callable[[], None], on_event: Callable[[SessionEvent], None]
    ) -> Session:
        return Session(
            lambda: self._open(settings.source),
            self._load_perceiver,
            on_ready=on_ready,
            on_event=self.recordings.overhearing(self.outputs.overhearing(on_event)),
            sinks=(self.outputs.broadcast, *self.recordings.sinks),
            retry_s=0.05,
        )

    def _open(self, text: str) -> FrameSource:
        self.used.add(threading.get_ident())
        self.opened.append(text)
        assert self.may_open.wait(PATIENCE_MS / 1000)
        if self.failures:
            raise self.failures.pop(0)
        self.sources.append(PlainSource(text or "First camera", self.kind, self.used, self.pictures))
        return self.sources[-1]

    def _load_perceiver(self) -> PlainPerceiver:
        self.used.add(threading.get_ident())
        assert self.may_load.wait(PATIENCE_MS / 1000)
        if self.broken_network is not None:
            raise self.broken_network
        self.perceivers.append(PlainPerceiver(self.faces, self.used))
        return self.perceivers[-1]

    def _list_cameras(self) -> tuple[Camera, ...]:
        self.used.add(threading.get_ident())
        return self.cameras


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path) -> Iterator[Studio]:
    made = Studio(qtbot, tmp_path)
    yield made
    made.may_open.set()
    made.may_load.set()
    for perceiver in made.perceivers:
        perceiver.go_on.set()
    for window in made.windows:
        window.close()


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """German until the end of the test; ask for it before a window is made."""
    before = QLocale()
    assert use_language("de", qapp) == "de"
    yield
    for translator in qapp.findChildren(QTranslator):
        QCoreApplication.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def no_qt_warning(qtlog: object) -> Iterator[None]:
    """Fails a test in which Qt complained."""
    yield
    records = qtlog.records  # type: ignore[attr-defined]
    serious = [record.message for record in records if record.type_name not in ("QtDebugMsg", "QtInfoMsg")]
    assert [text for text in serious if not any(known in text for known in _KNOWN_WARNINGS)] == []
