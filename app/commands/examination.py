"""The single examinations of `poise doctor`; each gives findings."""

import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import cv2

from app.capture.cameras import Camera, list_cameras
from app.capture.opening import CaptureOptions, open_source
from app.capture.source import CaptureError
from app.commands.machine import this_machine, version_of
from app.perception.detector import Detector, DetectorError, DetectorRange, detector_file
from app.perception.model import DeviceChoice, ModelError, Network
from app.runtime.screen import no_screen
from app.shipped_files import sha256_of


class State(StrEnum):
    """OK and NOTE need nothing done; BROKEN does."""

    OK = "ok"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, what was found, and what to do where something is broken."""

    subject: str
    text: str
    state: State = State.OK
    advice: str = ""


def examine_python() -> tuple[Finding, ...]:
    machine = this_machine()
    packages = tuple(Finding(name, version) for name, version in machine.packages.items())
    return (
        Finding("Machine", f"{machine.cpu}, {machine.cores} cores, {machine.system}"),
        Finding("Python", f"{machine.python} at {sys.executable}"),
        *packages,
    )


def examine_providers_of_cv2() -> tuple[Finding, ...]:
    """Two distributions that bring `cv2` overwrite each other's files."""
    if getattr(sys, "frozen", False):  # a bundle holds one cv2, and no record of the package that brought it
        return (Finding("Provider of cv2", f"OpenCV {cv2.__version__}, part of the bundle"),)
    names = sorted(set(importlib.metadata.packages_distributions().get("cv2", [])))
    text = ", ".join(names) or "none"
    if len(names) == 1:
        return (Finding("Provider of cv2", text),)
    advice = "Uninstall all of them and install opencv-contrib-python again, or let `python run.py` do it anew."
    return (Finding("Providers of cv2", text, State.BROKEN, advice),)


def examine_onnxruntime() -> tuple[Finding, ...]:
    both = bool(version_of("onnxruntime") and version_of("onnxruntime-gpu"))
    if both:
        advice = "Uninstall onnxruntime and onnxruntime-gpu, then install only one of them: both together break CUDA."
        return (Finding("ONNX Runtime", "onnxruntime and onnxruntime-gpu are both installed", State.BROKEN, advice),)
    if importlib.util.find_spec("onnxruntime") is None:
        advice = "Install it with `pip install '.[cpu]'`, or '.[gpu]' for an NVIDIA card."
        return (Finding("ONNX Runtime", "missing", State.BROKEN, advice),)
    return ()


_QT_PROBE = (
    "from PySide6.QtCore import qVersion; from PySide6.QtGui import QGuiApplication; import sys;"
    "app = QGuiApplication([]); sys.stdout.write(f'{qVersion()}, platform {app.platformName()}')"
)


def examine_qt() -> tuple[Finding, ...]:
    """Qt ends the process when it finds no screen, so it is tried in another one."""
    if getattr(sys, "frozen", False):
        return (Finding("Qt", "part of the bundle"),)
    without_screen = no_screen()
    probe = _qt_started(without_screen)
    if probe.returncode != 0:
        advice = "Start `python run.py`, which names the system libraries that are missing."
        return (Finding("Qt", _last_line(probe.stderr) or "Qt does not start", State.BROKEN, advice),)
    if without_screen:
        note = "there is no screen for the window; `poise analyze` and `poise selfcheck` need none"
        return (Finding("Qt", f"{probe.stdout}; {note}", State.NOTE),)
    return (Finding("Qt", probe.stdout),)


def _qt_started(without_screen: bool) -> "subprocess.CompletedProcess[str]":
    hidden = {"QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"}  # cv2 points both at its own Qt
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    platform = {"QT_QPA_PLATFORM": "offscreen"} if without_screen else {}
    asked = [sys.executable, "-c", _QT_PROBE]
    try:
        return subprocess.run(
            asked, env={**environment, **platform}, capture_output=True, text=True, timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(asked, 1, "", "Qt did not start within a minute")


def examine_detectors() -> tuple[Finding, ...]:
    return tuple(_detector(reach) for reach in DetectorRange)


def _detector(reach: DetectorRange) -> Finding:
    subject, path = f"Detector, {reach} range", detector_file(reach)
    try:
        Detector(reach).close()
    except DetectorError as error:
        return Finding(subject, "cannot be started", State.BROKEN, str(error))
    return Finding(subject, f"{path.name}, SHA-256 {sha256_of(path)}")


def examine_network(path: Path, device: DeviceChoice) -> tuple[Finding, ...]:
    try:
        network = Network(path, device)
    except ModelError as error:
        return (Finding("Network", "cannot be loaded", State.BROKEN, str(error)),)
    card, report = network.card, network.device
    return (
        Finding("Network", f"{card.name} {card.version}, {path.name}, SHA-256 {sha256_of(path)}"),
        Finding("Network's licence", card.licence),
        Finding("Network's data", ", ".join(card.data)),
        Finding(
            "Device",
            f"asked {report.asked}, running {report.running} ({report.reason}), {report.probe_ms:.1f} ms a face",
        ),
    )


def examine_cameras() -> tuple[Finding, ...]:
    found = list_cameras()
    if not found:
        return (Finding("Cameras", "none; plug one in, or use `--source demo` or a file", State.NOTE),)
    return tuple(_camera(camera) for camera in found)


def _camera(camera: Camera, seconds: float = 2.0) -> Finding:
    """Open a camera and measure what it delivers; the first second, in which it adjusts its light, counts too."""
    subject = f"Camera {camera.index}"
    try:
        source = open_source(camera.source_text, CaptureOptions())
        try:
            frame = source.read()
            begun, frames = time.perf_counter(), 0
            while frame is not None and time.perf_counter() - begun < seconds:
                frame = source.read()
                frames += 1
        finally:
            source.close()
    except CaptureError as error:
        return Finding(subject, camera.name, State.BROKEN, str(error))
    rate = frames / (time.perf_counter() - begun)
    size = f"{source.info.width_px}x{source.info.height_px}"
    return Finding(subject, f"{camera.name}, {camera.source_text}, delivers {size} at {rate:.1f} frames/s")


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]
