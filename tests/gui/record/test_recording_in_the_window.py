"""Recording in the window: asked for first, shown while it runs, ended by key, by the window and by a full disk."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QMessageBox, QPushButton, QWidget
from websockets.sync.client import connect

from app.capture.source import CaptureError, SourceKind
from app.output.live.admission import Admission
from app.output.live.websocket_server import WebSocketPlace, WebSocketSink
from app.settings import Settings
from app.ui.live.outputs import OutputKind
from app.ui.record.dialog import MarkerDialog, RecordDialog
from app.ui.window.main_window import MainWindow
from tests.taking_away import take_away

AGREED = Settings(notice_accepted=True, recording_accepted_at="2026-01-01T00:00:00.000+00:00")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(AGREED, recordings_folder=str(tmp_path / "kept"))


def button(parent: QWidget, text: str) -> QPushButton:
    (found,) = [one for one in parent.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    return found


def shown(studio: Any, window: MainWindow, kind: type[Any]) -> Any:
    studio.wait(lambda: any(box.isVisible() for box in window.findChildren(kind)))
    return next(box for box in window.findChildren(kind) if box.isVisible())


def press(
    studio: Any, window: MainWindow, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    window.activateWindow()  # a dialog that was closed may leave nobody active
    studio.wait(window.isActiveWindow)
    studio.qtbot.keyClick(window, key, how)


def begin(studio: Any, window: MainWindow, video: bool = False) -> Path:
    """Press the key, tick, start, and wait until frames are on the disk."""
    press(studio, window, Qt.Key.Key_F9)
    dialog = shown(studio, window, RecordDialog)
    dialog._video.setChecked(video)
    button(dialog, "Start recording").click()
    studio.wait(lambda: studio.recordings.progress() and studio.recordings.progress().counts.size_bytes > 20_000)
    folder = studio.recordings.progress().folder
    assert isinstance(folder, Path)
    return folder


def end(studio: Any, window: MainWindow) -> None:
    press(studio, window, Qt.Key.Key_F9)
    studio.wait(lambda: studio.recordings.progress() is None)


def light_of(window: MainWindow) -> str:
    light = window._recording._light
    return light.text() if light.isVisible() else ""


def events_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_recording_from_key_to_key(studio: Any, settings: Settings, tmp_path: Path) -> None:
    window = studio.window(settings)
    studio.wait_faces(window)
    folder = begin(studio, window)
    assert folder.parent == tmp_path / "kept"
    studio.wait(lambda: "Recording 00:0" in light_of(window) and "MB" in light_of(window))
    assert window.windowTitle() == "Poise, recording"
    assert window._actions.record.text() == "End the recording"
    end(studio, window)
    studio.wait(lambda: light_of(window) == "")
    studio.wait(lambda: f"into {folder}" in window.statusBar().currentMessage())
    assert window.windowTitle() == "Poise"
    assert pq.read_table(folder / "readings.parquet").num_rows > 0
    said = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    assert said["ended_at"]
    assert said["consent"]["agreed_at"] == settings.recording_accepted_at
    assert said["source"]["name"] == "First camera"
    assert said["settings"]["max_faces"] == 8


def test_on_the_full_screen_the_picture_itself_says_that_it_is_recorded(studio: Any, settings: Settings) -> None:
    window = studio.window(settings)
    studio.wait_faces(window)
    begin(studio, window)
    assert not window._live.page.picture._hint
    window._actions.full_screen.trigger()
    studio.wait(lambda: "Recording 00:" in window._live.page.picture._hint)
    window._actions.leave_full_screen.trigger()
    end(studio, window)


def test_nothing_is_kept_before_the_user_agreed(studio: Any, tmp_path: Path) -> None:
    window = studio.window(Settings(notice_accepted=True, recordings_folder=str(tmp_path / "kept")))
    studio.wait_faces(window)
    for answer in ("Cancel", "I agree"):
        press(studio, window, Qt.Key.Key_F9)
        question = shown(studio, window, QMessageBox)
        assert "Article 5(1)(f)" in question.text()
        assert "delete the folder" in question.text()
        button(question, answer).click()
    dialog = shown(studio, window, RecordDialog)
    assert not dialog.video, "a video is kept only where it is ticked"
    button(dialog, "Cancel").click()
    studio.wait(lambda: studio.saved and studio.saved[-1].recording_accepted_at.endswith("+00:00"))
    assert not (tmp_path / "kept").exists()
    assert not window._actions.record.isChecked()


def test_a_video_with_hidden_faces_where_it_is_ticked(studio: Any, settings: Settings) -> None:
    window = studio.window(settings)
    studio.wait_faces(window)
    folder = begin(studio, window, video=True)
    end(studio, window)
    with av.open(str(folder / "video.mkv")) as container:
        assert sum(1 for _ in container.decode(video=0)) > 0
    said = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    assert said["kept"] == {"video": True, "anonymised": True, "gender": True}
    studio.wait(lambda: studio.saved and studio.saved[-1].record_video)


def test_markers_by_key_with_a_text_and_by_a_websocket_client(studio: Any, settings: Settings) -> None:
    window = studio.window(settings)
    studio.wait_faces(window)
    folder = begin(studio, window)
    press(studio, window, Qt.Key.Key_K)
    press(studio, window, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    asked = shown(studio, window, MarkerDialog)
    asked.findChild(QLineEdit).setText("she laughs")
    asked.accept()
    place = WebSocketPlace(0, admission=Admission("a-token-of-some-length"))
    studio.outputs.start(OutputKind.WEBSOCKET, lambda broadcast: WebSocketSink(place, 60.0, broadcast.mark))
    studio.wait(lambda: studio.outputs.status(OutputKind.WEBSOCKET))
    with connect(studio.outputs.status(OutputKind.WEBSOCKET).address, proxy=None, close_timeout=0.2) as client:
        client.send('{"type": "marker", "text": "stimulus"}')
        studio.wait(lambda: len([e for e in events_of(folder) if e["kind"] == "marker"]) == 3)
    end(studio, window)
    markers = [(event["text"], event["source"]) for event in events_of(folder) if event["kind"] == "marker"]
    assert markers == [("Marker 1", "hotkey"), ("she laughs", "hotkey"), ("stimulus", "websocket")]


def test_a_marker_without_a_recording_says_so(studio: Any) -> None:
    window = studio.window()
    studio.wait_faces(window)
    press(studio, window, Qt.Key.Key_K)
    studio.wait(lambda: "Nothing is being recorded" in window.statusBar().currentMessage())


def test_it_outlives_another_source_and_a_pause_as_gaps(studio: Any, settings: Settings) -> None:
    window = studio.window(settings)
    studio.wait_faces(window)
    folder = begin(studio, window)
    before = studio.recordings.progress().counts.frames
    window._live.choose("camera:desk")
    studio.wait(lambda: studio.recordings.progress().counts.frames > before + 5)
    studio.sources[-1].fail_with = CaptureError("The camera was unplugged.")
    studio.wait(lambda: any("unplugged" in event["text"] for event in events_of(folder)))
    end(studio, window)
    texts = [event["text"] for event in events_of(folder)]
    assert "running: camera:desk" in texts
    assert any("faces are numbered anew" in text for text in texts)
    frames = pq.read_table(folder / "frames.parquet")["time_s"].to_pylist()
    assert frames == sorted(frames)


def test_a_folder_that_goes_is_told_and_the_window_lives_on(studio: Any, settings: Settings) -> None:
    window = studio.window(settings)
    studio.wait_faces(window)
    folder = begin(studio, window)
    take_away(folder)
    message = shown(studio, window, QMessageBox)
    assert "was removed, and with it what it held" in message.text()
    assert light_of(window) == ""
    shown_now = window.last_result
    studio.wait(lambda: window.last_result is not shown_now)
    button(message, "OK").click()
    end(studio, window) if studio.recordings.progress() else None
    assert begin(studio, window).is_dir()


def test_a_disk_nearly_full_is_told(studio: Any, settings: Settings) -> None:
    window = studio.window(settings)
    studio.wait_faces(window)
    folder = begin(studio, window)
    studio.recordings._recorder.recording._room._least_free_bytes = 1 << 62
    message = shown(studio, window, QMessageBox)
    assert "nearly full; it is whole" in message.text()
    assert (folder / "readings.parquet").exists()


@pytest.mark.parametrize("name", ["file", "file/below", "\0"])
def test_a_folder_that_cannot_be_is_one_sentence(name: str, studio: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    window = studio.window(AGREED)
    press(studio, window, Qt.Key.Key_F9)
    dialog = shown(studio, window, RecordDialog)
    dialog._folder.setText(str(tmp_path / name))
    button(dialog, "Start recording").click()
    studio.wait(lambda: "cannot" in window.statusBar().currentMessage())
    assert studio.recordings.progress() is None


def test_closing_the_window_completes_the_recording(studio: Any, settings: Settings) -> None:
    window = studio.window(settings)
    studio.wait_faces(window)
    folder = begin(studio, window, video=True)
    window.close()
    assert not window.left_behind
    assert json.loads((folder / "session.json").read_text(encoding="utf-8"))["ended_at"]
    assert (folder / "readings.parquet").exists()


def test_hiding_faces_is_offered_with_a_video_alone(studio: Any, settings: Settings) -> None:
    studio.kind = SourceKind.CAMERA
    window = studio.window(settings)
    press(studio, window, Qt.Key.Key_F9)
    dialog = shown(studio, window, RecordDialog)
    boxes = {box.text(): box for box in dialog.findChildren(QCheckBox)}
    hide = boxes["Hide the faces in it"]
    assert not hide.isEnabled()
    dialog._video.setChecked(True)
    assert hide.isEnabled() and hide.isChecked()
