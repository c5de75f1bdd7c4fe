"""Opens what is kept of a session: the folder of a recording, finished or cut off, or a table of `poise analyze`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

import numpy as np

from app.domain.plain_text import plain
from app.output.rows import Columns, Row
from app.recording.continuity import NUMBERED_ANEW
from app.recording.events import EventKind
from app.recording.folder import EVENTS, SESSION, VIDEO
from app.recording.frame_times import FrameTimes, frame_times
from app.recording.stored_rows import ReadError, StoredRows, rows_of_parquet, rows_of_pieces, rows_of_table
from app.recording.stored_session import StoredEvent, StoredSession, read_events, read_session
from app.recording.track import NEEDED, Track, columns_of_track, track_of

if TYPE_CHECKING:
    import pyarrow as pa

_MANY_PIECES = 300


@dataclass(frozen=True, slots=True)
class SeenFace:
    """A face of a recording: its number, when it was seen first and last, and in how many frames."""

    face_id: int
    first_s: float
    last_s: float
    frames: int


@dataclass(frozen=True, slots=True, eq=False)
class StoredRecording:
    """What there is to review. Its methods read from the disk: call them off the GUI thread; they raise ReadError.

    `files` names the inputs of a table, of which this is `file`; both are empty for a recording. `duration_s` runs to
    the end of the last frame. `problems` are sentences for the user about what is missing. `facts` is `session.json`.
    """

    path: Path
    title: str
    duration_s: float
    faces: tuple[SeenFace, ...]
    frames: FrameTimes
    events: tuple[StoredEvent, ...]
    facts: dict[str, Any]
    problems: tuple[str, ...]
    video: Path | None
    files: tuple[str, ...]
    file: str
    _rows: StoredRows

    @property
    def markers(self) -> tuple[StoredEvent, ...]:
        return tuple(event for event in self.events if event.kind is EventKind.MARKER)

    @property
    def gaps(self) -> tuple[StoredEvent, ...]:
        return tuple(event for event in self.events if event.kind is EventKind.GAP and event.until_s is not None)

    @property
    def columns(self) -> Columns:
        """All columns, as an exported table has them."""
        return self._rows.columns

    def track(self, face_id: int) -> Track:
        """All that was read of a face."""
        chosen = {"face_id": face_id, **self._of_file()}
        return track_of(face_id, self._rows.read(columns_of_track(self._rows.names), **chosen))

    def read(self, names: Sequence[str]) -> "pa.Table":
        """These columns of all rows, as a pyarrow table."""
        return self._rows.read(names, **self._of_file())

    def rows(self, start_s: float, end_s: float) -> Iterator[Sequence[Row]]:
        """All rows of a range of time, some thousands at once."""
        return self._rows.rows(start_s, end_s, **self._of_file())

    def _of_file(self) -> dict[str, Any]:
        return {"file": self.file} if self.files else {}


def open_recording(path: Path, file: str | None = None) -> StoredRecording:
    """Open a recording's folder or a table; of a table of several inputs one `file`, else its first.

    Raises ReadError.
    """
    try:
        place = path.expanduser()
        if not place.exists():
            raise ReadError(f"There is nothing at {plain(str(path))}; check the path.")
        folder = place.parent if place.name == SESSION else place
        return _recording(folder) if _is_recording(folder) else _table(place, file)
    except (OSError, RuntimeError, ValueError) as error:  # too long, an unknown home, a NUL
        raise ReadError(f"{plain(str(path))} cannot be opened ({plain(str(error))}); choose another.") from error


def _is_recording(path: Path) -> bool:
    return path.is_dir() and ((path / SESSION).exists() or any(path.glob("readings.*")))


def _recording(folder: Path) -> StoredRecording:
    session = read_session(folder / SESSION)
    rows = _stored(folder, "readings")
    frames = _stored(folder, "frames", ("time_s",))
    if rows is None:
        raise ReadError(f"{plain(folder.name)} holds no readings; the recording ended before its first second.")
    _refuse_other_columns(rows, folder.name)
    seen = rows.read(("time_s", "face_id"))
    times = (seen if frames is None else frames.read(("time_s",)))["time_s"].to_numpy()
    events = read_events(folder / EVENTS)
    passed = frame_times(times, whole=frames is not None)
    video = folder / VIDEO
    return StoredRecording(
        path=folder,
        title=folder.name,
        duration_s=passed.end_s,
        faces=_faces(seen),
        frames=passed,
        events=events,
        facts=session.facts,
        problems=_problems(session, events),
        video=video if video.is_file() else None,
        files=(),
        file="",
        _rows=rows,
    )


def _problems(session: StoredSession, events: Sequence[StoredEvent]) -> tuple[str, ...]:
    said = [session.problem] if session.problem else []
    if not session.problem and not session.finished:
        said.append("This recording was cut off or is still going on; what was kept is shown.")
    if any(event.kind is EventKind.STATE and NUMBERED_ANEW in event.text for event in events):
        said.append("The source began again in the course of this recording, so one number may stand for two faces.")
    return tuple(said)


def _stored(folder: Path, name: str, columns: Sequence[str] = ()) -> StoredRows | None:
    """The table of this name: the finished file, else its pieces, else the text beside it; None where there is none.

    Of pieces only `columns` are read, or all. Of many pieces the text is read instead, which has the same rows: a piece
    costs as much as hundreds of its lines.
    """
    shown = f"{folder.name}/{name}"
    whole = folder / f"{name}.parquet"
    if whole.is_file():
        try:
            return rows_of_parquet([whole], shown)
        except ReadError:
            if not any(folder.glob(f"{name}.*")):
                raise
    pieces = [piece for part in sorted(folder.glob(f"{name}.part-*")) for piece in sorted(part.glob("[0-9]*.parquet"))]
    text = folder / f"{name}.csv"
    if text.is_file() and (not pieces or len(pieces) > _MANY_PIECES):
        return rows_of_table(text)
    return rows_of_pieces(pieces, shown, columns) if pieces else None


def _table(path: Path, file: str | None) -> StoredRecording:
    rows = rows_of_table(path)
    _refuse_other_columns(rows, path.name)
    names = ("time_s", "face_id", *(("file",) if "file" in rows.names else ()))
    seen = rows.read(names)
    files = tuple(map(str, seen["file"].unique().to_pylist())) if "file" in names else ()
    chosen = file if file in files else next(iter(files), "")
    if files:
        import pyarrow.compute as pc

        seen = seen.filter(pc.equal(seen["file"], chosen))
    if not seen.num_rows:
        raise ReadError(f"{plain(path.name)} has no rows, so there is nothing to review.")
    times = frame_times(seen["time_s"].to_numpy(), whole=False)
    return StoredRecording(
        path=path,
        title=path.name,
        duration_s=times.end_s,
        faces=_faces(seen),
        frames=times,
        events=(),
        facts={},
        problems=(),
        video=_video_of(path, chosen),
        files=files,
        file=chosen,
        _rows=rows,
    )


def _video_of(path: Path, file: str) -> Path | None:
    """The input of a table, where it still lies in its place as a film.

    A table may come from somebody else: one on another machine is not asked for, because that would greet it.
    """
    if PureWindowsPath(file).drive.startswith("\\\\"):
        return None
    for place in (Path(file), path.parent / file) if file else ():
        if place.is_file():
            return place
    return None


def _refuse_other_columns(rows: StoredRows, name: str) -> None:
    missing = [column for column in NEEDED if column not in rows.names]
    if missing:
        raise ReadError(
            f"{plain(name)} has no column {missing[0]}, so it is no table of Poise; open one that `poise analyze` or a"
            " recording wrote."
        )


def _faces(seen: Any) -> tuple[SeenFace, ...]:
    """Every face with its first and last moment, in the order of the numbers."""
    ids = seen["face_id"].to_numpy()
    times = seen["time_s"].to_numpy()
    return tuple(
        SeenFace(int(face_id), float(own.min()), float(own.max()), len(own))
        for face_id in np.unique(ids)
        for own in (times[ids == face_id],)
    )
