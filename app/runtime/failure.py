"""Why a session ended before its time: which part failed, and in which sentence it is told."""

import logging
from enum import StrEnum

from app.domain.plain_text import plain

_log = logging.getLogger(__name__)

_LONGEST_SENTENCE = 600  # a path may have 4096 characters, and a window has room for fewer


class FailedPart(StrEnum):
    """What ended a session, so that the user can be led to where it is mended."""

    SOURCE = "source"
    ANALYSIS = "analysis"


def sentence_of(error: Exception, thread_name: str) -> str:
    """What to tell the user: the program's own errors bring their sentence, any other is logged with its traceback."""
    if type(error).__module__.partition(".")[0] == "app":
        _log.warning("the thread %s ended: %s", thread_name, error)
        return plain(str(error), _LONGEST_SENTENCE)
    _log.error("the thread %s ended unexpectedly", thread_name, exc_info=error)
    return f"Something unexpected went wrong ({type(error).__name__}: {plain(str(error))}); start the source again."
