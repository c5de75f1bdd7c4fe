"""`poise selfcheck`: one JSON object on standard output and nothing else, without a screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.paths import default_model, demo_clip

pytestmark = [
    pytest.mark.skipif(not demo_clip().is_file(), reason="the demo clip is not here"),
    pytest.mark.timeout(300),
]


def selfcheck(*arguments: str) -> tuple[int, dict[str, object], str]:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    command = [sys.executable, "-m", "app", "selfcheck", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.mark.skipif(not default_model().is_file(), reason="the network is not here")
def test_all_is_well() -> None:
    code, summary, said = selfcheck()
    assert (code, summary["ok"], summary["problems"], said) == (0, True, [], "")
    assert summary["device"] in ("CPU", "CUDA")
    frames, with_face, faces = summary["frames"], summary["frames_with_face"], summary["faces"]
    assert isinstance(frames, int) and isinstance(with_face, int) and isinstance(faces, int)
    assert 0 < with_face <= frames and faces >= 1
    perceive = summary["perceive_ms"]
    assert isinstance(perceive, dict) and 0 < perceive["median"] <= perceive["p95"]
    window = summary["window"]
    assert isinstance(window, dict) and window["platform"] == "offscreen" and window["painted_with_face"] > 0


def test_a_missing_network_is_told_in_the_summary(tmp_path: Path) -> None:
    code, summary, said = selfcheck("--model", str(tmp_path / "none.onnx"))
    assert (code, summary["ok"]) == (2, False)
    assert "none.onnx" in said
    assert said.count("\n") == 1
