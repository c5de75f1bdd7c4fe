"""The shipped assets are compared with their list of checksums at load; the user's own files are not."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.capture.demo import open_demo
from app.capture.source import CaptureError
from app.paths import assets_dir, default_model, demo_clip
from app.perception.detector import Detector, DetectorError, DetectorRange, detector_file
from app.perception.model import DeviceChoice, ModelError, Network
from app.shipped_files import LIST_NAME, altered, sha256_of


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The assets in a folder that may be spoilt."""
    folder = tmp_path / "assets"
    shutil.copytree(assets_dir(), folder)
    for module in ("app.paths", "app.shipped_files"):
        monkeypatch.setattr(f"{module}.assets_dir", lambda: folder)
    return folder


def overwrite(path: Path, at: int, count: int = 4096) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes(count))


def test_the_list_names_every_asset_as_it_is() -> None:
    listed = dict(line.split("  ")[::-1] for line in (assets_dir() / LIST_NAME).read_text().splitlines())
    files = [path for path in assets_dir().rglob("*.*") if path.is_file()]
    expected = {path.relative_to(assets_dir()).as_posix(): sha256_of(path) for path in files}
    assert listed == expected, "renew it as CONTRIBUTING.md says"


def test_whole_assets_are_not_altered() -> None:
    files = (default_model(), demo_clip(), *(detector_file(reach) for reach in DetectorRange))
    assert [altered(path) for path in files] == ["", "", "", ""]


def test_a_network_with_four_kib_overwritten_is_refused(copy: Path) -> None:
    path = copy / "models" / "poise.onnx"
    overwrite(path, path.stat().st_size // 2)
    with pytest.raises(ModelError, match=r"poise.onnx cannot be used: it is not the file that came with .*\.$"):
        Network(path, DeviceChoice.CPU)


@pytest.mark.parametrize("reach", list(DetectorRange))
def test_a_detector_that_lost_its_end_is_refused(copy: Path, reach: DetectorRange) -> None:
    path = detector_file(reach)
    assert copy in path.parents
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DetectorError, match=r"came with Poise .*; reinstall Poise or restore assets/models\.$"):
        Detector(reach)


def test_a_damaged_demo_clip_is_refused(copy: Path) -> None:
    overwrite(copy / "demo.mp4", 500_000)
    with pytest.raises(CaptureError, match=r"The demo clip cannot be used: .*\.$"):
        open_demo()


def test_a_model_of_the_user_is_nobody_elses_business(copy: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.onnx"
    shutil.copy(copy / "models" / "poise.onnx", own)
    overwrite(own, 0)
    assert altered(own) == ""


def test_a_detector_that_mediapipe_does_not_read_is_one_sentence(copy: Path) -> None:
    """In a process of its own: MediaPipe leaves a thread behind where it fails."""
    path = detector_file(DetectorRange.SHORT)
    path.write_bytes(path.read_bytes()[:1000])
    code = (
        "import sys, pathlib; from app.perception import detector;"
        f"detector.altered = lambda _: ''; detector.models_dir = lambda: pathlib.Path({str(path.parent)!r});"
        "error = None\n"
        "try: detector.Detector()\n"
        "except detector.DetectorError as caught: error = str(caught)\n"
        "print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert re.fullmatch(
        r"The face detector \S+ cannot be started \(.+\); reinstall Poise or restore assets/models\.",
        done.stdout.strip(),
    )


def test_doctor_calls_a_damaged_network_broken(copy: Path) -> None:
    path = copy / "models" / "poise.onnx"
    overwrite(path, path.stat().st_size // 2)
    code = (
        "import sys, pathlib, app.paths, app.shipped_files;"
        f"app.paths.assets_dir = app.shipped_files.assets_dir = lambda: pathlib.Path({str(copy)!r});"
        "from app.commands.examination import examine_network; from app.perception.model import DeviceChoice;"
        "(found,) = examine_network(app.paths.default_model(), DeviceChoice.CPU);"
        "sys.exit(0 if found.state == 'broken' and 'came with Poise' in found.advice else repr(found))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
