"""What a bundle holds, and places that are none."""

import socket
from typing import Any

import pytest
from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage

from app.output.live.osc import OscSink, parse_place
from app.output.live.sink import Gap, Marker, SourceState
from app.output.sink import OutputError


def contents(data: bytes) -> dict[str, list[Any]]:
    messages = list(OscBundle(data)) if OscBundle.dgram_is_bundle(data) else [OscMessage(data)]
    return {message.address: list(message.params) for message in messages if isinstance(message, OscMessage)}


def test_a_bundle_says_what_was_read(udp: socket.socket, results: Any) -> None:
    sink = OscSink(f"localhost:{udp.getsockname()[1]}", 30.0)
    assert contents(udp.recv(65536)) == {"/poise/hello": [1, 30.0]}
    sink.write(results(7, results.face(3), results.dark(5)))
    said = contents(udp.recv(65536))
    assert said["/poise/frame"] == [7, pytest.approx(0.2333, abs=1e-3), 2]
    assert said["/poise/face/1/id"] == [3, 1, 1]
    assert said["/poise/face/1/emotion"] == ["happiness", pytest.approx(0.6)]
    assert said["/poise/face/1/emotions"] == pytest.approx([0.1, 0.6, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03])
    assert said["/poise/face/1/pose"] == pytest.approx([10.126, -5.0, 2.5])
    assert said["/poise/face/1/attention"] == ["facing"]
    assert said["/poise/face/1/baseline"] == [""]
    assert said["/poise/face/2/id"] == [5, 1, 0]
    assert said["/poise/face/2/emotion"][0] == "uncertain"
    sink.tell(SourceState("paused", "Desk camera"))
    assert contents(udp.recv(65536)) == {"/poise/state": ["paused", "Desk camera"]}
    sink.mark(Marker("go", 1.0, "PsychoPy"))
    assert contents(udp.recv(65536)) == {"/poise/marker": ["go", "PsychoPy"]}
    sink.miss(Gap(1.0, 3.5, "no frame came"))
    assert contents(udp.recv(65536)) == {"/poise/gap": [pytest.approx(2.5), "no frame came"]}
    sink.close()


@pytest.mark.parametrize("place", ["", "9000", "localhost", "localhost:", ":9000", "localhost:0", "localhost:70000",
                                   "localhost:9e3", "localhost:-1"])  # fmt: skip
def test_a_place_that_is_none_is_one_sentence(place: str) -> None:
    with pytest.raises(OutputError, match="write HOST:PORT"):
        parse_place(place)


def test_an_address_of_ipv6_is_a_place() -> None:
    assert parse_place("[::1]:9000") == ("::1", 9000)


def test_a_host_that_is_not_known_is_one_sentence() -> None:
    with pytest.raises(OutputError, match=r"The host no\.such\.host\.invalid is not known"):
        OscSink("no.such.host.invalid:9000", 30.0)


def test_a_place_beyond_this_machine_is_told() -> None:
    sink = OscSink("192.0.2.1:9000", 30.0)
    assert not sink.status().local
    sink.close()
