"""What hangs is told within five seconds, what is old turns grey, and closing never waits for it."""

import threading
import time

import pytest
from PySide6.QtWidgets import QGraphicsOpacityEffect, QPushButton

from app.runtime import pulse
from app.settings import Settings
from app.ui.readings.panel import ReadingsPanel
from app.ui.video.state_card import StateCard
from app.ui.video.video_view import VideoView


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(pulse, "ANALYSIS_S", 0.4)
    monkeypatch.setattr(pulse, "SOURCE_S", 0.4)


def grey(window):
    return window.findChild(ReadingsPanel).findChild(QGraphicsOpacityEffect).isEnabled()


def card(window):
    return window.findChild(StateCard)


def test_a_hung_analysis_is_told_grey_with_its_age_and_restarted(studio, impatient):
    window = studio.window()
    studio.wait_faces(window)
    assert not grey(window)
    studio.perceivers[0].go_on.clear()
    studio.wait(card(window).isVisible)
    assert any("The analysis does not answer" in text for text in studio.texts(card(window)))
    assert grey(window)
    assert any("SECONDS OLD" in text for text in studio.texts(window.findChild(ReadingsPanel)))
    assert "Nothing read for" in window.findChild(VideoView).accessibleDescription()
    next(each for each in card(window).findChildren(QPushButton) if each.text() == "Restart it").click()
    studio.wait(lambda: len(studio.perceivers) == 2)
    studio.wait_faces(window)
    studio.wait(lambda: not grey(window))
    assert not card(window).isVisible()


def test_an_analysis_that_answers_again_is_shown_at_once(studio, impatient):
    window = studio.window()
    studio.wait_faces(window)
    studio.perceivers[0].go_on.clear()
    studio.wait(card(window).isVisible)
    studio.perceivers[0].go_on.set()
    studio.wait(lambda: not grey(window) and not card(window).isVisible())


def test_a_camera_that_freezes_is_told_on_the_picture(studio, impatient, monkeypatch):
    window = studio.window()
    studio.wait_faces(window)
    closed = studio.sources[0].closed

    def freeze():
        closed.wait()

    monkeypatch.setattr(studio.sources[0], "read", freeze)
    studio.wait(lambda: "No new picture for" in window.findChild(VideoView).accessibleDescription())
    assert grey(window)


@pytest.mark.parametrize("hung", ["analysis", "loading", "source", "settings"])
def test_closing_takes_at_most_two_seconds_whatever_hangs(studio, hung):
    release = threading.Event()

    def save(settings):
        assert release.wait(20)

    more = {"save": save} if hung == "settings" else {}
    if hung == "loading":
        studio.may_load.clear()
    if hung == "source":
        studio.may_open.clear()
    window = studio.window(Settings(notice_accepted=True, source="demo"), **more)
    if hung in ("analysis", "settings"):
        studio.wait_faces(window)
    else:
        studio.wait(lambda: studio.opened)
    if hung == "analysis":
        studio.perceivers[0].go_on.clear()
        studio.qtbot.wait(100)
    begun = time.perf_counter()
    window.close()
    assert time.perf_counter() - begun < 2.0
    assert window.left_behind
    release.set()
