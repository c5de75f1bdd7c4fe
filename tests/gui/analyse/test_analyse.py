"""The workspace Analyse with an analyst of a few lines, and on the demo clip with the real one."""

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.composition import analyst_of
from app.domain.file_analysis import Finding, Piece
from app.paths import demo_clip
from app.settings import Settings
from app.ui.analyse.work_queue import WorkState
from app.ui.window.main_window import MainWindow
from app.ui.window.workspaces import Workspace
from tests.unit.app.recording.made import row, table


class PlainAnalyst:
    """Writes a table of ten rows for every path, one after each step that is let through."""

    def __init__(self):
        self.go_on = threading.Semaphore(0)
        self.threads = set()
        self.wishes = []
        self.closed = self.left = 0

    def free(self):
        self.go_on.release(1000)

    def find(self, paths):
        missing = [f"{path} does not exist; check the name." for path in paths if not path.exists()]
        return [Piece(path.name, (path,)) for path in paths if path.exists()], missing

    def read(self, piece, wish, progress, stop):
        self.threads.add(threading.get_ident())
        self.wishes.append(wish)
        for step in range(10):
            self.go_on.acquire()
            if stop():
                return Finding("")
            progress(step / 10)
        if "bad" in piece.name:
            return Finding("bad.mp4 cannot be read as a video or picture.", failed=True)
        path = piece.paths[0].with_name(f"{piece.paths[0].stem} readings{wish.suffix}")
        return Finding("10 frames read, 10 with a face", table(path, [row(place / 10) for place in range(10)]))

    def leave(self):
        self.left += 1

    def close(self):
        self.closed += 1


class Analysing:
    """Somebody who analyses files in a real window."""

    def __init__(self, studio, make_analyst):
        self.studio = studio
        window = MainWindow(
            Settings(notice_accepted=True),
            studio.saved.append,
            studio._make_session,
            studio._list_cameras,
            lambda: None,
            outputs=studio.outputs,
            make_analyst=make_analyst,
        )
        studio.windows.append(window)
        studio.qtbot.addWidget(window)
        window.show()
        window.start()
        window.activateWindow()
        studio.wait(window.isActiveWindow)
        self.window = window
        self.workspace = window._later.analyse
        self.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def drop(self, *paths):
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        where, copy = QPointF(10, 10), Qt.DropAction.CopyAction
        no_key = Qt.KeyboardModifier.NoModifier
        self.window.dropEvent(QDropEvent(where, copy, dropped, Qt.MouseButton.LeftButton, no_key))

    def states(self):
        return [work.state for work in self.workspace._rows]

    def texts(self):
        return self.studio.texts(self.workspace)


@pytest.fixture
def analyst():
    made = PlainAnalyst()
    yield made
    made.free()


@pytest.fixture
def analysing(studio, analyst):
    return Analysing(studio, lambda settings: analyst)


@pytest.fixture
def films(tmp_path):
    paths = [tmp_path / name for name in ("a.mp4", "b.mp4", "c.mp4")]
    for path in paths:
        path.write_bytes(b"film")
    return paths


def test_an_empty_workspace_says_what_to_do(analysing):
    assert analysing.window._workspaces.shown is Workspace.ANALYSE
    assert "Analyse files" in analysing.texts()
    assert not analysing.workspace.actions_here.pause.isEnabled()
    analysing.window._actions.enable_running(True, seekable=False)  # the source of Live answers
    assert not analysing.workspace.actions_here.pause.isEnabled()


def test_dropped_files_are_read_one_after_the_other_and_opened_in_review(analysing, analyst, films):
    analysing.drop(*films)
    analysing.studio.wait(lambda: analysing.states()[:1] == [WorkState.READING])
    assert analysing.states()[1:] == [WorkState.WAITING] * 2
    analyst.free()
    analysing.studio.wait(lambda: analysing.states() == [WorkState.DONE] * 3)
    assert threading.get_ident() not in analyst.threads
    assert "10 frames read, 10 with a face  →  a readings.csv" in analysing.texts()
    analysing.studio.wait(lambda: analyst.closed), "what was loaded is released"
    buttons = [button for button in analysing.workspace.findChildren(QPushButton) if button.isVisible()]
    next(button for button in buttons if button.accessibleName() == "Review b.mp4").click()
    assert analysing.window._workspaces.shown is Workspace.REVIEW
    analysing.studio.wait(lambda: analysing.window._later.review.recording is not None)
    assert analysing.window._later.review.recording.path == films[1].with_name("b readings.csv")


def test_progress_is_shown(analysing, analyst, films):
    analysing.drop(films[0])
    analyst.go_on.release(1)
    analysing.studio.wait(lambda: "Is read: 0%" in analysing.texts())
    for _ in range(9):
        QTest.qWait(110)
        analyst.go_on.release(1)
    analysing.studio.wait(lambda: analysing.states() == [WorkState.DONE])


def test_a_pause_holds_the_work_and_a_second_press_lets_it_go_on(analysing, analyst, films):
    analysing.drop(films[0])
    analysing.studio.wait(lambda: analysing.states() == [WorkState.READING])
    analysing.press(Qt.Key.Key_P)
    assert analysing.workspace.queue.paused
    analyst.free()
    QTest.qWait(200)
    assert analysing.states() == [WorkState.READING]
    analysing.press(Qt.Key.Key_P)
    analysing.studio.wait(lambda: analysing.states() == [WorkState.DONE])


def test_what_is_cancelled_is_not_read_and_the_others_go_on(analysing, analyst, films):
    analysing.drop(*films)
    analysing.studio.wait(lambda: len(analysing.states()) == 3 and analysing.states()[0] is WorkState.READING)
    first, second, _ = analysing.workspace._rows
    analysing.workspace._on_dropped(second)
    assert second.state is WorkState.CANCELLED
    analysing.workspace._on_dropped(first)
    analyst.free()
    analysing.studio.wait(lambda: analysing.states() == [WorkState.CANCELLED, WorkState.CANCELLED, WorkState.DONE])
    assert "Cancelled; nothing was kept of it." in analysing.texts()
    analysing.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert analysing.states() == []
    assert "Analyse files" in analysing.texts()


def test_work_that_hangs_is_told_and_left_when_it_is_cancelled(analysing, analyst, films, monkeypatch):
    monkeypatch.setattr("app.ui.analyse.work_queue.LOADING_S", 0.5)
    monkeypatch.setattr("app.ui.analyse.work_queue.ANALYSIS_S", 0.5)
    analysing.drop(*films[:2])
    analysing.studio.wait(lambda: any("Has not been read on for" in text for text in analysing.texts()))
    first, second = analysing.workspace._rows
    hung = analysing.workspace.queue._thread
    analysing.workspace.queue.cancel(first)
    assert first.state is WorkState.CANCELLED
    assert analyst.left == 1
    analysing.studio.wait(lambda: second.state is WorkState.READING)  # by another thread
    assert hung.is_alive()
    analyst.free()
    analysing.studio.wait(lambda: second.state is WorkState.DONE and not hung.is_alive())
    assert first.state is WorkState.CANCELLED
    assert second.silent_s is None


def test_all_can_be_cancelled_also_in_a_pause(analysing, analyst, films):
    analysing.drop(*films)
    analysing.studio.wait(lambda: len(analysing.states()) == 3 and analysing.states()[0] is WorkState.READING)
    analysing.press(Qt.Key.Key_P)
    analysing.press(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    analyst.free()
    analysing.studio.wait(lambda: analysing.states() == [WorkState.CANCELLED] * 3)
    assert not analysing.workspace.queue.paused


def test_what_cannot_be_read_is_said_and_the_next_goes_on(analysing, analyst, tmp_path, films):
    (tmp_path / "bad.mp4").write_bytes(b"film")
    analyst.free()
    analysing.drop(tmp_path / "bad.mp4", tmp_path / "missing.mp4", films[0])
    analysing.studio.wait(lambda: "does not exist" in analysing.window.statusBar().currentMessage())
    analysing.studio.wait(lambda: analysing.states() == [WorkState.FAILED, WorkState.DONE])
    assert "bad.mp4 cannot be read as a video or picture." in analysing.texts()


def test_the_wish_holds_for_what_is_added(analysing, analyst, films, tmp_path):
    analyst.free()
    wishes = analysing.workspace._wishes
    wishes._format.setCurrentIndex(1)
    wishes.choose_folder(str(tmp_path))
    wishes._video.setChecked(True)
    analysing.drop(films[0])
    analysing.studio.wait(lambda: analyst.wishes)
    wish = analyst.wishes[0]
    assert (wish.suffix, wish.folder, wish.video, wish.gender) == (".parquet", tmp_path, True, True)


def test_a_folder_that_is_dropped_on_the_live_picture_is_analysed(analysing, analyst, tmp_path):
    analysing.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    folder = tmp_path / "films"
    folder.mkdir()
    analysing.drop(folder)
    assert analysing.window._workspaces.shown is Workspace.ANALYSE
    analysing.studio.wait(lambda: len(analysing.states()) == 1)


def test_closing_the_window_ends_the_work(analysing, analyst, films):
    analysing.drop(*films)
    analysing.studio.wait(lambda: WorkState.READING in analysing.states())
    threading.Timer(0.1, analyst.free).start()
    analysing.window.close()
    assert not analysing.window.left_behind
    assert not list(films[1].parent.glob("*readings*"))


def test_the_demo_clip_is_analysed_by_the_code_of_the_command(studio, tmp_path):
    film = tmp_path / "demo.mp4"
    shutil.copy(demo_clip(), film)
    analysing = Analysing(studio, analyst_of)
    analysing.drop(film)
    analysing.studio.wait(lambda: any(work.share > 0 for work in analysing.workspace._rows))
    analysing.press(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    analysing.studio.wait(lambda: analysing.states() == [WorkState.CANCELLED])
    assert [path.name for path in Path(tmp_path).glob("demo*")] == ["demo.mp4"]
