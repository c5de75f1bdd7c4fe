"""The process ends when it is told to, also while something in it hangs."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.paths import demo_clip
from app.settings import Settings, load_settings, save_settings

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).parent / "hung_window.py"
ANALYSIS = Path(__file__).parent / "hung_analysis.py"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_hung_analysis_holds_neither_the_end_nor_the_settings(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    save_settings(settings, Settings(notice_accepted=True))
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(settings)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "hangs\n"
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - begun < 4.0  # 0.2 s until Python sees the signal, 1.8 s at most, and a busy machine
    assert process.returncode == 128 + signal.SIGTERM, said
    assert "native noise" not in said
    assert load_settings(settings).window_geometry


@pytest.mark.skipif(sys.platform != "linux", reason="the program hangs in a mutex of glibc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_analysis_of_files_that_hangs_in_native_code_is_told_and_can_be_ended(
    number: signal.Signals, tmp_path: Path
) -> None:
    """Python hears no signal there: it had to be killed with `kill -9`, and said nothing."""
    process = subprocess.Popen(
        [sys.executable, str(ANALYSIS), str(demo_clip()), str(tmp_path / "out.csv"), "5"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline() == "hangs\n"
    begun = time.monotonic()
    assert "demo.mp4 has not been read on for" in process.stderr.readline()
    assert time.monotonic() - begun < 5.0
    process.send_signal(number)
    begun = time.monotonic()
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - begun < 5.0
    assert process.returncode == 128 + number
    (kept,) = tmp_path.glob("out.part-*.csv")
    assert f"what was read is in {kept}, and --resume goes on with it." in said
