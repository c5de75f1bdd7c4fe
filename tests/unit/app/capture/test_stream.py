"""Stream addresses: their deadlines and what is said when they fail."""

import socket
from collections.abc import Callable

import pytest

from app.capture.source import CaptureError, SourceKind
from app.capture.stream import open_stream


def test_a_stream_that_stops_is_told(stream_server: tuple[str, Callable[[], None]]) -> None:
    address, stop = stream_server
    source = open_stream(address, read_timeout_s=1)
    assert source.info.kind is SourceKind.STREAM
    stop()
    with pytest.raises(CaptureError, match="has stopped"):
        while source.read() is not None:
            pass
    source.close()


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_server_that_never_answers_runs_into_the_deadline(scheme: str, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"{scheme}://127.0.0.1:{server.getsockname()[1]}/video"
        with pytest.raises(CaptureError, match="does not answer"):
            open_stream(address, open_timeout_s=0.3)
    assert capfd.readouterr().err == ""


def test_nobody_there_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(CaptureError, match="does not answer"):
        open_stream(f"rtsp://127.0.0.1:{port}/video", open_timeout_s=2)
    assert capfd.readouterr().err == ""


def test_an_unknown_scheme_says_so() -> None:
    with pytest.raises(CaptureError, match="foo://"):
        open_stream("foo://somewhere/video")


def test_the_password_is_not_shown() -> None:
    with pytest.raises(CaptureError) as error, socket.create_server(("127.0.0.1", 0)) as server:
        open_stream(f"http://me:secret@127.0.0.1:{server.getsockname()[1]}/video?token=hidden", open_timeout_s=0.2)
    assert "secret" not in str(error.value)
    assert "hidden" not in str(error.value)
