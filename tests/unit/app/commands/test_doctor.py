"""The findings of `doctor`, and what a broken part makes of them."""

import importlib.metadata
import json
import sys
from pathlib import Path

import pytest

from app.commands import doctor as doctor_module
from app.commands import examination
from app.commands.examination import Finding, State
from app.perception.detector import DetectorRange, detector_file
from app.perception.model import DeviceChoice


def test_one_provider_of_cv2_is_right_and_two_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [finding.state for finding in examination.examine_providers_of_cv2()] == [State.OK]
    both = {"cv2": ["opencv-python", "opencv-contrib-python"]}
    monkeypatch.setattr(importlib.metadata, "packages_distributions", lambda: both)
    (finding,) = examination.examine_providers_of_cv2()
    assert (finding.state, finding.text) == (State.BROKEN, "opencv-contrib-python, opencv-python")


def test_in_a_bundle_nobody_knows_which_package_brought_cv2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "packages_distributions", dict)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    (finding,) = examination.examine_providers_of_cv2()
    assert finding.state is State.OK
    assert "part of the bundle" in finding.text


def test_two_onnxruntimes_break_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "version_of", lambda name: "1.27.0")
    (finding,) = examination.examine_onnxruntime()
    assert finding.state is State.BROKEN
    assert "only one" in finding.advice


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_qt_is_tried_without_a_screen_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    (finding,) = examination.examine_qt()
    assert finding.state is State.NOTE
    assert "platform offscreen; there is no screen" in finding.text


def test_detectors_are_started_and_named_by_their_checksum() -> None:
    for finding, reach in zip(examination.examine_detectors(), DetectorRange, strict=True):
        assert finding.state is State.OK
        assert examination.sha256_of(detector_file(reach)) in finding.text


def test_a_missing_network_says_what_to_do(tmp_path: Path) -> None:
    (finding,) = examination.examine_network(tmp_path / "none.onnx", DeviceChoice.CPU)
    assert finding.state is State.BROKEN
    assert "none.onnx" in finding.advice


def test_a_broken_part_gives_a_sentence_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [Finding("Python", "3.13"), Finding("Network", "missing", State.BROKEN, "Restore it.")]
    monkeypatch.setattr(doctor_module, "_examine", lambda model, device: iter(findings))
    assert doctor_module.doctor(Path("x.onnx"), DeviceChoice.AUTO, as_json=True) == 2
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert (report["ok"], report["findings"][1]["state"]) == (False, "broken")
    assert printed.err == "Network: Restore it.\n"


def test_a_note_is_not_broken(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    findings = [Finding("Cameras", "none [gpu]", State.NOTE)]
    monkeypatch.setattr(doctor_module, "_examine", lambda model, device: iter(findings))
    assert doctor_module.doctor(Path("x.onnx"), DeviceChoice.AUTO, as_json=False) == 0
    assert "none [gpu]" in capsys.readouterr().out
