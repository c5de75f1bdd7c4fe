"""The server against clients that should get nothing, and against those that do what they should not."""

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from app.output.live import protocol
from app.output.live.admission import Admission
from app.output.live.sink import Gap, Marker, SourceState
from app.output.live.websocket_server import WebSocketPlace, WebSocketSink
from app.output.sink import OutputError


@pytest.fixture
def sink() -> Iterator[WebSocketSink]:
    made = WebSocketSink(WebSocketPlace(0, admission=Admission(most_clients=2)), 30.0)
    yield made
    made.close()


def opened(address: str, **more: Any) -> ClientConnection:
    return connect(address, proxy=None, close_timeout=0.2, legacy=True, **more)


def refused(address: str, **more: Any) -> int:
    with pytest.raises(InvalidStatus) as info:
        opened(address, **more)
    return info.value.response.status_code


def test_a_foreign_page_gets_nothing_even_with_the_token(sink: WebSocketSink) -> None:
    assert refused(sink.address, origin="http://evil.example") == 403
    assert refused(sink.address, origin="null") == 403
    assert sink.status().clients == 0


def test_without_the_token_or_with_another_nobody_gets_in(sink: WebSocketSink) -> None:
    assert refused(re.sub(r"\?.*", "", sink.address)) == 401
    assert refused(re.sub(r"=.*", "=guess", sink.address)) == 401


def test_a_plain_request_gets_nothing(sink: WebSocketSink) -> None:
    port = int(re.findall(r":(\d+)/", sink.address)[0])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n")
        answer = plain.recv(4096)
    assert answer.startswith(b"HTTP/1.1 4")
    assert b"face" not in answer
    assert b"Access-Control" not in answer


def test_the_first_messages_say_what_follows(
    sink: WebSocketSink, results: Any, wait_until: Callable[..., None]
) -> None:
    sink.tell(SourceState("running", "Desk camera"))
    client = opened(sink.address)
    assert json.loads(client.recv(10))["type"] == "hello"
    assert json.loads(client.recv(10)) == {
        "type": "state", "state": "running", "source": "Desk camera", "message": ""
    }  # fmt: skip
    wait_until(lambda: sink.status().clients == 1)
    sink.mark(Marker("go", 1.0, "PsychoPy"))
    assert json.loads(client.recv(10))["text"] == "go"
    sink.miss(Gap(1.0, 3.5, "no frame came"))
    assert json.loads(client.recv(10))["reason"] == "no frame came"
    sink.write(results(3))
    assert json.loads(client.recv(10))["frame"] == 3
    client.close()
    wait_until(lambda: sink.status().clients == 0)


def test_no_commands_are_accepted(sink: WebSocketSink) -> None:
    client = opened(sink.address)
    client.send('{"type": "stop"}')
    with pytest.raises(ConnectionClosed) as info:
        while True:
            client.recv(10)
    assert info.value.rcvd is not None
    assert (info.value.rcvd.code, info.value.rcvd.reason) == (1008, "Poise accepts markers alone, 100 a second at most")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ('{"type": "marker", "text": " stimulus 3 "}', "stimulus 3"),
        (b'{"type": "marker", "text": "a\\u001bb"}', "a\\x1bb"),
        ('{"type": "marker", "text": ""}', None),
        ('{"type": "marker", "text": 3}', None),
        ('{"type": "marker", "text": "a", "more": 1}', None),
        ('{"type": "marker", "text": "' + "x" * 201 + '"}', None),
        ("[" * 1000, None),
        ("marker", None),
    ],
)
def test_a_marker_is_the_one_message_that_is_taken(message: str | bytes, text: str | None) -> None:
    assert protocol.marker_text(message) == text


def test_markers_of_clients_are_handed_on_and_a_flood_of_them_is_not(wait_until: Callable[..., None]) -> None:
    markers: list[Marker] = []
    sink = WebSocketSink(WebSocketPlace(0), 30.0, markers.append)
    client = opened(sink.address)
    client.send('{"type": "marker", "text": "now"}')
    wait_until(lambda: bool(markers))
    assert (markers[0].text, markers[0].origin) == ("now", "websocket")
    assert abs(markers[0].captured_at - time.perf_counter()) < 10
    with pytest.raises(ConnectionClosed):
        while True:
            client.send('{"type": "marker", "text": "again"}')
    sink.close()


def test_a_message_that_is_too_long_is_not_even_read(sink: WebSocketSink) -> None:
    client = opened(sink.address)
    client.send("x" * 5000)
    with pytest.raises(ConnectionClosed) as info:
        while True:
            client.recv(10)
    assert info.value.rcvd is not None
    assert info.value.rcvd.code == 1009


def test_the_limit_of_clients_holds_and_a_place_gets_free(sink: WebSocketSink, wait_until: Callable[..., None]) -> None:
    clients = [opened(sink.address) for _ in range(2)]
    wait_until(lambda: sink.status().clients == 2)
    assert refused(sink.address) == 503
    clients[0].close()
    wait_until(lambda: sink.status().clients == 1)
    opened(sink.address).close()
    clients[1].close()


def test_clients_are_told_when_it_ends() -> None:
    sink = WebSocketSink(WebSocketPlace(0), 30.0)
    client = opened(sink.address)
    sink.close()
    with pytest.raises(ConnectionClosed) as info:
        while True:
            client.recv(10)
    assert info.value.rcvd is not None
    assert info.value.rcvd.code == 1001


def test_it_listens_on_this_machine_alone(sink: WebSocketSink) -> None:
    port = int(re.findall(r":(\d+)/", sink.address)[0])
    with socket.socket() as other:  # every other address of the machine is free
        other.bind(("127.0.0.2", port))
    assert sink.address.startswith("ws://127.0.0.1:")


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("127.0.0.1", None, "taken by another program; choose another"),
        ("192.0.2.77", 0, "Nothing can listen at 192.0.2.77"),
        ("no such host", 0, "Nothing can listen at no such host"),
        ("127.0.0.1", 70000, "70000 is no port"),
    ],
)
def test_a_place_where_nothing_can_listen_is_one_sentence(
    host: str, port: int | None, sentence: str, sink: WebSocketSink
) -> None:
    taken = int(re.findall(r":(\d+)/", sink.address)[0])
    with pytest.raises(OutputError, match=sentence):
        WebSocketSink(WebSocketPlace(taken if port is None else port, host), 30.0)
