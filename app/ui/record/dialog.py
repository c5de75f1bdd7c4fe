"""What is asked for a recording: what to keep and where, and the text of a marker."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.overlay.translation import tr
from app.overlay.words import number
from app.ui.look.plain_label import PlainLabel
from app.ui.look.stylesheet import CONTROL_HEIGHT_PX

_WIDTH_PX = 560
_INDENT_PX = 26
_MARKER_WIDTH_PX, _LONGEST_MARKER = 380, 200
_MB_AN_HOUR, _MB_AN_HOUR_WITH_VIDEO = 40, 500
"""Of one face at 1280 x 720 and 30 frames a second, rounded up: docs/recording.md."""


class RecordDialog(QDialog):
    """Accepted when a recording shall begin; then `folder`, `video` and `anonymised` say which.

    `no_video` is a sentence where no video can be written here, else "".
    """

    def __init__(self, folder: Path, video: bool, anonymised: bool, no_video: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Record"))
        self._folder = QLineEdit(str(folder))
        self._folder.setAccessibleName(tr("Folder for recordings"))
        self._folder.setMinimumHeight(CONTROL_HEIGHT_PX)
        self._room = _label("quiet")
        self._video = QCheckBox(tr("Keep the picture too, as a video with the readings drawn in"))
        self._anonymised = QCheckBox(tr("Hide the faces in it"))
        self._anonymised.setToolTip(tr("Faces that are found become coarse squares; one that is missed can be seen."))
        self._no_video = _label("quiet")
        self._video.setChecked(video and not no_video)
        self._video.setEnabled(not no_video)
        self._anonymised.setChecked(anonymised)
        self._no_video.setText(no_video)
        self._no_video.setVisible(bool(no_video))
        self._start = QPushButton(tr("Start recording"))
        self._lay_out()
        self._video.toggled.connect(self._anonymised.setEnabled)
        self._anonymised.setEnabled(self._video.isChecked())
        self._folder.textChanged.connect(self._show_room)
        self._show_room()
        self._start.setFocus()

    @property
    def folder(self) -> Path:
        """The folder in which the recording gets one of its own."""
        return Path(self._folder.text().strip()).expanduser()

    @property
    def video(self) -> bool:
        return self._video.isChecked()

    @property
    def anonymised(self) -> bool:
        return self._anonymised.isChecked()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        lead = _label("body")
        lead.setText(
            tr(
                "Emotions, head pose and attention of every face are kept as numbers, moment by moment, with markers"
                " (key K) and gaps."
            )
        )
        lead.setFixedWidth(_WIDTH_PX)
        column.addWidget(lead)
        column.addSpacing(6)
        column.addWidget(_named(tr("Into a new folder in"), self._folder))
        column.addLayout(self._place())
        column.addWidget(self._room)
        column.addSpacing(6)
        column.addWidget(self._video)
        column.addLayout(_indented(self._anonymised))
        column.addWidget(self._no_video)
        column.addSpacing(6)
        column.addLayout(_buttons(self, self._start))

    def _place(self) -> QHBoxLayout:
        browse = QPushButton(tr("Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        return row

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Folder for recordings"), str(_there(self.folder)))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_room(self) -> None:
        self._start.setEnabled(bool(self._folder.text().strip()))
        try:
            free = shutil.disk_usage(_there(self.folder)).free
        except (OSError, ValueError):
            self._room.setText(tr("This folder cannot be used."))
        else:
            self._room.setText(
                tr(
                    "{size} GB are free there. An hour takes about {numbers} MB, with the video about {video} MB.",
                    size=number(free / 1e9, 1),
                    numbers=number(_MB_AN_HOUR),
                    video=number(_MB_AN_HOUR_WITH_VIDEO),
                )
            )


class MarkerDialog(QDialog):
    """Accepted when a marker shall be set; then `text` says which, "" for one without a text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Marker"))
        self._field = QLineEdit(maxLength=_LONGEST_MARKER)
        self._field.setAccessibleName(tr("Text of the marker"))
        self._field.setFixedWidth(_MARKER_WIDTH_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        column.addWidget(_named(tr("Text of the marker"), self._field))
        column.addWidget(self._field)
        column.addSpacing(6)
        column.addLayout(_buttons(self, QPushButton(tr("Set it"))))

    @property
    def text(self) -> str:
        return self._field.text().strip()


def _buttons(dialog: QDialog, accept: QPushButton) -> QHBoxLayout:
    """The way out and the way on, at the right."""
    cancel = QPushButton(tr("Cancel"))
    cancel.setAutoDefault(False)
    cancel.clicked.connect(dialog.reject)
    accept.setDefault(True)
    accept.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    row.addWidget(cancel)
    row.addWidget(accept)
    return row


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next((each for each in (folder, *folder.parents) if each.is_dir()), Path.home())


def _named(text: str, field: QWidget) -> PlainLabel:
    label = _label("strong")
    label.setText(text)
    label.setBuddy(field)
    return label


def _indented(field: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(_INDENT_PX, 0, 0, 0)
    row.addWidget(field)
    row.addStretch(1)
    return row


def _label(tone: str) -> PlainLabel:
    label = PlainLabel("")
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return label
