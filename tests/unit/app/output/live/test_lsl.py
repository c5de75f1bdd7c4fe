"""The stream of numbers, its description, who may see it, and the markers of others."""

import math
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.output.live.lsl import CHANNELS, LslSink, sample
from app.output.live.lsl_library import load_lsl
from app.output.live.lsl_markers import LslMarkers
from app.output.live.sink import Marker
from app.output.sink import OutputError


@pytest.fixture
def sink() -> Iterator[LslSink]:
    made = LslSink(local_network=False, max_rate_hz=30.0)
    yield made
    made.close()


def test_a_sample_holds_what_the_channels_are_called(results: Any) -> None:
    names = [name for name, _ in CHANNELS]
    values = dict(zip(names, sample(7, results.face(2)), strict=True))
    assert (values["frame"], values["face_id"], values["valid"], values["attention"]) == (7, 2, 1, 1)
    assert (values["happiness"], values["yaw_deg"], values["female"], values["baseline"]) == (0.6, 10.126, 0.7, 0)
    assert sample(7, replace(results.face(2), baseline="Anna"))[names.index("baseline")] == 1


def test_what_is_not_there_is_not_a_number(results: Any) -> None:
    names = [name for name, _ in CHANNELS]
    dark = dict(zip(names, sample(7, results.dark()), strict=True))
    assert dark["valid"] == 0
    assert math.isnan(dark["attention"])
    nobody = dict(zip(names, sample(7, None), strict=True))
    assert (nobody["face_id"], nobody["attention"]) == (0, -1)
    assert all(math.isnan(nobody[name]) for name in names[4:])


def test_the_description_names_channels_and_units(sink: LslSink) -> None:
    pylsl = load_lsl()
    (found,) = pylsl.resolve_byprop("source_id", f"poise-{os.getpid()}", timeout=20)
    inlet = pylsl.StreamInlet(found, recover=False)
    description = inlet.info(timeout=20).desc()
    channel = description.child("channels").child("channel")
    described = []
    while not channel.empty():
        described.append((channel.child_value("label"), channel.child_value("unit")))
        channel = channel.next_sibling()
    assert described == list(CHANNELS)
    assert description.child_value("protocol") == "1"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows and binds the sockets of a process")
def test_every_socket_of_the_stream_is_bound_to_this_machine(sink: LslSink) -> None:
    listening = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            with socket.socket(fileno=os.dup(int(entry.name))) as one:
                place = one.getsockname()
                if one.family == socket.AF_INET and place[1] >= 16571 and place[1] <= 16604:
                    listening.append((place, one.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16)))
        except OSError:
            continue
    assert len(listening) >= 3
    assert all(device == b"lo\0" or place[0] == "127.0.0.1" for place, device in listening), listening


def test_an_inlet_that_does_not_read_keeps_the_newest(
    sink: LslSink, results: Any, wait_until: Callable[..., None]
) -> None:
    pylsl = load_lsl()
    (found,) = pylsl.resolve_byprop("source_id", f"poise-{os.getpid()}", timeout=20)
    inlet = pylsl.StreamInlet(found, max_buflen=1, recover=False)
    inlet.open_stream(timeout=20)
    for index in range(500):
        sink.write(results(index))
    wait_until(lambda: inlet.samples_available() >= 100)
    got = []
    while (sample_and_stamp := inlet.pull_sample(timeout=0.3))[0] is not None:
        got.append(int(sample_and_stamp[0][0]))
    assert got[-1] == 499
    assert len(got) <= 250


def test_the_reach_is_for_the_life_of_the_program() -> None:
    load_lsl()
    with pytest.raises(OutputError, match="runs for this machine; start Poise again"):
        load_lsl(local_network=True)


def test_no_configuration_is_left_behind(tmp_path: Path) -> None:
    load_lsl()
    assert "LSLAPICFG" not in os.environ


def test_markers_of_others_come_with_their_moment(wait_until: Callable[..., None]) -> None:
    pylsl = load_lsl()
    got: list[Marker] = []
    info = pylsl.StreamInfo("Experiment", "Markers", 1, pylsl.IRREGULAR_RATE, "string", f"markers-{os.getpid()}")
    outlet = pylsl.StreamOutlet(info)
    listener = LslMarkers(got.append)
    try:
        wait_until(outlet.have_consumers)
        sent_at = time.perf_counter() - 0.5
        outlet.push_sample(["trial 7"], timestamp=pylsl.local_clock() - 0.5)
        wait_until(lambda: got)
    finally:
        listener.close()
    assert (got[0].text, got[0].origin) == ("trial 7", "Experiment")
    assert got[0].captured_at == pytest.approx(sent_at, abs=0.05)
