"""Light and dark: the colours of the window, following the system unless the user chose one."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.domain.reading import Emotion
from app.overlay.style import AXIS_COLOURS, EMOTION_COLOURS, Colour

ThemeChoice = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme, as #rrggbb but for the emotions and the head's axes (side, up, out)."""

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    notice: str
    on_notice: str
    record: str
    emotions: dict[Emotion, Colour]
    axes: tuple[Colour, Colour, Colour]


DARK = Colours(
    dark=True,
    window="#0f1318",
    surface="#171c23",
    raised="#222a34",
    line="#2d3743",
    text="#eaeef3",
    quiet="#a3aebb",
    accent="#5cacff",
    on_accent="#06121f",
    notice="#382c10",
    on_notice="#ffe0a0",
    record="#ff7b7b",
    emotions=EMOTION_COLOURS,
    axes=AXIS_COLOURS,
)

LIGHT = Colours(
    dark=False,
    window="#f2f4f7",
    surface="#ffffff",
    raised="#e9edf2",
    line="#d3dae2",
    text="#151a21",
    quiet="#535e6b",
    accent="#0b61c9",
    on_accent="#ffffff",
    notice="#fff1cc",
    on_notice="#553d00",
    record="#c22525",
    emotions={
        Emotion.NEUTRAL: (0x28, 0x5A, 0x46),
        Emotion.HAPPINESS: (0xC9, 0x8A, 0x00),
        Emotion.SURPRISE: (0xE0, 0x55, 0x9B),
        Emotion.SADNESS: (0x1B, 0x74, 0xC9),
        Emotion.ANGER: (0xB0, 0x2D, 0x02),
        Emotion.DISGUST: (0x0B, 0x95, 0x60),
        Emotion.FEAR: (0x5A, 0x30, 0xC8),
        Emotion.CONTEMPT: (0x5A, 0x2A, 0x12),
    },
    axes=((0xC8, 0x46, 0x10), (0x0A, 0x8A, 0x5C), (0x1B, 0x6F, 0xC8)),
)


class Theme(QObject):
    """The colours in use; `changed` when they are others, be it by the user or by the system."""

    changed = Signal()

    def __init__(self, choice: ThemeChoice, parent: QObject) -> None:
        super().__init__(parent)
        self._choice: ThemeChoice | None = None
        QApplication.setStyle("Fusion")  # the same on every system, so that colours and measures fit
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system)
        self._system = QGuiApplication.styleHints().colorScheme()
        self._colours = LIGHT
        self.choose(choice)

    @property
    def colours(self) -> Colours:
        return self._colours

    def choose(self, choice: ThemeChoice) -> None:
        if choice == self._choice:
            return
        self._choice = choice
        hints = QGuiApplication.styleHints()
        match choice:
            case "system":
                hints.unsetColorScheme()
            case "light":
                hints.setColorScheme(Qt.ColorScheme.Light)
            case "dark":
                hints.setColorScheme(Qt.ColorScheme.Dark)
        self._system = hints.colorScheme()
        self._apply()

    def _on_system(self, scheme: Qt.ColorScheme) -> None:
        self._system = scheme
        self._apply()

    def _apply(self) -> None:
        dark = self._system is Qt.ColorScheme.Dark if self._choice == "system" else self._choice == "dark"
        self._colours = DARK if dark else LIGHT
        QApplication.setPalette(_palette(self._colours))
        self.changed.emit()


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(colours.raised))
    for each, name in {
        role.Window: "#46535f" if colours.dark else colours.window,  # Fusion darkens it to draw the edges of fields
        role.Base: colours.surface,
        role.AlternateBase: colours.raised,
        role.Text: colours.text,
        role.WindowText: colours.text,
        role.ButtonText: colours.text,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.quiet,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
    }.items():
        palette.setColor(each, QColor(name))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colours.quiet))
    return palette
