"""Camera and device: which there are, what they were asked for and do, and the reason where that is less."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QLabel

from app.capture.cameras import Camera
from app.capture.source import CameraMode, SourceInfo, SourceKind
from app.perception.model import DeviceReport
from app.runtime.meter import MeterSnapshot
from app.settings import Settings
from app.ui.machine.facts import MachineNow, camera_facts
from app.ui.machine.panel import MachinePanel
from app.ui.sources import choice

MODE = CameraMode(1280, 720, 30, "MJPG")
CAMERA = SourceInfo("Desk", SourceKind.CAMERA, 640, 480, 30.0, None, camera=MODE)
MEASURED = MeterSnapshot(14.8, 14.8, 20.0, 30.0, 3.2, 0, 640, 480)
DEVICE = DeviceReport("auto", "CPU", "no NVIDIA driver or card answers", 2.1)
NEW = Camera(2, "Plugged in just now", "new", 0)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(choice, "_WATCH_MS", 20)


def shown(panel):
    return " | ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def cameras_of(panel):
    box = next(each for each in panel.findChildren(QComboBox) if each.accessibleName() == "Camera")
    return [box.itemText(index) for index in range(box.count())]


def opened(studio, window):
    window._actions.machine.trigger()
    panel = window.findChild(MachinePanel)
    studio.wait(panel.isVisible)
    return panel


@pytest.fixture
def panel(qtbot):
    now = [MachineNow(CAMERA, MEASURED, DEVICE, 120.0)]
    made = MachinePanel(lambda: now[0], None)
    made.state = now
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_was_asked_and_what_comes_stand_side_by_side(panel):
    text = shown(panel)
    for part in ("1,280 × 720, 30 pictures", "640 × 480, 15 pictures", "MJPG", "does not say why it is slow"):
        assert part.replace("1,280", "1280") in text, part
    for part in ("CPU", "no NVIDIA driver or card answers", "2.1 ms a face", "3.2 ms a picture"):
        assert part in text, part


def test_it_follows_what_happens(panel, qtbot):
    panel.state[0] = MachineNow(None, None, None, None)
    qtbot.waitUntil(lambda: "No source is open" in shown(panel) and "Loading the network" in shown(panel))


@pytest.mark.parametrize(
    ("mode", "brightness", "words"),
    [
        (MODE, 20.0, "want of light"),
        (replace(MODE, exposure_s=0.1), 120.0, "fixed exposure"),
        (replace(MODE, pixel_format="YUYV", width_px=1280), 120.0, "does not say why"),
        (replace(MODE, fps=60), 120.0, "does not say why"),
    ],
)
def test_the_reason_of_a_slow_camera_is_told_as_far_as_it_is_known(mode, brightness, words):
    facts = camera_facts(MachineNow(replace(CAMERA, camera=mode), MEASURED, DEVICE, brightness))
    assert words in facts.note


def test_usb_and_the_offer_of_the_camera_are_told_with_their_numbers():
    raw = SourceInfo("Desk", SourceKind.CAMERA, 1280, 720, 10.0, None, camera=replace(MODE, pixel_format="YUYV"))
    slow = replace(MEASURED, capture_fps=10.0)
    assert "55 MB a second" in camera_facts(MachineNow(raw, slow, DEVICE, 120.0)).note
    squeezed = replace(raw, camera=MODE)
    assert "no more than 10 pictures" in camera_facts(MachineNow(squeezed, slow, DEVICE, 120.0)).note


def test_a_file_is_no_camera():
    video = SourceInfo("clip.mp4", SourceKind.VIDEO, 640, 480, 30.0, 10)
    assert "is no camera" in camera_facts(MachineNow(video, MEASURED, DEVICE, 120.0)).note


def test_a_camera_that_is_plugged_in_or_out_is_there_by_itself(studio, quick):
    window = studio.window()
    studio.wait_faces(window)
    panel = opened(studio, window)
    studio.wait(lambda: cameras_of(panel) == ["Automatic (first camera)", "Front camera", "Desk camera"])
    studio.cameras = (*studio.cameras, NEW)
    studio.wait(lambda: "Plugged in just now" in cameras_of(panel))
    assert window.statusBar().currentMessage() == "A camera was plugged in: Plugged in just now"
    studio.cameras = studio.cameras[1:]
    studio.wait(lambda: "Front camera" not in cameras_of(panel))
    assert window.statusBar().currentMessage() == "A camera was unplugged: Front camera"


def test_cameras_that_are_found_by_opening_them_are_left_alone(studio, quick):
    """Where the system names none, another look would take the picture from whoever uses them."""
    studio.cameras = (Camera(0, "Camera 0", "0", 0),)
    window = studio.window()
    studio.wait_faces(window)
    studio.wait(lambda: window._live.sources.cameras)
    studio.cameras = ()
    studio.qtbot.wait(200)
    assert len(window._live.sources.cameras) == 1


def test_nothing_is_listed_before_consent(studio, quick):
    window = studio.window(Settings())
    studio.qtbot.wait(100)
    assert not studio.used
    assert window._live.sources.cameras == ()


def test_another_camera_and_device_are_chosen_in_the_panel(studio, quick):
    window = studio.window()
    studio.wait_faces(window)
    panel = opened(studio, window)
    studio.wait(lambda: len(cameras_of(panel)) == 3)
    panel.camera_chosen.emit("camera:desk")
    studio.wait(lambda: studio.opened[-1] == "camera:desk")
    panel.device_chosen.emit("cpu")
    studio.wait(lambda: studio.saved and (studio.saved[-1].source, studio.saved[-1].device) == ("camera:desk", "cpu"))
