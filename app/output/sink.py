"""The one shape of everything that keeps or sends results."""

from typing import Protocol

from app.domain.result import FrameResult


class OutputError(Exception):
    """Results cannot be written; the message is one sentence for the user that says what to do."""


class ResultSink(Protocol):
    """Keeps results. One thread writes it."""

    def write(self, result: FrameResult) -> None:
        """Keep one result. Raises OutputError; what was written before stays intact."""

    def close(self) -> None:
        """Flush and finish; may be called more than once. Raises OutputError."""
