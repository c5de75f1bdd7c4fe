"""What shall be kept of a session, and what is known of it beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.recording.pictures import OpenVideo
from app.recording.room import LEAST_FREE_BYTES
from app.recording.session_file import Agreement, Counts, Facts, Kept

NOTICE = (
    "Poise will keep what it reads of every face in the picture (emotion, head pose, attention, perceived gender), "
    "moment by moment, and the picture as a video only where you ask for it. It lies in a folder that you choose, in "
    "files that you alone can read, and is sent nowhere; delete the folder, and it is gone. Who is recorded must know "
    "and agree. Do not use it on people at work or in education: the EU AI Act forbids it in Article 5(1)(f), except "
    "for medical or safety reasons."
)
"""What a user agrees to before the first recording; `session.json` keeps it with the time."""


def _no_facts() -> Facts:
    return Facts()


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """`open_video` goes with `kept.video`. `set_aside`: an older folder of the name gets another one.

    `facts` is asked about once a second while the recording runs, on its own thread.
    """

    kept: Kept
    consent: Agreement
    settings: Mapping[str, object] = field(default_factory=dict)
    open_video: OpenVideo | None = None
    facts: Callable[[], Facts] = _no_facts
    set_aside: bool = False
    least_free_bytes: int = LEAST_FREE_BYTES


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recording is. `seconds` since its first frame; `faces_now` in the last frame.

    `ending`: nothing more is taken, the files are being completed.
    """

    folder: Path
    seconds: float
    counts: Counts
    faces_now: int
    ending: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A recording that has ended. `reason` is a sentence where nobody asked for the end, else "".

    `problem` is a sentence on what could not be completed, or "".
    """

    folder: Path
    counts: Counts
    reason: str
    problem: str
