"""The first screen stands before everything else, once."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QInputDialog, QMenu, QPushButton
from shiboken6 import isValid

from app.settings import Settings
from app.ui.live.panel import LivePanel
from app.ui.review.opening import OpeningChoice
from app.ui.video.state_card import StateCard
from app.ui.window.about import AboutDialog
from app.ui.window.actions import Actions
from app.ui.window.first_start import FirstStart
from app.ui.window.live_page import LivePage
from tests.unit.app.recording.made import row, table


def button(window, text):
    return next(each for each in window.findChildren(QPushButton) if each.text() == text)


def test_nothing_is_opened_before_it_is_accepted(studio):
    window = studio.window(Settings())
    page = window.findChild(FirstStart)
    assert page.isVisible()
    text = " ".join(studio.texts(page)).replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")
    for said in ("emotions", "pose of the head", "gender", "stays on this device", "nothing is stored",
                 "not what a person feels", "at work or in education", "5(1)(f)", "50(3)"):  # fmt: skip
        assert said in text
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert studio.opened == []


def test_accepting_starts_and_is_remembered(studio):
    window = studio.window(Settings())
    QTest.keyClick(button(window, "I understand, start"), Qt.Key.Key_Space)
    studio.wait_faces(window)
    assert not window.findChild(FirstStart).isVisible()
    window.close()
    assert studio.saved[-1].notice_accepted


def test_declining_quits(studio):
    window = studio.window(Settings())
    button(window, "Quit").click()
    assert not window.isVisible()
    assert not any(settings.notice_accepted for settings in studio.saved)
    assert studio.opened == []


def test_it_is_shown_only_once(studio):
    window = studio.window()
    studio.wait_faces(window)
    assert window.findChild(FirstStart) is None


def test_it_can_be_read_again_beside_what_runs_and_esc_closes_it(studio):
    window = studio.window()
    studio.wait_faces(window)
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    about = window.findChild(AboutDialog)
    studio.wait(lambda: about.isVisible())
    assert window.findChild(LivePage).isVisible()
    assert any("goes on reading" in text for text in studio.texts(about))
    QTest.keyClick(about, Qt.Key.Key_Escape)
    studio.wait(lambda: window.findChild(AboutDialog) is None)
    assert studio.opened == [""]
    assert window.isVisible()


def test_consent_can_be_withdrawn(studio):
    window = studio.window()
    studio.wait_faces(window)
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    studio.wait(lambda: window.findChild(AboutDialog).isVisible())
    button(window.findChild(AboutDialog), "Withdraw consent and quit").click()
    assert not window.isVisible()
    assert not studio.saved[-1].notice_accepted


CHOOSE = "Choose source\N{HORIZONTAL ELLIPSIS}"  # waits for an answer in its menu


def every_action(window):
    """All that a menu or a key does, but for what ends, covers or blocks the window."""
    sources = next(menu for menu in window.findChildren(QMenu) if menu.title() == "Choose &source")
    own = [action for group in window.findChild(Actions).groups for action in group.actions]
    for action in (*own, *sources.actions()):
        if action.text() not in ("Quit", "Full screen", "Keyboard shortcuts", CHOOSE):
            yield action


def drop(window, *addresses):
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    everywhere = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dragEnterEvent(QDragEnterEvent(QPoint(5, 5), *everywhere))
    window.dropEvent(QDropEvent(QPointF(5, 5), *everywhere))


class Analyst:
    """Must not be asked anything here."""

    def __init__(self):
        self.asked = []

    def find(self, paths):
        self.asked.append(paths)
        return (), ()

    def read(self, *_):
        raise NotImplementedError

    def close(self): ...


ALL_BUT_THE_NOTICE = Settings(source="demo", streaming_accepted=True, recording_accepted_at="2026-01-01T00:00:00Z",
                              baseline="mine", use_baseline=True)  # fmt: skip
"""Of somebody who streamed and recorded by the command line, and never saw the window."""


def test_before_consent_nothing_opens_lists_loads_or_is_saved_whatever_is_tried(studio, tmp_path, monkeypatch):
    analyst, read = Analyst(), []
    monkeypatch.setattr("app.ui.review.workspace.open_recording", lambda path, file: read.append(path))
    monkeypatch.setattr("app.baselines.baseline_named", lambda name, folder: read.append(name))
    monkeypatch.setattr("app.ui.baseline.control.baseline_named", lambda name, folder: read.append(name), raising=False)
    session = table(tmp_path / "session.csv", [row(0.0)])
    window = studio.window(ALL_BUT_THE_NOTICE, make_analyst=lambda settings: analyst)
    page = window.findChild(FirstStart)
    for action in list(every_action(window)):
        if isValid(action):
            action.setEnabled(True)  # a menu that a mistake left enabled
            action.trigger()
    window.findChild(Actions).again.trigger()
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
        menu.close()
    card = window.findChild(StateCard)
    for signal in (card.again, card.demo):
        signal.emit()
    drop(window, "file:///tmp/a.mp4")
    drop(window, "file:///tmp/a.mp4", "file:///tmp/b.mp4")
    drop(window, session.as_uri())
    for choice in window.findChildren(OpeningChoice):
        choice.chosen.emit(session)
    for panel in window.findChildren(LivePanel):
        for which in panel.findChildren(QAbstractButton):
            which.click()
    for dialog in window.findChildren(QDialog):
        if isinstance(dialog, QInputDialog):
            dialog.setTextValue("http://127.0.0.1:9/live")
            dialog.accept()
        dialog.close()
    studio.qtbot.wait(700)  # what would be saved is saved after 400 ms
    assert page.isVisible()
    assert studio.opened == []
    assert studio.used == set()  # nor is a camera listed or a network loaded
    assert (analyst.asked, read) == ([], [])  # nor a file analysed, a recording or a baseline read
    assert studio.outputs.broadcast.statuses == ()
    assert not (tmp_path / "recordings").exists()
    assert not any(settings.source != "demo" or settings.notice_accepted for settings in studio.saved)


def test_a_key_of_every_action_opens_nothing_before_consent(studio):
    window = studio.window(Settings())
    for action in list(every_action(window)):
        for shortcut in action.shortcuts():
            combination = shortcut[0]
            QTest.keyClick(window, combination.key(), combination.keyboardModifiers())
    assert studio.opened == []
    assert studio.used == set()
