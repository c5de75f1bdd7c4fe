"""A table of the demo clip and its page, by the commands as a user types them."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.paths import default_model

pytestmark = pytest.mark.skipif(not default_model().is_file(), reason="the network is not here")


def poise(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "app", *arguments], capture_output=True, text=True, check=False)


def test_the_demo_clip_becomes_a_page(tmp_path: Path) -> None:
    table, page = tmp_path / "demo.parquet", tmp_path / "demo.html"
    done = poise("analyze", "demo", "-o", str(table), "--every", "25", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    done = poise("report", str(table), "-o", str(page))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (0, "", 1)
    text = page.read_text(encoding="utf-8")
    assert "Face 1" in text
    assert "<polyline" in text
    again = poise("report", str(table), "-o", str(page))
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "already" in again.stderr
