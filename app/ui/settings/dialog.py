"""Edits the settings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from app.ui.look.plain_label import PlainLabel

Field = QCheckBox | QComboBox | QSpinBox | QDoubleSpinBox | QLineEdit


class SettingsDialog(QDialog):
    """Shows settings; `chosen` gives the fields of `Settings` as they are set now."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._fields = _fields()
        columns = QGridLayout()
        columns.setHorizontalSpacing(40)
        columns.addLayout(self._analysis(), 0, 0)
        columns.addLayout(self._camera_and_display(), 0, 1)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.RestoreDefaults)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(standard.RestoreDefaults).clicked.connect(lambda: self._show(Settings()))
        for button in buttons.buttons():
            button.setIcon(QIcon())
        around = QVBoxLayout(self)
        around.setContentsMargins(28, 24, 28, 20)
        around.setSpacing(24)
        around.addLayout(columns)
        around.addWidget(buttons)
        self._show(settings)

    def chosen(self) -> Mapping[str, Any]:
        return {name: _value_of(field) for name, field in self._fields.items()}

    def _show(self, settings: Settings) -> None:
        for name, field in self._fields.items():
            _set_value(field, getattr(settings, name))

    def _analysis(self) -> QFormLayout:
        form = _form("ANALYSIS")
        self._row(form, "Network", "model_path", self._model_row())
        self._row(form, "Runs on", "device")
        self._row(form, "Faces", "detector_reach")
        self._row(form, "At most", "max_faces")
        self._row(form, "Uncertain below", "uncertain_below")
        self._row(form, "Smoothing", "smoothing_s")
        form.addRow(_heading("ATTENTION"))
        self._row(form, "Away: to the side", "away_yaw_deg")
        self._row(form, "Away: up or down", "away_pitch_deg")
        self._row(form, "Away after", "away_after_s")
        self._row(form, "Facing after", "facing_after_s")
        self._row(form, "Absent after", "absent_after_s")
        return form

    def _camera_and_display(self) -> QFormLayout:
        form = _form("CAMERA")
        size = QHBoxLayout()
        size.setSpacing(6)
        size.addWidget(self._fields["capture_width_px"], 1)
        size.addWidget(PlainLabel("×"))
        size.addWidget(self._fields["capture_height_px"], 1)
        self._fields["capture_height_px"].setAccessibleName("Picture height")
        self._row(form, "Picture size", "capture_width_px", size)
        self._row(form, "Rate", "capture_fps")
        form.addRow(_heading("DISPLAY"))
        self._row(form, "Theme", "theme")
        self._row(form, "Charts show", "chart_seconds")
        for name in ("mirror", "show_axes", "show_gender"):
            form.addRow("", self._fields[name])
        return form

    def _row(self, form: QFormLayout, text: str, name: str, layout: QHBoxLayout | None = None) -> None:
        label = PlainLabel(text)
        label.setBuddy(self._fields[name])
        self._fields[name].setAccessibleName(text)
        if layout is None:
            form.addRow(label, self._fields[name])
        else:
            form.addRow(label, layout)

    def _model_row(self) -> QHBoxLayout:
        browse = QPushButton("Browse\N{HORIZONTAL ELLIPSIS}")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._fields["model_path"], 1)
        row.addWidget(browse)
        return row

    def _browse(self) -> None:
        field = self._fields["model_path"]
        dialog = QFileDialog(self, "Choose a network", str(Path.home()), "Networks (*.onnx)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: _set_value(field, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _fields() -> dict[str, Field]:
    """One editor for each setting, by the name of the setting."""
    model = QLineEdit(placeholderText="The one that came with Poise")
    model.setMinimumWidth(230)
    return {
        "model_path": model,
        "device": _choice(auto="Automatic", cpu="CPU", cuda="NVIDIA GPU (CUDA)"),
        "detector_reach": _choice(auto="Near and far", short="Near, within 2 m", full="Far, within 5 m (slower)"),
        "max_faces": _whole(1, 32, " faces"),
        "uncertain_below": _number(0.0, 1.0, 0.05, ""),
        "smoothing_s": _number(0.0, 5.0, 0.1, " s"),
        "away_yaw_deg": _number(1.0, 90.0, 1.0, "\N{DEGREE SIGN}"),
        "away_pitch_deg": _number(1.0, 90.0, 1.0, "\N{DEGREE SIGN}"),
        "away_after_s": _number(0.0, 10.0, 0.1, " s"),
        "facing_after_s": _number(0.0, 10.0, 0.1, " s"),
        "absent_after_s": _number(0.0, 10.0, 0.1, " s"),
        "capture_width_px": _whole(160, 7680, ""),
        "capture_height_px": _whole(120, 4320, ""),
        "capture_fps": _whole(1, 240, " fps"),
        "theme": _choice(system="Like the system", light="Light", dark="Dark"),
        "chart_seconds": _whole(10, 600, " s"),
        "mirror": QCheckBox("Mirror the picture"),
        "show_axes": QCheckBox("Draw the axes of the head"),
        "show_gender": QCheckBox("Show the perceived gender"),
    }


def _choice(**texts: str) -> QComboBox:
    box = QComboBox()
    for value, text in texts.items():
        box.addItem(text, value)
    return box


def _whole(low: int, high: int, suffix: str) -> QSpinBox:
    return QSpinBox(minimum=low, maximum=high, suffix=suffix)


def _number(low: float, high: float, step: float, suffix: str) -> QDoubleSpinBox:
    return QDoubleSpinBox(minimum=low, maximum=high, singleStep=step, decimals=2, suffix=suffix)


def _value_of(field: Field) -> Any:
    match field:
        case QCheckBox():
            return field.isChecked()
        case QComboBox():
            return field.currentData()
        case QLineEdit():
            return field.text().strip()
        case QSpinBox() | QDoubleSpinBox():
            return field.value()


def _set_value(field: Field, value: Any) -> None:
    match field:
        case QCheckBox():
            field.setChecked(value)
        case QComboBox():
            field.setCurrentIndex(field.findData(value))
        case QLineEdit():
            field.setText(value)
        case QSpinBox() | QDoubleSpinBox():
            field.setValue(value)


def _form(title: str) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(9)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.addRow(_heading(title))
    return form


def _heading(title: str) -> QLabel:
    heading = PlainLabel(title)
    heading.setProperty("tone", "section")
    heading.setContentsMargins(0, 10, 0, 0)
    return heading
