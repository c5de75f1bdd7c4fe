"""Nothing calls home."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.paths import models_dir
from app.perception.offline import NOWHERE, keep_libraries_offline, mediapipe_options

SOURCES = ("app", "trainer")
ROOT = Path(__file__).parents[4]


def test_the_environment_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("https_proxy", "http://a.proxy.that.works:80")
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    keep_libraries_offline()
    assert "NO_PROXY" not in os.environ
    assert os.environ["https_proxy"] == os.environ["HTTPS_PROXY"] == NOWHERE
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_mediapipe_trusts_no_server() -> None:
    options = mediapipe_options(models_dir() / "face_detection_short_range.tflite")
    assert options.to_ctypes().ca_bundle_path == os.devnull.encode()


def test_onnx_runtime_leaves_no_device_id(tmp_path: Path) -> None:
    code = "from app.perception.offline import import_onnxruntime; import_onnxruntime()"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "LOCALAPPDATA": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environment)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_nobody_imports_the_two_past_it() -> None:
    """Only offline.py imports ONNX Runtime; MediaPipe's options come from it alone."""
    for path in (file for package in SOURCES for file in (ROOT / package).rglob("*.py")):
        if path.name != "offline.py":
            text = path.read_text(encoding="utf-8")
            assert "import onnxruntime" not in text.replace("import_onnxruntime", ""), path
            assert "import BaseOptions" not in text, path


_WATCHED = """
import os, sys
seen = []
def watch(event, arguments):
    if event in ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec"):
        seen.append(f"{event} {arguments[0]}")
    if event == "open" and isinstance(arguments[0], (str, bytes)) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        seen.append(f"write {os.fsdecode(arguments[0])}")
sys.addaudithook(watch)
from app.perception.detector import Detector
Detector().close()
seen += sorted({"matplotlib", "sounddevice"} & set(sys.modules))
print(*seen, sep=chr(10))
"""


def test_mediapipe_starts_no_program_and_writes_no_file(tmp_path: Path) -> None:
    """Its imports wrote a cache of fonts, and ran gcc, ld and ldconfig in search of a library for microphones."""
    places = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR")
    environment = {**os.environ, **{name: str(tmp_path) for name in places}, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    assert done.stdout.split() == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_matplotlib_is_the_real_one_afterwards() -> None:
    mediapipe_options(models_dir() / "face_detection_short_range.tflite")
    matplotlib = pytest.importorskip("matplotlib")
    assert matplotlib.__version__


def test_a_home_that_cannot_be_written_is_no_matter_to_talk_of(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.touch()
    environment = {name: value for name, value in os.environ.items() if name not in ("MPLCONFIGDIR", "XDG_CONFIG_HOME")}
    code = "from app.perception.offline import mediapipe_options; mediapipe_options(__import__('pathlib').Path('x'))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, env={**environment, "HOME": str(home)}
    )
    assert "atplotlib" not in done.stderr
