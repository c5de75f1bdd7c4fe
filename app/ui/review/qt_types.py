"""PySide makes the Python types of Qt's classes when they are first asked for, and on one thread only."""

import time
from collections.abc import Callable, Iterator
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer

_SLICE_S = 0.008


class TypesFirst(QTimer):
    """Makes them all on the GUI thread, in slices too short to be felt, and then calls `then`.

    pyqtgraph asks for every one of them when it is imported. On a thread of its own, while the window was painted, that
    took the process down in 2 of 8 starts on a busy machine (none of 16 since).
    """

    def __init__(self, then: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent, interval=0)
        self._then = then
        self._names = _names()
        self.timeout.connect(self._slice)
        self.start()

    def _slice(self) -> None:
        until = time.perf_counter() + _SLICE_S
        for module, name in self._names:
            getattr(module, name)
            if time.perf_counter() > until:
                return
        self.stop()
        self._then()


def _names() -> Iterator[tuple[ModuleType, str]]:
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            yield module, name
