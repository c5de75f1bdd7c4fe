"""What came of a batch and of each of its inputs."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.result import FrameResult
from app.output.rows import Row


@dataclass(slots=True)
class FileOutcome:
    """What was found in one input so far; `unreadable` where it failed to be read, and `failure` says how."""

    name: str
    frames: int = 0
    with_face: int = 0
    failure: str = ""
    unreadable: bool = False

    def add(self, result: FrameResult) -> None:
        self.frames += 1
        self.with_face += any(face.face.observed for face in result.faces)

    def sentence(self) -> str:
        frames = "frame" if self.frames == 1 else "frames"
        return f"{self.name}: {self.frames} {frames} read, {self.with_face} with a face"

    def complaint(self) -> str:
        """What is wrong with it, as a sentence; empty where nothing is."""
        if self.failure:
            return self.failure
        if self.frames == 0:
            return f"{self.name} holds no frames; check that it is a picture or a video."
        if self.with_face == 0:
            return f"No face was found in {self.name}; check that one is in view."
        return ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a batch: its files, the rows in its part, whether all was read, and its faces' summaries."""

    index: int
    files: tuple[FileOutcome, ...]
    rows: int
    complete: bool
    faces: tuple[Row, ...] = ()

    @property
    def final(self) -> bool:
        """Whether a later run can leave it as it is: what could not be read is tried again."""
        return self.complete and not any(file.unreadable for file in self.files)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Outcome":
        """Raises TypeError or KeyError where the fields are others."""
        files = tuple(FileOutcome(**file) for file in fields["files"])
        return cls(**{**fields, "files": files, "faces": tuple(fields["faces"])})


def in_total(files: Iterable[FileOutcome]) -> FileOutcome:
    found = list(files)
    return FileOutcome("In total", sum(file.frames for file in found), sum(file.with_face for file in found))
