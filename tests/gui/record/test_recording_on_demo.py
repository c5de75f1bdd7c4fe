"""A recording made in the window as the program builds it, on the demo clip, with the real network."""

import json
from pathlib import Path

import av
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.composition import build_window, shared_perceiver
from app.paths import default_model
from app.settings import Settings
from app.ui.record.dialog import RecordDialog
from app.ui.video.video_view import VideoView
from app.ui.window.main_window import MainWindow

pytestmark = [
    pytest.mark.skipif(not default_model().is_file(), reason="the network is not here"),
    pytest.mark.timeout(300),
]

PATIENCE_MS = 60_000


def review_and_report(window: MainWindow, page: Path, qtbot: QtBot) -> None:
    """Open what was recorded last by two keys, go to its marker by a third, and write the page about it."""
    review = window._later.review
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: review.recording is not None and bool(review._tracks), timeout=PATIENCE_MS)
    begun_s = review._playback.time_s
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_N)
    assert review._playback.time_s > begun_s
    review._reporting.write(str(page))
    qtbot.waitUntil(page.is_file, timeout=PATIENCE_MS)
    text = page.read_text(encoding="utf-8")
    assert "Demo clip" in text and "happiness" in text.lower() and "Face 1" in text


def test_the_demo_clip_is_recorded_marked_reviewed_and_reported(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(
        notice_accepted=True,
        source="demo",
        recording_accepted_at="2026-01-01",
        recordings_folder=str(tmp_path / "kept"),
    )
    perceiver = shared_perceiver()
    window = build_window(settings, lambda changed: None, perceiver)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.last_result is not None and bool(window.last_result.faces), timeout=PATIENCE_MS)
    view = window.findChild(VideoView)
    QTest.keyClick(view, Qt.Key.Key_F9)
    (dialog,) = window.findChildren(RecordDialog)
    dialog._video.setChecked(True)
    dialog._anonymised.setChecked(False)
    dialog.accept()
    recordings = window._recording._recordings
    qtbot.waitUntil(lambda: (now := recordings.progress()) is not None and now.counts.frames > 8, timeout=PATIENCE_MS)
    window.activateWindow()  # a dialog that was closed may leave nobody active
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClick(view, Qt.Key.Key_K)
    QTest.keyClick(view, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: recordings.progress() is None, timeout=PATIENCE_MS)
    (folder,) = (tmp_path / "kept").iterdir()
    review_and_report(window, tmp_path / "page.html", qtbot)
    window.close()
    perceiver.close()

    readings = pq.read_table(folder / "readings.parquet").to_pylist()
    assert {row["emotion"] for row in readings} & {"happiness", "neutral"}
    assert {row["face_id"] for row in readings} == {1}
    said = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    assert said["source"]["kind"] == "demo"
    assert len(said["model"]["sha256"]) == 64
    assert said["device"]["running"] == "CPU"
    assert said["counts"]["markers"] == 1
    with av.open(str(folder / "video.mkv")) as container:
        times = [frame.time for frame in container.decode(video=0)]
    frames = pq.read_table(folder / "frames.parquet")["time_s"].to_pylist()
    assert times and {round(time_s, 3) for time_s in times} <= {round(time_s, 3) for time_s in frames}
