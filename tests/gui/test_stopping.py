"""A window that is told to end from outside closes as by its button."""

import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.application import close_on_interrupt

pytestmark = pytest.mark.skipif(os.name == "nt", reason="on Windows this would end the process")
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    before = {name: signal.getsignal(signal.Signals[name]) for name in SIGNALS}
    for name in SIGNALS:  # whoever runs the tests in the background or under nohup has some ignored
        signal.signal(signal.Signals[name], signal.SIG_DFL)
    yield
    for name, handler in before.items():
        signal.signal(signal.Signals[name], handler)


@pytest.mark.parametrize("name", SIGNALS)
def test_signals_close_the_window(name: str, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    stopped_by = close_on_interrupt(window)
    assert stopped_by() is None
    os.kill(os.getpid(), signal.Signals[name])
    qtbot.waitUntil(lambda: not window.isVisible())
    assert stopped_by() == signal.Signals[name]


def test_a_signal_before_the_event_loop_begins_ends_the_program_too(qtbot: QtBot, qapp: QApplication) -> None:
    """The window was closed, then the loop began, and nobody was left to end it: an invisible program for ever."""
    window = QWidget()
    qtbot.addWidget(window)
    stopped_by = close_on_interrupt(window)
    window.show()
    os.kill(os.getpid(), signal.SIGTERM)
    never = QTimer(singleShot=True, interval=10_000)
    never.timeout.connect(lambda: qapp.exit(99))
    never.start()
    assert qapp.exec() == 0
    assert stopped_by() == signal.SIGTERM
    assert not window.isVisible()
