"""The panel of camera and device: which, what was asked of them, what they do, and why."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QGridLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.capture.cameras import Camera
from app.overlay.translation import tr
from app.ui.look.plain_label import PlainLabel
from app.ui.look.scrolling import Scrolling
from app.ui.look.stylesheet import CONTROL_HEIGHT_PX
from app.ui.machine.facts import Facts, MachineNow, camera_facts, camera_heads, device_facts, device_heads

_REFRESH_MS = 500
_WIDTH_PX, _HEAD_PX = 580, 180
_AUTOMATIC = ""


class MachinePanel(QDialog):
    """Stays open beside the window and follows what `now` tells, twice a second while it is seen.

    `camera_chosen` brings the text of a source, `device_chosen` a device of the settings.
    """

    camera_chosen = Signal(str)
    device_chosen = Signal(str)

    def __init__(self, now: Callable[[], MachineNow], parent: QWidget) -> None:
        super().__init__(parent)
        self._now = now
        self.setWindowTitle(tr("Camera and device"))
        self._cameras = _chooser(tr("Camera"), tr("Cameras appear and go here by themselves, as they are plugged in."))
        self._devices = _chooser(
            tr("Device"), tr("Automatic takes the NVIDIA card where it really works, else the CPU.")
        )
        for value, text in (("auto", tr("Automatic")), ("cpu", "CPU"), ("cuda", tr("NVIDIA GPU (CUDA)"))):
            self._devices.addItem(text, value)
        self._camera = FactCard(tr("Camera"), self._cameras, camera_heads())
        self._device = FactCard(tr("Device of the network"), self._devices, device_heads())
        self._cameras.activated.connect(lambda index: self.camera_chosen.emit(self._cameras.itemData(index)))
        self._devices.activated.connect(lambda index: self.device_chosen.emit(self._devices.itemData(index)))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for card in (self._camera, self._device):
            card.setFixedWidth(_WIDTH_PX)
            column.addWidget(card)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # as high as what it says now
        around.addWidget(Scrolling(content, self.windowTitle()))
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    def show_cameras(self, cameras: Sequence[Camera], source: str) -> None:
        """Offer these cameras; `source` is the text of the one that is chosen, or of something else."""
        with QSignalBlocker(self._cameras):
            self._cameras.clear()
            self._cameras.addItem(tr("Automatic (first camera)") if cameras else tr("No camera was found"), _AUTOMATIC)
            for camera in cameras:
                self._cameras.addItem(camera.name, camera.source_text)
            self._cameras.setCurrentIndex(self._cameras.findData(source))
        self._cameras.setEnabled(bool(cameras))

    def show_device(self, device: str) -> None:
        """The device that the settings ask for."""
        self._devices.setCurrentIndex(self._devices.findData(device))

    def refresh(self) -> None:
        now = self._now()
        self._camera.show_facts(camera_facts(now))
        self._device.show_facts(device_facts(now))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


class FactCard(QFrame):
    """A chooser, and below it rows that say what is so now."""

    def __init__(self, title: str, chooser: QComboBox, heads: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("card")
        lead = _label(title, "lead")
        lead.setBuddy(chooser)
        self._texts = [_wrapping("") for _ in heads]
        self._note = _wrapping("strong")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _HEAD_PX)
        grid.setColumnStretch(1, 1)
        grid.addWidget(lead, 0, 0)
        grid.addWidget(chooser, 0, 1)
        for row, (head, text) in enumerate(zip(heads, self._texts, strict=True), start=1):
            grid.addWidget(_label(head, "quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
            text.setAccessibleName(head)
        grid.addWidget(self._note, len(heads) + 1, 0, 1, 2)

    def show_facts(self, facts: Facts) -> None:
        for label, text in zip(self._texts, facts.texts, strict=True):
            if label.text() != text:
                label.setText(text)
                label.setAccessibleDescription(text)
        if self._note.text() != facts.note:
            self._note.setText(facts.note)
        self._note.setVisible(bool(facts.note))


def _chooser(name: str, tip: str) -> QComboBox:
    box = QComboBox()
    box.setMinimumHeight(CONTROL_HEIGHT_PX)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a camera may have a long name
    return box


def _wrapping(tone: str) -> PlainLabel:
    label = _label("", tone)
    label.setWordWrap(True)
    return label


def _label(text: str, tone: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    return label
