"""Every example against a real `poise stream` on the demo clip, and every line of it against the schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"


def test_the_python_client_has_ten_lines_and_gets_faces(client: Callable[..., Any], address: str) -> None:
    code = (EXAMPLES / "client.py").read_text(encoding="utf-8").split('"""', 2)[2]
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    captured_s, face_id, emotion, attention = client("client.py", address).line("happiness").split()
    assert float(captured_s) > 1.6e9
    assert (int(face_id) >= 1, emotion) == (True, "happiness")
    assert attention in ("facing", "away")


def test_the_lsl_reader_gets_faces_and_the_names_of_its_channels(client: Callable[..., Any]) -> None:
    reader = client("lsl_reader.py")
    assert "yaw_deg (degrees)" in reader.line("channels:")
    assert float(reader.line("face ").split()[0]) > 0


def test_the_osc_receiver_gets_faces(client: Callable[..., Any], osc_port: int) -> None:
    receiver = client("osc_receiver.py", str(osc_port))
    assert receiver.line("/poise/face/1/pose").count(" ") == 3
    receiver.line("/poise/face/1/attention")


def test_the_psychopy_snippet_marks_its_trials_in_the_record(client: Callable[..., Any], streaming: Any) -> None:
    snippet = client("psychopy_markers.py")
    attention = snippet.line("trial 1:").split(": ")[1].strip()
    assert attention in ("facing", "away", "absent")
    snippet.line("trial 3:")
    markers = streaming.wait_messages("marker", 6)
    assert [marker["text"].split(",")[0] for marker in markers] == [
        f"trial {trial} {what}" for trial in (1, 2, 3) for what in ("begins", "ends")
    ]
    assert {marker["origin"] for marker in markers} == {"PsychoPy"}
    assert markers[1]["captured_s"] - markers[0]["captured_s"] == pytest.approx(0.5, abs=0.45)


def test_every_line_that_was_written_fits_the_schema(streaming: Any) -> None:
    schema = json.loads((ROOT / "docs/protocol.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    lines = streaming.lines.read_text(encoding="utf-8").splitlines()[:-1]
    assert len(lines) > 10
    for line in lines[:: max(1, len(lines) // 50)]:
        validator.validate(json.loads(line))


def test_every_example_is_named_and_tried() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in EXAMPLES.iterdir()} - {"README.md", "__pycache__"}
    assert names == {"client.py", "lsl_reader.py", "osc_receiver.py", "psychopy_markers.py", "tutor.html"}
    assert all(f"({name})" in page for name in names)
