"""Saves what is seen now as a PNG picture, with its overlay."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPainter

from app.domain.result import FrameResult
from app.overlay.style import OverlayStyle
from app.overlay.translation import tr
from app.ui.session.bridge import Background
from app.ui.video.picture import Fit, paint_picture


@dataclass(frozen=True, slots=True)
class SnapshotOutcome:
    """A sentence for the user, and the picture; None where it could not be saved."""

    sentence: str
    path: Path | None


def save_snapshot(result: FrameResult, style: OverlayStyle, folder: Path) -> SnapshotOutcome:
    """Draw in the size of the frame and save; may be called on any thread."""
    frame = result.frame
    canvas = QImage(frame.width_px, frame.height_px, QImage.Format.Format_RGB32)
    fit = Fit.of(frame, frame.width_px, frame.height_px, style.mirrored)
    with QPainter(canvas) as painter:
        paint_picture(painter, result, fit, replace(style, unit_px=None))
    path = folder / f"poise-{datetime.now():%Y-%m-%d-%H-%M-%S-%f}.png"
    named = ", ".join(sorted({face.baseline for face in result.faces if face.baseline}))
    canvas.setText("Baseline", named)  # what the numbers in the picture are measured from
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Qt gives no reason when it cannot write, the operating system does. People are seen in it: for the owner only.
        path.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        reason = error.strerror or tr("unknown reason")
        return SnapshotOutcome(
            tr(
                "No snapshot could be saved in {folder} ({reason}); make that folder writable.",
                folder=folder,
                reason=reason,
            ),
            None,
        )
    if not canvas.save(str(path)):
        path.unlink(missing_ok=True)
        return SnapshotOutcome(
            tr("The snapshot could not be written to {folder}; free some disk space.", folder=folder), None
        )
    return SnapshotOutcome(tr("Snapshot saved: {path}", path=path), path)


class Snapshots(QObject):
    """Saves pictures on a thread; `taken` brings the SnapshotOutcome."""

    taken = Signal(object)

    def __init__(self, folder: Path, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._folder, self._background = folder, background

    def take(self, result: FrameResult | None, style: OverlayStyle) -> None:
        """Save a result as it is shown; without one, say so."""
        if result is None:
            self.taken.emit(SnapshotOutcome(tr("There is no picture to save yet."), None))
        else:
            self._background.run(partial(save_snapshot, result, style, self._folder), self.taken.emit)
