"""Every message fits the schema that docs/protocol.md names, and the schema is as strict as the program."""

import json
import time
from typing import Any

import jsonschema
import pytest

from app.output.live import protocol
from app.output.live.protocol import StreamClock
from app.output.live.sink import Gap, Marker, SourceState
from app.output.rows import COLUMNS, FACE_COLUMNS, rows_of
from app.runtime.session import SessionState


def test_every_message_fits_the_schema(results: Any, schema: dict[str, Any]) -> None:
    clock = StreamClock()
    faces = (results.face(1), results.face(2, label=None), results.lost(3), results.dark(4))
    messages = [
        protocol.hello(clock, 30.0),
        protocol.marker(Marker("trial 7", time.perf_counter(), "PsychoPy"), clock),
        protocol.gap(Gap(time.perf_counter() - 3, time.perf_counter(), "the source was lost"), clock),
        *(protocol.state(SourceState(str(state), "Desk camera", "")) for state in SessionState),
        protocol.with_drops(protocol.frame(results(3, *faces), clock), 12),
        protocol.with_drops(protocol.frame(results.without_a_face(4), clock), 0),
    ]
    for message in messages:
        jsonschema.validate(json.loads(message), schema)


def test_the_schema_is_a_schema_and_knows_this_protocol(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$defs"]["hello"]["properties"]["protocol"] == {"const": protocol.PROTOCOL}


@pytest.mark.parametrize(
    "change",
    [{"dropped": -1}, {"frame": 1.5}, {"faces": [{}]}, {"more": 1}, {"type": "frames"}, {"captured_s": "now"}],
)
def test_the_schema_refuses_what_is_none(change: dict[str, Any], results: Any, schema: dict[str, Any]) -> None:
    message = json.loads(protocol.with_drops(protocol.frame(results(), StreamClock()), 0))
    jsonschema.validate(message, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**message, **change}, schema)


def test_a_face_has_the_columns_of_a_table(results: Any, schema: dict[str, Any]) -> None:
    result = results(3)
    (face,) = json.loads(protocol.frame(result, StreamClock()))["faces"]
    (row,) = rows_of("x.mp4", result)
    assert face == {"seen": True, **{name: row[name] for name in FACE_COLUMNS}}
    assert COLUMNS[:3] == ("file", "time_s", "frame")
    assert set(schema["$defs"]["face"]["required"]) == {"seen", *FACE_COLUMNS}


def test_a_lost_face_is_told_apart(results: Any) -> None:
    (face,) = json.loads(protocol.frame(results(3, results.lost()), StreamClock()))["faces"]
    assert (face["seen"], face["attention"]) == (False, "absent")


def test_stamps_are_the_moment_of_capture_on_the_clock_of_the_world(results: Any) -> None:
    clock = StreamClock()
    before = time.time()
    message = json.loads(protocol.frame(results(), clock))
    assert before - 0.01 <= message["captured_s"] <= time.time() + 0.01
    later = clock.unix_s(time.perf_counter() + 1.0)
    assert later - message["captured_s"] == pytest.approx(1.0, abs=0.5)
