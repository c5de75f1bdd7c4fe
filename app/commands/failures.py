"""What every command does when something goes wrong: one sentence on standard error, and exit code 2."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.plain_text import plain

FAILED = 2
INTERRUPTED = 130  # 128 + SIGINT, what shells expect after Ctrl-C; another signal has its own number there
_LONGEST = 10_000


class CommandError(Exception):
    """A command cannot do what was asked; the message is one sentence for the user that says what to do."""


class Stopped(KeyboardInterrupt):
    """The program was told to end, by `kill`, a shut-down or a closed terminal: it does what it does at Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by signal {number}")
        self.exit_code = 128 + number


def expected_failures() -> tuple[type[Exception], ...]:
    """The error classes whose message is for the user; imported only after something went wrong, they are slow."""
    from app.capture.source import CaptureError
    from app.output.sink import OutputError
    from app.perception.baseline import BaselineError
    from app.perception.detector import DetectorError
    from app.perception.model import ModelError
    from app.recording.stored_rows import ReadError
    from app.settings import SettingsError

    own = (BaselineError, CommandError, ReadError, SettingsError)
    return (*own, CaptureError, DetectorError, ModelError, OutputError)


def say(sentence: str) -> None:
    """A sentence on standard error; what a terminal would obey in a name or a card is made visible."""
    sys.stderr.write(f"{plain(sentence, _LONGEST)}\n")
    sys.stderr.flush()


@contextmanager
def one_sentence(*more: type[Exception]) -> Iterator[None]:
    """Turn an expected failure, or one of `more`, into its sentence and exit code 2; Ctrl-C into exit code 130.

    The signals of `kill` and of a terminal that is closed end the command as Ctrl-C does, with their own exit codes.
    """
    try:
        with _stopped_by_other_signals():
            yield
    except KeyboardInterrupt as stop:
        say("Stopped.")
        raise SystemExit(getattr(stop, "exit_code", INTERRUPTED)) from None
    except (*more, *expected_failures()) as error:
        say(str(error))
        raise SystemExit(FAILED) from None


@contextmanager
def _stopped_by_other_signals() -> Iterator[None]:
    names = (name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
    numbers = [signal.Signals[name] for name in names]
    # One that is ignored (`nohup`) or handled already stays so.
    free = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        free = []
    for number in free:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in free:
            signal.signal(number, signal.SIG_DFL)


def _stop(number: int, _: object) -> None:
    raise Stopped(number)
