"""How soon two hours are open in Review, and how freely the window runs while they are scrubbed.

`pytest -m bench -s tests/bench/test_review.py`
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from app.domain.reading import EMOTIONS
from app.output.rows import COLUMNS, TEXT_COLUMNS, WHOLE_COLUMNS
from app.settings import Settings
from app.ui.language.language import use_language
from app.ui.window.main_window import MainWindow
from app.ui.window.workspaces import Workspace

HOURS = 2.0
FPS = 30
GROUP_ROWS = 8192
PLACES = 200
BEAT_MS = 1
PATIENCE_MS = 60_000

pytestmark = [pytest.mark.bench, pytest.mark.timeout(400)]


def face(face_id: int, time_s: np.ndarray) -> pa.Table:
    """The rows of a face whose numbers wander."""
    rng, count = np.random.default_rng(face_id), len(time_s)
    scores = np.sin(np.cumsum(rng.normal(0, 0.05, (count, len(EMOTIONS))), axis=0)) * 3
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    names = np.array([str(emotion) for emotion in EMOTIONS], object)
    given = {str(emotion): shares[:, place] for place, emotion in enumerate(EMOTIONS)}
    given |= {"time_s": time_s, "face_id": np.full(count, face_id), "frame": np.arange(count)}
    given |= {"emotion": names[shares.argmax(axis=1)], "valid": (rng.random(count) > 0.02).astype(int)}
    given |= {f"{name}_deg": 30 * np.sin(time_s / step) for name, step in (("yaw", 17), ("pitch", 7), ("roll", 3))}
    rest = {
        name: np.full(count, "", object) if name in TEXT_COLUMNS else rng.random(count).round(4)
        for name in COLUMNS
        if name not in given
    }
    every = given | {name: values.astype(int) if name in WHOLE_COLUMNS else values for name, values in rest.items()}
    return pa.table({name: pa.array(every[name]) for name in COLUMNS})


@pytest.fixture
def two_hours(tmp_path: Path) -> Path:
    """A recording of two faces with markers and a gap."""
    folder = tmp_path / "two hours"
    folder.mkdir()
    time_s = (np.arange(int(HOURS * 3600 * FPS)) / FPS).round(3)
    time_s = time_s[(time_s < 2000) | (time_s > 2060)]
    rows = pa.concat_tables([face(1, time_s), face(2, time_s[time_s > 600])]).sort_by("time_s")
    pq.write_table(rows, folder / "readings.parquet", compression="zstd", row_group_size=GROUP_ROWS)
    pq.write_table(pa.table({"time_s": time_s}), folder / "frames.parquet", row_group_size=GROUP_ROWS)
    events = [{"kind": "marker", "time_s": 300.0 * place, "text": f"task {place}"} for place in range(24)]
    events.append({"kind": "gap", "time_s": 2000.0, "until_s": 2060.0, "text": "paused"})
    (folder / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))
    (folder / "session.json").write_text('{"schema": 1, "ended_at": "2026-01-01T00:00:00Z"}')
    return folder


class Pulse(QObject):
    """Feels for how long the GUI thread does nothing else: by the clock, and by its own time on the processor.

    The latter is what a machine without other work would show.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stalls_ms: list[float] = []
        self.busy_ms: list[float] = []
        self._last, self._last_own = time.perf_counter(), time.thread_time()
        self._beat = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start()

    def _on_beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.stalls_ms.append((now - self._last) * 1000 - BEAT_MS)
        self.busy_ms.append((own - self._last_own) * 1000)
        self._last, self._last_own = now, own

    def told(self) -> str:
        """What was felt since it was asked last."""
        stalls, busy = np.array(self.stalls_ms), np.array(self.busy_ms)
        self.stalls_ms, self.busy_ms = [], []
        longest = f"longest stall {stalls.max():.0f} ms (99 % {np.quantile(stalls, 0.99):.0f} ms)"
        return f"{longest}, longest on the processor {busy.max():.0f} ms (99 % {np.quantile(busy, 0.99):.0f} ms)"


def test_two_hours_open_and_are_scrubbed(two_hours: Path, qtbot: QtBot, qapp: QObject) -> None:
    use_language("en", qapp)  # type: ignore[arg-type]
    window = MainWindow(Settings(notice_accepted=True), lambda _: None, lambda *_: None, lambda: (), lambda: None)  # type: ignore[arg-type, return-value]
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window._actions.enable_session(True)
    window._pages.setCurrentWidget(window._workspaces)
    window._workspaces.show_workspace(Workspace.REVIEW)
    review = window._later.review
    review._load_charts()  # as the running window has, for its own charts
    qtbot.waitUntil(lambda: review._charts is not None, timeout=PATIENCE_MS)
    began, busy_s = time.perf_counter(), time.process_time()
    review.open(two_hours)
    qtbot.waitUntil(lambda: len(review._tracks) == 1, timeout=PATIENCE_MS)
    opened_s, busy_s = time.perf_counter() - began, time.process_time() - busy_s
    review.page.panel._other.setCurrentIndex(2)
    qtbot.waitUntil(lambda: len(review._tracks) == 2, timeout=PATIENCE_MS)
    qtbot.wait(2000)
    pulse = Pulse()
    slider = review.page.transport._slider
    for place in range(PLACES):
        slider.setValue(round(slider.maximum() * (0.5 + 0.49 * np.sin(place / 9))))
        qtbot.wait(16)
    scrubbing = pulse.told()
    for place in range(PLACES // 4):
        review._range.choose(600.0 + place, 5000.0 - place)
        qtbot.wait(16)
    qtbot.wait(500)
    sys.stderr.write(f"\ntwo hours, two faces: open in {opened_s:.2f} s, {busy_s:.2f} s on processors\n")
    sys.stderr.write(f"scrubbing {PLACES} places: {scrubbing}\ndrawing a range: {pulse.told()}\n")
    window.close()
