"""What a command answers on standard output, which may be closed, full, or no longer read."""

import io
import os
import sys
from typing import TYPE_CHECKING

from app.commands.failures import CommandError
from app.commands.quiet import log_plainly

if TYPE_CHECKING:
    from rich.console import RenderableType


def answer(text: str) -> None:
    """Write an answer to standard output at once.

    Raises CommandError when it cannot be written, and BrokenPipeError when the reader has gone, as after `| head`.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        sys.stdout = _nowhere()  # else Python tries to write the rest at its end, and complains again
        reason = error.strerror or str(error)
        raise CommandError(f"The answer cannot be written ({reason}); send standard output elsewhere.") from error


def rendered(*parts: "RenderableType") -> str:
    """Tables and lines as text for standard output, coloured where that is a terminal."""
    from rich.console import Console  # slow, and the window needs none of it

    screen = Console()
    text = io.StringIO()  # rich's own capture writes to standard output all the same, and fails where that is full
    console = Console(file=text, width=screen.width, force_terminal=screen.is_terminal and not screen.legacy_windows)
    for part in parts:
        console.print(part)
    return text.getvalue()


def prepare_streams() -> None:
    """Make the standard streams take every text, also where there are none.

    A program started without them (`>&-`, a launcher of the desktop) gets streams that lead nowhere; else the next
    file it opens would take their place, and with it what libraries print.
    """
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    log_plainly()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a camera's name may hold what the code page of a pipe does not
        sys.stdout.reconfigure(errors="backslashreplace")


def _nowhere(mode: str = "w") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(os.devnull, mode), encoding="utf-8", write_through=True)
