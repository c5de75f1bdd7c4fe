"""The first screen stands before everything else, once."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.settings import Settings
from app.ui.window.first_start import FirstStart


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
    assert not window.findChild(FirstStart).isVisible()


def test_it_can_be_read_again_without_an_interruption(studio):
    window = studio.window()
    studio.wait_faces(window)
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert window.findChild(FirstStart).isVisible()
    button(window, "I understand, start").click()
    assert not window.findChild(FirstStart).isVisible()
    assert studio.opened == [""]
