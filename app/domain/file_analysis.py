"""What the window and the command that analyses files tell each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Piece:
    """What becomes one table: a video, or the pictures that were found together."""

    name: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What becomes of a piece: a table of this suffix in `folder`, None for beside the piece; a `video` of a video."""

    suffix: str = ".csv"
    folder: Path | None = None
    video: bool = False
    gender: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a piece, as a sentence; `table` is None where none was written, `failed` where that is a fault."""

    sentence: str
    table: Path | None = None
    failed: bool = False


class Analyst(Protocol):
    """Analyses files off the GUI thread; one thread at a time uses it, and none of its methods raises."""

    def find(self, paths: Sequence[Path]) -> tuple[Sequence[Piece], Sequence[str]]:
        """The pieces that files and folders hold, and a sentence for each that holds none."""

    def read(self, piece: Piece, wish: Wish, progress: Callable[[float], None], stop: Callable[[], bool]) -> Finding:
        """Write what is wished; `progress` is told a share from 0 to 1, `stop` is asked at every frame and may wait.

        Where it answers True nothing is left behind.
        """

    def leave(self) -> None:
        """What is read now does not answer; whoever reads next loads anew. Any thread may say so."""

    def close(self) -> None:
        """Release what was loaded; it is loaded again when it is needed."""
