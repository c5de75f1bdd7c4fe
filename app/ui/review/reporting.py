"""The report of what is open in Review, written where the user says."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.output.sink import OutputError
from app.overlay.translation import tr
from app.recording.reader import StoredRecording
from app.recording.stored_rows import ReadError
from app.ui.language.sentences import in_language
from app.ui.review.export import Exported
from app.ui.review.review_actions import ReviewActions
from app.ui.session.bridge import Background


class Reporting(QObject):
    """`said` brings a sentence and the path of the page (None where there is none)."""

    said = Signal(str, object)

    def __init__(self, actions: ReviewActions, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._background, self._window = background, window
        self._recording: StoredRecording | None = None
        actions.report.triggered.connect(self._ask)

    def load(self, recording: StoredRecording) -> None:
        """What the next report is of."""
        self._recording = recording

    def write(self, text: str) -> None:
        """Write the page under this name; what lies there is replaced, as the dialog has asked."""
        if self._recording is not None:
            self.said.emit(tr("The report is being written…"), None)
            self._background.run(partial(_written, self._recording, Path(text)), self._on_written)

    def _ask(self) -> None:
        if self._recording is None:
            return
        proposed = self._recording.path.parent / f"{self._recording.path.stem}.html"
        dialog = QFileDialog(self._window, tr("Write a report"), str(proposed))
        dialog.setNameFilter(tr("Pages ({patterns})", patterns="*.html"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        dialog.fileSelected.connect(self.write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_written(self, outcome: Exported) -> None:
        self.said.emit(outcome.sentence, outcome.path)


def _written(recording: StoredRecording, path: Path) -> Exported:
    """Takes up to some seconds for hours of a recording, so not on the GUI thread."""
    from app.report.content import report_of
    from app.report.page import write_report  # brings a template engine, which most starts of the window do not need

    try:
        write_report(report_of(recording), path, overwrite=True)
    except (OutputError, ReadError) as error:
        return Exported(in_language(str(error)))
    return Exported(tr("Report written: {name}", name=path.name), path)
