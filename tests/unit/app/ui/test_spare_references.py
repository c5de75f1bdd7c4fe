"""None outlives what PySide6 takes of it, on Python versions that count its references."""

import os
import subprocess
import sys

USES_QT_FOR_LONG = """
from app.ui.spare_references import give_spare_references
give_spare_references()
give_spare_references()
from PySide6.QtCore import QObject
item = QObject()
for _ in range(200_000):
    item.setObjectName("x")
    item.blockSignals(False)
"""


def test_the_interpreter_outlives_many_calls_of_qt() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", USES_QT_FOR_LONG]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
