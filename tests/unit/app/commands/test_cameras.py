"""The cameras as a table and as JSON."""

import json

import pytest

from app.capture.cameras import Camera
from app.commands import cameras as cameras_module

CAMERAS = (Camera(0, "Front [HD]", "usb-1", 200), Camera(2, "Desk", "usb-2", 200))


def test_a_table_for_people(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cameras_module, "list_cameras", lambda: CAMERAS)
    assert cameras_module.cameras(as_json=False) == 0
    out = capsys.readouterr().out
    assert "Front [HD]" in out
    assert "camera:usb-2" in out


def test_json_for_programs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cameras_module, "list_cameras", lambda: CAMERAS)
    assert cameras_module.cameras(as_json=True) == 0
    assert json.loads(capsys.readouterr().out)[1] == {
        "index": 2,
        "name": "Desk",
        "stable_id": "usb-2",
        "backend": 200,
        "source": "camera:usb-2",
    }


def test_no_camera_is_said_and_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cameras_module, "list_cameras", lambda: ())
    assert cameras_module.cameras(as_json=False) == 0
    assert "No camera was found" in capsys.readouterr().err
    assert cameras_module.cameras(as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == []
