"""What becomes of the files that are analysed: the kind of table, where it goes, and whether a video is drawn."""

from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QWidget

from app.domain.file_analysis import Wish
from app.overlay.translation import tr
from app.ui.look.plain_label import PlainLabel, plain_tip

_WITH_HEAD_PX = 560
_BESIDE, _CHOOSE = "", "choose"


class Wishes(QWidget):
    """Fields for a Wish; it holds for what is added afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self._format = QComboBox()
        for name, suffix in (("CSV", ".csv"), ("Parquet", ".parquet"), (tr("JSON lines"), ".jsonl")):
            self._format.addItem(name, suffix)
        self._format.setAccessibleName(tr("Kind of table"))
        self._place = QComboBox()
        self._place.setAccessibleName(tr("Where the tables go"))
        self._place.addItem(tr("Beside the files"), _BESIDE)
        self._place.addItem(tr("Choose a folder…"), _CHOOSE)
        self._place.activated.connect(self._on_place)
        self._chosen = _BESIDE
        self._video = QCheckBox(tr("Videos with readings"))
        self._video.setToolTip(tr("A copy of each video with the readings drawn in, beside its table."))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        self._head = PlainLabel(tr("Results"))
        self._head.setProperty("tone", "quiet")
        for widget in (self._head, self._format, self._place, self._video):
            row.addWidget(widget)
        row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.setVisible(self.width() >= _WITH_HEAD_PX)

    def wish(self, *, gender: bool) -> Wish:
        folder = Path(self._chosen) if self._chosen else None
        return Wish(self._format.currentData(), folder, self._video.isChecked(), gender)

    def _on_place(self) -> None:
        if self._place.currentData() != _CHOOSE:
            self._chosen = self._place.currentData()
            return
        self._place.setCurrentIndex(self._place.findData(self._chosen))
        dialog = QFileDialog(self.window(), tr("Where the tables go"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.choose_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_folder(self, folder: str) -> None:
        """Let all tables go to one folder."""
        if self._place.findData(folder) < 0:
            self._place.insertItem(self._place.count() - 1, Path(folder).name or folder, folder)
            self._place.setItemData(self._place.findData(folder), plain_tip(folder), 3)
        self._chosen = folder
        self._place.setCurrentIndex(self._place.findData(folder))
