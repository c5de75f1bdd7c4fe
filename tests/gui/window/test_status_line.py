"""The status bar: what it names, and what it leaves out in little room."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.capture.source import SourceInfo, SourceKind
from app.perception.model import DeviceReport
from app.ui.window.status_line import StatusLine

ADVICE = "no CUDA in this ONNX Runtime; an NVIDIA card needs poise[gpu]"
DEVICE = DeviceReport("auto", "CPU", ADVICE, 2.1)


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    made = StatusLine(lambda: None, lambda: DEVICE)
    qtbot.addWidget(made)
    made.resize(1000, 30)
    made.show()
    return made


def shown(line: StatusLine) -> list[str]:
    return [label.text() for label in line.findChildren(QLabel) if label.isVisible()]


def test_the_device_is_named_and_the_advice_is_in_the_tip(line: StatusLine) -> None:
    assert shown(line)[-1] == "Device CPU, 2.1 ms a face"
    assert ADVICE not in " ".join(shown(line))
    assert any(ADVICE in label.toolTip() for label in line.findChildren(QLabel))


def test_what_has_no_room_is_left_out_from_the_right(line: StatusLine) -> None:
    everything = shown(line)
    line.resize(360, 30)
    assert everything[: len(shown(line))] == shown(line)
    assert 1 <= len(shown(line)) < len(everything)
    assert line.width() == 360


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (SourceKind.CAMERA, "Camera"),
        (SourceKind.VIDEO, "Video"),
        (SourceKind.IMAGE, "Picture"),
        (SourceKind.STREAM, "Stream"),
        (SourceKind.DEMO, "Demo clip"),
    ],
)
def test_only_the_rate_of_a_camera_is_called_that(line: StatusLine, kind: SourceKind, name: str) -> None:
    line.show_source(SourceInfo("x", kind, 640, 480, 30.0, None))
    assert shown(line)[0] == f"{name} – fps"
