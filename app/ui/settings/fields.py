"""The editors of the settings: one for each, with what it is called and what it does."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox

from app.overlay.translation import tr

Field = QCheckBox | QComboBox | QSpinBox | QDoubleSpinBox | QLineEdit


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A setting as it is edited."""

    name: str
    text: str
    help: str
    field: Field


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """Settings under one heading."""

    title: str
    entries: tuple[Entry, ...]


def sections() -> tuple[Section, ...]:
    """Everything that can be set in the dialog."""
    return (
        Section(tr("ANALYSIS"), _analysis()),
        Section(tr("ATTENTION"), _attention()),
        Section(tr("CAMERA"), _camera()),
        Section(tr("DISPLAY"), _display()),
    )


def _analysis() -> tuple[Entry, ...]:
    device = _choice(auto=tr("Automatic"), cpu="CPU", cuda=tr("NVIDIA GPU (CUDA)"))
    reach = _choice(auto=tr("Near and far"), short=tr("Near, within 2 m"), full=tr("Far, within 5 m (slower)"))
    return (
        Entry(
            "model_path",
            tr("Network"),
            tr("The file that reads the faces; empty for the one that came with Poise."),
            QLineEdit(placeholderText=tr("The one that came with Poise")),
        ),
        Entry(
            "device", tr("Runs on"), tr("Automatic takes the NVIDIA card where it really works, else the CPU."), device
        ),
        Entry("detector_reach", tr("Faces"), tr("How far away faces are looked for; both finds most of them."), reach),
        Entry(
            "max_faces", tr("At most"), tr("More faces take more time for each picture."), _whole(1, 32, tr(" faces"))
        ),
        Entry(
            "uncertain_below",
            tr("Uncertain below"),
            tr("An emotion less likely than this is not named; 0.5 means one in two."),
            _number(0.0, 1.0, 0.05, ""),
        ),
        Entry(
            "smoothing_s",
            tr("Smoothing"),
            tr("Longer is steadier, shorter follows faster; 0 shows every picture's own."),
            _number(0.0, 5.0, 0.1, " s"),
        ),
        Entry(
            "use_baseline",
            "",
            tr("One face counts from its own neutral; Ctrl+B takes and chooses a baseline."),
            QCheckBox(tr("Measure from the baseline")),
        ),
    )


def _attention() -> tuple[Entry, ...]:
    turned = tr("A head turned further than this from its own neutral counts as away.")
    lasting = tr("So long it must last before it counts; shorter looks are overlooked.")
    return (
        Entry("away_yaw_deg", tr("Away: to the side"), turned, _number(1.0, 90.0, 1.0, "°")),
        Entry("away_pitch_deg", tr("Away: up or down"), turned, _number(1.0, 90.0, 1.0, "°")),
        Entry("away_after_s", tr("Away after"), lasting, _number(0.0, 10.0, 0.1, " s")),
        Entry("facing_after_s", tr("Facing after"), lasting, _number(0.0, 10.0, 0.1, " s")),
        Entry("absent_after_s", tr("Absent after"), lasting, _number(0.0, 10.0, 0.1, " s")),
    )


def _camera() -> tuple[Entry, ...]:
    return (
        Entry(
            "capture_width_px",
            tr("Picture width"),
            tr("What the camera is asked for; it may deliver another size."),
            _whole(160, 7680, tr(" pixels")),
        ),
        Entry(
            "capture_height_px",
            tr("Picture height"),
            tr("Larger pictures show faces farther away and take more time."),
            _whole(120, 4320, tr(" pixels")),
        ),
        Entry(
            "capture_fps",
            tr("Rate"),
            tr("Pictures a second; in little light cameras deliver fewer."),
            _whole(1, 240, tr(" fps")),
        ),
    )


def _display() -> tuple[Entry, ...]:
    theme = _choice(system=tr("Like the system"), light=tr("Light"), dark=tr("Dark"))
    language = _choice(system=tr("Like the system"), en="English", de="Deutsch")
    return (
        Entry("language", tr("Language"), tr("Takes effect at the next start."), language),
        Entry("theme", tr("Theme"), tr("The colours of the window."), theme),
        Entry(
            "text_scale",
            tr("Text on the picture"),
            tr("2 is twice as large, for a projector."),
            _number(0.5, 4.0, 0.25, ""),
        ),
        Entry("chart_seconds", tr("Charts show"), tr("How far back the charts go."), _whole(10, 600, " s")),
        Entry(
            "mirror",
            "",
            tr("Your camera as in a mirror; files and streams are shown as they are."),
            QCheckBox(tr("Mirror the picture")),
        ),
        Entry("show_axes", "", tr("Three lines that turn with the head."), QCheckBox(tr("Draw the axes of the head"))),
        Entry(
            "show_gender",
            "",
            tr("How a face is perceived, which may not be what a person is."),
            QCheckBox(tr("Show the perceived gender")),
        ),
        Entry(
            "anonymous",
            "",
            tr("Coarse squares over every face that was found, in snapshots too."),
            QCheckBox(tr("Hide faces")),
        ),
    )


def _choice(**texts: str) -> QComboBox:
    box = QComboBox()
    for value, text in texts.items():
        box.addItem(text, value)
    return box


def _whole(low: int, high: int, suffix: str) -> QSpinBox:
    return QSpinBox(minimum=low, maximum=high, suffix=suffix)


def _number(low: float, high: float, step: float, suffix: str) -> QDoubleSpinBox:
    return QDoubleSpinBox(minimum=low, maximum=high, singleStep=step, decimals=2, suffix=suffix)


def value_of(field: Field) -> Any:
    match field:
        case QCheckBox():
            return field.isChecked()
        case QComboBox():
            return field.currentData()
        case QLineEdit():
            return field.text().strip()
        case QSpinBox() | QDoubleSpinBox():
            return field.value()


def set_value(field: Field, value: Any) -> None:
    match field:
        case QCheckBox():
            field.setChecked(value)
        case QComboBox():
            field.setCurrentIndex(field.findData(value))
        case QLineEdit():
            field.setText(value)
        case QSpinBox() | QDoubleSpinBox():
            field.setValue(value)
