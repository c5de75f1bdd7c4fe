"""Keeps standard error for the program's own sentences, in plain text: MediaPipe logs every step of its start there."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.plain_text import plain

_STDOUT, _STDERR = 1, 2
_LONGEST_LINE = 2000


def log_plainly() -> None:
    """Let no name or card in a warning of the log send escape sequences to the terminal."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(_PlainLines())


class _PlainLines(logging.Formatter):
    """The message, and a traceback as its lines."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(plain(line, _LONGEST_LINE) for line in super().format(record).splitlines())


@contextmanager
def native_log_hidden() -> Iterator[None]:
    """Hide what native libraries write to standard error; Python's own `sys.stderr` goes on.

    There is no switch for it: the messages come before MediaPipe's logging is set up. POISE_NATIVE_LOG=1 shows them.
    """
    if os.environ.get("POISE_NATIVE_LOG"):
        yield
        return
    kept = _redirected(_STDERR, os.devnull)
    python_stderr = sys.stderr
    if _descriptor(python_stderr) == _STDERR:
        encoding = python_stderr.encoding
        sys.stderr = os.fdopen(kept, "w", 1, encoding, errors="backslashreplace", closefd=False)
    try:
        yield
    finally:
        sys.stderr.flush()
        sys.stderr = python_stderr
        _restore(kept, _STDERR)


@contextmanager
def stdout_kept_clean() -> Iterator[None]:
    """Send what is written to standard output to standard error meanwhile, so that one JSON object can stand alone."""
    sys.stdout.flush()
    python_stdout, sys.stdout = sys.stdout, sys.stderr
    kept = os.dup(_STDOUT)
    os.dup2(_STDERR, _STDOUT)
    try:
        yield
    finally:
        sys.stdout = python_stdout
        _restore(kept, _STDOUT)


def _redirected(descriptor: int, path: str) -> int:
    """Point a descriptor at a file and return where it pointed before, as a new descriptor."""
    kept = os.dup(descriptor)
    target = os.open(path, os.O_WRONLY)
    os.dup2(target, descriptor)
    os.close(target)
    return kept


def _restore(kept: int, descriptor: int) -> None:
    os.dup2(kept, descriptor)
    os.close(kept)


def _descriptor(stream: object) -> int | None:
    """The descriptor of a stream; tests and notebooks put streams without one in place."""
    try:
        return int(stream.fileno())  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return None
