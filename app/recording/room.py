"""Whether the disk has room for a recording, and some room kept back so that a full disk lets it end properly."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from app.output.part_file import new_file, write_failure
from app.output.sink import OutputError
from app.recording.folder import RecordingError

LEAST_FREE_BYTES = 50_000_000
"""With less a recording does not begin, and one that runs ends while there is still room to end in."""

_KEPT_BACK_BYTES = 1_000_000
_NAME = ".room-to-end"


class Room:
    """The room of one recording's folder. A quota does not tell how much is left, so a file is kept back besides."""

    def __init__(self, folder: Path, least_free_bytes: int = LEAST_FREE_BYTES) -> None:
        self._folder = folder
        self._least_free_bytes = least_free_bytes
        self._kept = folder / _NAME

    def require(self) -> None:
        """Raises OutputError where there is too little to begin."""
        if self.short():
            raise RecordingError(
                f"There is too little room left for a recording in {self._folder}; free some disk space or choose"
                " another place."
            )
        self._claim()
        try:
            with self._kept.open("r+b") as file:
                file.write(os.urandom(_KEPT_BACK_BYTES))  # zeros would be no room where the disk packs them
        except OSError as error:
            raise write_failure(self._kept, error) from error

    def _claim(self) -> None:
        """Of two that begin in one folder at the same moment one is refused."""
        try:
            new_file(self._kept)
        except OutputError as error:
            if isinstance(error.__cause__, FileExistsError):
                raise RecordingError(
                    f"Another recording has begun in {self._folder} at this moment; choose another name."
                ) from error
            raise

    def short(self) -> bool:
        """Whether it is time to end; a folder that is gone is told by those who write."""
        try:
            return shutil.disk_usage(self._folder).free < self._least_free_bytes
        except OSError:
            return False

    def give_back(self) -> None:
        """The recording ends, and may use what was kept back."""
        with suppress(OSError):
            self._kept.unlink(missing_ok=True)
