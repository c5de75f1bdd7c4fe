"""The process ends when it is told to, also while something in it hangs."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.settings import Settings, load_settings, save_settings

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).parent / "hung_window.py"


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
