"""`poise stream` on a source of a few frames: how it ends, what it says, and what bad input gets."""

import json
import socket
from pathlib import Path

import pytest

from app.capture.source import CaptureError
from app.commands.agreement import require_agreement
from app.commands.failures import CommandError
from app.commands.stream import StreamRequest, stream
from app.output.sink import OutputError
from tests.unit.app.commands.short_sessions import FewFrames, session_of


def messages_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_it_ends_with_its_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.jsonl"
    assert stream(StreamRequest(jsonl=str(path)), session_of(lambda: FewFrames(5))) == 0
    kinds = [message["type"] for message in messages_of(path)]
    assert kinds[0] == "hello"
    assert kinds.count("frame") >= 1
    states = [message["state"] for message in messages_of(path) if message["type"] == "state"]
    assert states == ["opening", "running", "ended", "stopped"]
    said = capsys.readouterr().err
    assert f"JSON lines: {path}" in said
    assert "dropped for slow readers" in said


def test_it_ends_by_itself_after_so_many_seconds(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert stream(StreamRequest(jsonl=str(path), seconds=0.2), session_of(FewFrames)) == 0
    assert messages_of(path)[-1] == {"type": "state", "state": "stopped", "source": "A few frames", "message": ""}


def test_a_source_that_fails_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> FewFrames:
        raise CaptureError("There is no such camera; plug it in.")

    path = tmp_path / "out.jsonl"
    assert stream(StreamRequest(jsonl=str(path)), session_of(fails)) == 2
    assert capsys.readouterr().err.count("There is no such camera; plug it in.") == 1
    assert messages_of(path)[-2]["message"] == "There is no such camera; plug it in."


def test_it_ends_when_its_last_sink_has_failed(capsys: pytest.CaptureFixture[str]) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no full disk to try")

    assert full.is_char_device()
    request = StreamRequest(jsonl="-")
    with pytest.MonkeyPatch.context() as patch, full.open("wb") as target:
        patch.setattr("sys.stdout", target)
        assert stream(request, session_of(FewFrames)) == 2
    assert "There is no room left to write standard output" in capsys.readouterr().err


def test_several_sinks_at_once(tmp_path: Path, udp_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    request = StreamRequest(
        jsonl=str(tmp_path / "out.jsonl"), websocket_port=0, osc=f"127.0.0.1:{udp_port}", seconds=0.1
    )
    assert stream(request, session_of(FewFrames)) == 0
    said = capsys.readouterr().err
    for kind in ("JSON lines: ", "WebSocket: ws://127.0.0.1:", f"OSC: 127.0.0.1:{udp_port}"):
        assert kind in said


def test_a_sink_that_cannot_begin_closes_those_before_it(tmp_path: Path) -> None:
    request = StreamRequest(jsonl=str(tmp_path / "out.jsonl"), websocket_port=0, osc="nowhere")
    with pytest.raises(OutputError, match="write HOST:PORT"):
        stream(request, session_of(FewFrames))


def test_beyond_this_machine_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    stream(StreamRequest(websocket_port=0, websocket_host="0.0.0.0", seconds=0.05), session_of(FewFrames))
    assert "beyond this machine, and not encrypted" in capsys.readouterr().err


def test_without_a_sink_there_is_nothing_to_do() -> None:
    with pytest.raises(CommandError, match="Say where to send it"):
        StreamRequest().refuse_nothing()
    StreamRequest(lsl=True).refuse_nothing()
    StreamRequest(websocket_port=0).refuse_nothing()


def test_a_token_of_ones_own_is_taken_if_it_is_long_enough(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POISE_TOKEN", "0123456789abcdef")
    request = StreamRequest(websocket_port=0, seconds=0.05)
    stream(request, session_of(FewFrames))
    assert "/?token=0123456789abcdef" in capsys.readouterr().err
    monkeypatch.setenv("POISE_TOKEN", "short")
    with pytest.raises(CommandError, match="at least 16 characters"):
        stream(request, session_of(FewFrames))


def test_nothing_is_sent_before_somebody_agreed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="add --agree"):
        require_agreement("This will be sent.", agreed=False, remember=pytest.fail)
    assert "This will be sent." in capsys.readouterr().err
    require_agreement("This will be sent.", agreed=True, remember=pytest.fail)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("typed", "agrees"), [("y\n", True), ("Yes\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_on_a_terminal_it_is_asked_once(typed: str, agrees: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return typed

    remembered: list[bool] = []
    monkeypatch.setattr("sys.stdin", Terminal())
    if agrees:
        require_agreement("This will be sent.", agreed=False, remember=lambda: remembered.append(True))
    else:
        with pytest.raises(CommandError, match="asks again"):
            require_agreement("This will be sent.", agreed=False, remember=lambda: remembered.append(True))
    assert bool(remembered) is agrees


@pytest.fixture
def udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
