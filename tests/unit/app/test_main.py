"""The command line: quick to answer, and one sentence with exit code 2 for everything that can be expected."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SLOW = ("cv2", "mediapipe", "numpy", "onnxruntime", "PySide6", "pyarrow")
LIVE = {"websockets": "--websocket", "pylsl": "--lsl", "python-osc": "--osc=127.0.0.1:9000"}


def poise(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "app", *arguments, **variables)


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, env={**environment, **variables}
    )


def test_help_lists_the_commands() -> None:
    done = poise("--help", COLUMNS="200")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("analyze", "stream", "cameras", "doctor", "selfcheck", "bench"))
    assert "watch" not in done.stdout


def test_the_command_line_imports_nothing_slow() -> None:
    done = python("-c", f"import sys, app.main; sys.exit(str([m for m in {SLOW} if m in sys.modules]))")
    assert done.stderr.strip() == "[]"


def test_a_missing_onnxruntime_names_the_extra() -> None:
    without = "import sys; sys.modules['onnxruntime'] = None; from app.main import run; run()"
    for arguments in ((), ("analyze", "demo", "-o", "out.csv")):
        done = python("-c", without, *arguments, QT_QPA_PLATFORM="offscreen")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "ONNX Runtime" in done.stderr
        assert ".[cpu]" in done.stderr


@pytest.mark.parametrize("package", LIVE)
def test_the_program_runs_without_a_library_of_its_sinks_and_says_what_is_missing(package: str) -> None:
    module = package.removeprefix("python-").replace("osc", "pythonosc")
    without = f"import sys; sys.modules[{module!r}] = None; from app.main import run; run()"
    done = python("-c", without, "stream", "--source", "demo", "--agree", LIVE[package])
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"needs the package {package}" in done.stderr
    assert "run.py" in done.stderr
    code = f"import sys; sys.modules[{module!r}] = None; import app.ui.live.panel, app.commands.stream"
    assert python("-c", code).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.skipif(sys.platform != "linux", reason="X11 and its libraries")
def test_a_screen_that_does_not_answer_is_one_sentence() -> None:
    done = poise(DISPLAY=":4711")
    assert done.returncode == 2
    assert done.stderr == "The screen :4711 (DISPLAY) does not answer; start Poise on a desktop, or name another.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="X11 and its libraries")
def test_missing_libraries_are_named_with_the_line_that_installs_them() -> None:
    code = (
        "from app import system_libraries; real = system_libraries.loads;"
        "system_libraries.loads = lambda name: 'xcb-cursor' not in name and real(name);"
        "from app.main import run; run()"
    )
    done = python("-c", code, DISPLAY=":4711")
    assert done.returncode == 2
    assert done.stderr.startswith("This system lacks libxcb-cursor.so.0; on Debian and Ubuntu install them: ")
    assert done.stderr.endswith("apt-get install -y libxcb-cursor0\n")


def test_no_screen_is_one_sentence() -> None:
    done = poise()
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "no screen" in done.stderr


@pytest.mark.parametrize(
    ("output", "words"), [("out.xyz", "end its name in"), ("missing/out.csv", "does not exist"), (".", "table format")]
)
def test_an_impossible_output_is_one_sentence(output: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    done = poise("analyze", str(tmp_path / "a.mp4"), "-o", str(tmp_path / output))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert words in done.stderr


def test_a_wrong_model_is_one_sentence(tmp_path: Path) -> None:
    model, video = tmp_path / "wrong.onnx", tmp_path / "a.mp4"
    model.write_bytes(b"no network")
    video.touch()
    done = poise("analyze", str(video), "-o", str(tmp_path / "out.csv"), "--model", str(model))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "wrong.onnx" in done.stderr
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("source", ["0", "camera:front", "http://127.0.0.1:9/live"])
def test_nobody_is_watched_without_being_asked(source: str) -> None:
    done = poise("watch", source, "1")
    assert done.returncode == 2
    assert "Only the demo clip or a file can be watched" in done.stderr


def test_a_baseline_that_there_is_not_is_one_sentence(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    for arguments in (
        ("--baseline", "Ben"),
        ("analyze", "demo", "-o", str(tmp_path / "out.csv"), "--baseline", "Ben"),
        ("stream", "--source", "demo", "--jsonl", "-", "--agree", "--baseline", "a\nb"),
    ):
        done = poise(*arguments, **home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "aseline" in done.stderr
