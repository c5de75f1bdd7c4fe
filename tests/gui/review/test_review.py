"""The workspace Review, driven as a user drives it, on small recordings and on the demo clip."""

import os
import shutil

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from app.domain.reading import Flaw
from app.paths import demo_clip
from app.recording.reader import open_recording
from app.settings import Settings
from app.ui.review.moment import reading_at
from app.ui.window.workspaces import Workspace
from tests.unit.app.recording.made import recording, row, table

TIMES = [place / 20 for place in range(200)]
EVENTS = (
    {"kind": "marker", "time_s": 2.0, "text": "first"},
    {"kind": "gap", "time_s": 5.0, "until_s": 8.0, "text": "paused"},
    {"kind": "marker", "time_s": 9.0, "text": "second"},
)


def rows_of_two(**more):
    first = [row(time_s, 1, "happiness", yaw_deg=4 * time_s, **more) for time_s in TIMES]
    second = [row(time_s, 2, "anger", **more) for time_s in TIMES[100:]]
    return [*first, *second]


@pytest.fixture
def folder(tmp_path):
    return recording(tmp_path / "talk with Ada", rows_of_two(), TIMES, EVENTS)


class Reviewer:
    """Somebody who reviews in a real window."""

    def __init__(self, studio):
        self.studio = studio
        self.window = studio.window()
        self.review = self.window._later.review
        self.range = self.review._range
        self.panel = self.review.page.panel

    def open(self, path):
        self.window.review(path)
        self.studio.wait(lambda: self.review.recording is not None and self.review._tracks)
        return self

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def at(self, time_s):
        self.review._playback.go_to(time_s)

    def texts(self):
        return self.studio.texts(self.panel)

    def told(self, text):
        self.studio.wait(lambda: text in self.window.statusBar().currentMessage())


@pytest.fixture
def reviewer(studio):
    return Reviewer(studio)


def test_a_recording_is_opened_and_its_faces_are_listed(reviewer, folder):
    reviewer.open(folder)
    assert reviewer.window._workspaces.shown is Workspace.REVIEW
    assert "talk with Ada" in reviewer.studio.texts(reviewer.review.page)
    listed = [reviewer.panel._face.itemText(place) for place in range(reviewer.panel._face.count())]
    assert listed == ["Face 1  (0:00 to 0:09)", "Face 2  (0:05 to 0:09)"]
    reviewer.studio.wait(lambda: "0:00.0 to 0:10.0  (0:10.0)" in reviewer.texts())
    assert str(folder) in reviewer.window._keeper.settings.recent_recordings


def test_a_range_has_its_own_shares(reviewer, folder):
    reviewer.open(folder)
    reviewer.range.choose(1.0, 3.0)
    reviewer.studio.wait(lambda: "0:01.0 to 0:03.0  (0:02.0)" in reviewer.texts())
    bars = reviewer.panel._emotions
    assert "Happiness 100%" in bars.accessibleName()
    assert "+8°" in reviewer.texts(), "the median of the yaw"
    reviewer.press(Qt.Key.Key_W)
    reviewer.studio.wait(lambda: "0:00.0 to 0:10.0  (0:10.0)" in reviewer.texts())


def test_two_faces_are_compared(reviewer, folder):
    reviewer.open(folder)
    reviewer.panel._other.setCurrentIndex(2)
    reviewer.studio.wait(lambda: len(reviewer.review._tracks) == 2)
    reviewer.studio.wait(lambda: "Anger 0% / 50%" in reviewer.panel._emotions.accessibleName())
    shown = [chart.widget.accessibleName() for chart in reviewer.review._charts._charts()]
    assert shown == ["Face 1: Emotions", "Face 1: Head pose", "Face 2: Emotions", "Face 2: Head pose"]


def test_keys_go_through_time_markers_and_range(reviewer, folder):
    reviewer.open(folder)
    playback = reviewer.review._playback
    reviewer.press(Qt.Key.Key_N)
    assert playback.time_s == 2.0
    reviewer.told("Marker: first")
    reviewer.press(Qt.Key.Key_B)
    reviewer.press(Qt.Key.Key_N)
    assert playback.time_s == 9.0
    reviewer.press(Qt.Key.Key_E)
    assert reviewer.range.seconds == (2.0, 9.0)
    reviewer.press(Qt.Key.Key_N)
    reviewer.told("no further marker")
    reviewer.press(Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert playback.time_s == 2.0
    reviewer.press(Qt.Key.Key_L)
    assert playback.time_s == 7.0
    reviewer.press(Qt.Key.Key_Z)
    assert reviewer.review._charts._stretch == (2.0, 9.0)


def test_it_plays_at_the_chosen_speed_over_gaps_to_the_end(reviewer, folder):
    reviewer.open(folder)
    playback = reviewer.review._playback
    reviewer.review.page.transport._speed.setCurrentIndex(4)
    places = []
    playback.moved.connect(places.append)
    reviewer.at(4.9)
    reviewer.press(Qt.Key.Key_P)
    assert playback.playing
    reviewer.studio.wait(lambda: not playback.playing)
    assert playback.time_s == pytest.approx(10.0, abs=0.1)
    assert not any(5.0 < place < 8.0 for place in places), "nothing is played of a gap"


def test_another_workspace_stops_playing(reviewer, folder):
    reviewer.open(folder)
    reviewer.press(Qt.Key.Key_P)
    reviewer.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not reviewer.review._playback.playing


def test_the_mouse_chooses_moment_range_and_stretch(reviewer, folder):
    reviewer.open(folder)
    reviewer.window.resize(1280, 800)
    charts = reviewer.review._charts
    plot = charts._charts()[0].widget
    reviewer.studio.wait(lambda: plot.width() > 200)
    plot.pressed.emit(3.0)
    assert reviewer.review._playback.time_s == 3.0
    plot.dragged.emit(2.0, 4.0)
    assert reviewer.range.seconds == (2.0, 4.0)
    plot.zoomed.emit(2.0, 4.0)
    assert charts._stretch == pytest.approx((2.0, 7.0))
    reviewer.at(9.5)
    start_s, end_s = charts._stretch
    assert start_s <= 9.5 <= end_s, "the page is turned"
    viewport = plot.viewport()
    left, right = (QPointF(x, viewport.height() / 2).toPoint() for x in (80, 160))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=left)
    QTest.mouseMove(viewport, right)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=right)


@pytest.mark.parametrize("name", ["range.csv", "range.parquet", "range.jsonl"])
def test_the_range_is_exported_in_the_format_of_its_name(reviewer, folder, tmp_path, name):
    reviewer.open(folder)
    reviewer.range.choose(5.0, 6.0)
    reviewer.range.export(str(tmp_path / name))
    reviewer.told("rows exported")
    again = open_recording(tmp_path / name)
    assert [face.frames for face in again.faces] == [21, 21]
    assert again.columns == reviewer.review.recording.columns


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("readings.parquet", "is what is being read"),
        ("../range.txt", "names no table format"),
        ("../nowhere/range.csv", "does not exist"),
    ],
)
def test_an_export_that_cannot_be_says_so(reviewer, folder, place, said):
    reviewer.open(folder)
    before = (folder / "readings.parquet").read_bytes()
    reviewer.range.export(str(folder / place))
    reviewer.told(said)
    assert (folder / "readings.parquet").read_bytes() == before


def test_nobody_in_the_range_is_told(reviewer, folder, tmp_path):
    reviewer.open(recording(tmp_path / "empty", [row(9.0)], TIMES))
    reviewer.range.choose(1.0, 2.0)
    reviewer.range.export(str(tmp_path / "none.csv"))
    reviewer.told("Nobody was seen")
    assert not (tmp_path / "none.csv").exists()


def test_what_cannot_be_opened_gives_one_sentence_and_leaves_what_is_open(reviewer, folder, tmp_path):
    reviewer.window.review(tmp_path / "missing")
    reviewer.told("There is nothing at")
    assert any("There is nothing at" in text for text in reviewer.studio.texts(reviewer.review))
    reviewer.open(folder)
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    reviewer.window.review(tmp_path / "bad.csv")
    reviewer.told("no column time_s")
    assert reviewer.review.recording.path == folder


def test_a_recording_that_goes_away_is_told(reviewer, folder):
    reviewer.open(folder)
    shutil.rmtree(folder)
    reviewer.panel._other.setCurrentIndex(2)
    reviewer.told("cannot be read")


def test_a_recording_of_nobody_can_be_gone_through(reviewer, tmp_path):
    reviewer.window.review(recording(tmp_path / "nobody", [], TIMES))
    reviewer.studio.wait(lambda: reviewer.review.recording is not None)
    reviewer.studio.wait(lambda: "Nobody was seen" in reviewer.texts())
    reviewer.at(3.0)
    assert reviewer.review._playback.time_s == 3.0


def test_dropped_tables_come_to_review_and_films_to_live(reviewer, tmp_path):
    path = table(tmp_path / "t.csv", rows_of_two())
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    where, copy = QPointF(10, 10), Qt.DropAction.CopyAction
    event = QDropEvent(where, copy, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    reviewer.window.dropEvent(event)
    reviewer.studio.wait(lambda: reviewer.review.recording is not None and reviewer.review.recording.path == path)


def test_of_a_table_of_several_inputs_one_is_chosen(reviewer, tmp_path):
    rows = [*rows_of_two(), *(row(time_s, 7, file="other.mp4") for time_s in TIMES)]
    reviewer.open(table(tmp_path / "t.parquet", rows))
    box = reviewer.review.page._file
    assert box.isVisible()
    box.setCurrentText("other.mp4")
    box.activated.emit(1)
    reviewer.studio.wait(lambda: reviewer.review.recording.file == "other.mp4")
    reviewer.studio.wait(lambda: [track.face_id for track in reviewer.review._tracks] == [7])


def test_the_demo_clip_is_shown_with_its_table(reviewer, tmp_path):
    """The readings of a table are drawn over its film, of the moment that is shown."""
    more = {"file": str(demo_clip()), "box_x": 500.0, "box_y": 200.0, "box_w": 200.0, "box_h": 240.0}
    reviewer.open(table(tmp_path / "demo.csv", rows_of_two(**more)))
    view = reviewer.review.page.picture._view
    reviewer.studio.wait(view.isVisible)
    for moment in (8.0, 1.0, 1.1, 6.0):
        reviewer.at(moment)
        reviewer.studio.wait(
            lambda moment=moment: view._result is not None and abs(view._result.frame.time_s - moment) < 0.07
        )
    assert [face.face.track_id for face in view._result.faces] == [1]


def test_a_video_that_cannot_be_read_leaves_the_heads(reviewer, folder):
    (folder / "video.mkv").write_bytes(b"no film")
    reviewer.open(folder)
    reviewer.told("cannot be read as a video")
    assert reviewer.review.page.picture._heads.isVisible()


def test_where_there_is_no_video_heads_are_drawn_as_they_were_turned(reviewer, folder):
    reviewer.open(folder)
    heads = reviewer.review.page.picture._heads
    assert heads.isVisible()
    reviewer.at(0.0)
    straight = heads.grab().toImage()
    reviewer.at(9.9)
    assert heads.grab().toImage() != straight
    assert heads._faces[0][1].reading.pose.yaw_deg == pytest.approx(39.6, abs=0.3)


def test_nothing_slow_runs_on_the_thread_of_the_window(reviewer, folder, monkeypatch):
    import threading

    from app.ui.review import workspace

    threads = []
    real = workspace.open_recording
    monkeypatch.setattr(workspace, "open_recording", lambda *of: threads.append(threading.get_ident()) or real(*of))
    reviewer.open(folder)
    assert threads and threading.get_ident() not in threads


def test_the_reading_of_a_moment_says_what_the_table_says(tmp_path):
    rows = [row(0.0), row(0.1, valid=0, reason="too dark", emotion="uncertain"), row(5.0, emotion="uncertain")]
    track = open_recording(table(tmp_path / "t.csv", rows)).track(1)
    assert str(reading_at(track, 0.05).label) == "happiness"
    assert reading_at(track, 0.1).flaw is Flaw.DARK
    assert reading_at(track, 2.0) is None
    assert reading_at(track, 5.0).label is None


def test_no_source_is_opened_where_only_a_recording_is_asked_for(studio, folder):
    from app.ui.window.main_window import MainWindow

    window = MainWindow(
        Settings(notice_accepted=True), studio.saved.append, studio._make_session, studio._list_cameras, lambda: None
    )
    studio.windows.append(window)
    studio.qtbot.addWidget(window)
    window.show()
    window.start(folder)
    studio.wait(lambda: window._later.review._tracks)
    assert studio.opened == []
    window._workspaces.show_workspace(Workspace.LIVE)
    studio.wait(lambda: studio.opened)


def test_nothing_is_reviewed_before_the_user_agreed(studio, folder):
    window = studio.window(Settings())
    window.review(folder)
    assert window._later.review.recording is None
    assert not np.any([action.isEnabled() for action in window._later.review.actions_here.group.actions])


def test_a_report_is_written_where_the_user_says(reviewer, folder, tmp_path):
    reviewer.open(folder)
    assert reviewer.review.actions_here.report.isEnabled()
    reviewer.review._reporting.write(str(tmp_path / "talk.html"))
    reviewer.told("Report written: talk.html")
    page = (tmp_path / "talk.html").read_text()
    assert "talk with Ada" in page
    assert "paused" in page
    reviewer.review._reporting.write(str(tmp_path / "no such folder" / "talk.html"))
    reviewer.told("does not exist")


def test_the_newest_recording_is_one_key_away(studio, tmp_path):
    here = tmp_path / "recordings"
    window = studio.window(Settings(notice_accepted=True, recordings_folder=str(here)))
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    studio.wait(lambda: "There is no recording" in window.statusBar().currentMessage())
    for place, name in enumerate(("older", "newer")):
        made = recording(here / name, rows_of_two(), TIMES)
        os.utime(made / "session.json", (1000 + place, 1000 + place))
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    studio.wait(lambda: window._later.review.recording is not None)
    assert window._later.review.recording.path.name == "newer"
