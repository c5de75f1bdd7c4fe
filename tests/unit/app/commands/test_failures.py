"""One sentence and exit code 2; 130 after Ctrl-C; a fault of the program keeps its traceback."""

import os
import signal
from collections.abc import Iterator

import pytest

from app.capture.source import CaptureError
from app.commands.failures import CommandError, expected_failures, one_sentence
from app.output.sink import OutputError
from app.perception.detector import DetectorError
from app.perception.model import ModelError
from app.settings import SettingsError


@pytest.mark.parametrize("kind", [CaptureError, CommandError, DetectorError, ModelError, OutputError, SettingsError])
def test_an_expected_failure_is_one_sentence(kind: type[Exception], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, one_sentence():
        raise kind("The disk is full; free some space.")
    assert ended.value.code == 2
    assert capsys.readouterr() == ("", "The disk is full; free some space.\n")


def test_no_name_sends_escapes_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), one_sentence():
        raise CaptureError("There is no file \x1b]0;title\x07\x1b[31m.mp4; check the path.")
    assert capsys.readouterr().err == "There is no file \\x1b]0;title\\x07\\x1b[31m.mp4; check the path.\n"


def test_more_kinds_may_be_expected(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, one_sentence(LookupError):
        raise LookupError("Nothing here.")
    assert (ended.value.code, capsys.readouterr().err) == (2, "Nothing here.\n")


def test_interrupted_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, one_sentence():
        raise KeyboardInterrupt
    assert (ended.value.code, capsys.readouterr().err) == (130, "Stopped.\n")


@pytest.fixture
def _heard() -> Iterator[None]:
    """Signals end the process by default, also where the tests run under nohup."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(signal.Signals[name], signal.SIG_DFL) for name in names}
    yield
    for name, handler in before.items():
        signal.signal(signal.Signals[name], handler)


@pytest.mark.usefixtures("_heard")
@pytest.mark.skipif(os.name == "nt", reason="on Windows this would end the process")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_kill_and_a_closed_terminal_end_it_as_ctrl_c_does(
    name: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    tidied = []
    with pytest.raises(SystemExit) as ended, one_sentence():
        try:
            os.kill(os.getpid(), signal.Signals[name])
        finally:
            tidied.append(True)
    assert (ended.value.code, capsys.readouterr().err, tidied) == (code, "Stopped.\n", [True])
    assert signal.getsignal(signal.Signals[name]) is signal.SIG_DFL


@pytest.mark.usefixtures("_heard")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_nohup_is_heeded() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with one_sentence():
        os.kill(os.getpid(), signal.SIGHUP)


def test_a_fault_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), one_sentence():
        raise ZeroDivisionError
    assert ZeroDivisionError not in expected_failures()
