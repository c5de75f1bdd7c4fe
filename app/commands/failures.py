"""What every command does when something goes wrong: one sentence on standard error, and exit code 2."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.plain_text import plain

FAILED = 2
INTERRUPTED = 130  # 128 + SIGINT, what shells expect after Ctrl-C
_LONGEST = 10_000


class CommandError(Exception):
    """A command cannot do what was asked; the message is one sentence for the user that says what to do."""


def expected_failures() -> tuple[type[Exception], ...]:
    """The error classes whose message is for the user; imported only after something went wrong, they are slow."""
    from app.capture.source import CaptureError
    from app.output.sink import OutputError
    from app.perception.detector import DetectorError
    from app.perception.model import ModelError
    from app.settings import SettingsError

    return (CommandError, CaptureError, DetectorError, ModelError, OutputError, SettingsError)


def say(sentence: str) -> None:
    """A sentence on standard error; what a terminal would obey in a name or a card is made visible."""
    sys.stderr.write(f"{plain(sentence, _LONGEST)}\n")
    sys.stderr.flush()


@contextmanager
def one_sentence(*more: type[Exception]) -> Iterator[None]:
    """Turn an expected failure, or one of `more`, into its sentence and exit code 2; Ctrl-C into exit code 130."""
    try:
        yield
    except KeyboardInterrupt:
        say("Stopped.")
        raise SystemExit(INTERRUPTED) from None
    except (*more, *expected_failures()) as error:
        say(str(error))
        raise SystemExit(FAILED) from None
