"""The side panel: all readings of the chosen face."""

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.reading import EMOTIONS, FaceReading
from app.overlay.translation import tr
from app.overlay.words import (
    attention_text,
    emotion_name,
    emotion_text,
    flaw_advice,
    flaw_name,
    gender_text,
    number,
    percent,
    pose_text,
)
from app.ui.look.icons import Icon, icon
from app.ui.look.plain_label import PlainLabel
from app.ui.look.theme import Theme
from app.ui.readings.emotion_bars import EmotionBars
from app.ui.readings.gender_scale import GenderScale
from app.ui.readings.pose_gauge import PoseGauge

PANEL_WIDTH_PX = 316
_SPEAK_MS = 1000
_FADED = 0.4


class ReadingsPanel(QScrollArea):
    """Emotions, head pose, attention and perceived gender of one face.

    `stepped` asks for the next (1) or previous (-1) face.
    """

    stepped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._since_spoken = QElapsedTimer()
        self._bars = EmotionBars(theme)
        self._pose = PoseGauge(theme)
        self._scale = GenderScale(theme)
        self._face_name = _label("", "section")
        self._emotion = _label("", "display")
        self._gender = _label("", "strong")
        self._attention = _label("", "strong")
        self._attention.setToolTip(tr("Where the head is turned, not what goes on in it."))
        self._measured = _label("", "quiet")
        self._measured.setWordWrap(True)
        self._advice = _label("", "body")
        self._claims = _claims(self._bars, self._advice)
        self._previous = _step_button(tr("Previous face"))
        self._next = _step_button(tr("Next face"))
        self._gender_part = _part(tr("PERCEIVED GENDER"), self._gender, self._scale)
        self._lay_out()
        self._previous.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        theme.changed.connect(self._colour)
        self._colour()
        self.show_face(None, (), absence="", mirrored=False, show_gender=True)

    def show_face(
        self, face: FaceReading | None, ids: tuple[int, ...], absence: str, mirrored: bool, show_gender: bool
    ) -> None:
        """Show the chosen face, or in words why there is none; `ids` are all faces of the picture, left to right."""
        judged = face if face is not None and face.flaw is None else None
        self._bars.show_face(judged)
        self._pose.show_pose(face.reading.pose if face is not None and face.pose_stands else None, mirrored)
        self._attention.setText(attention_text(None if face is None else face.attention))
        self._scale.show_probability(None if judged is None else judged.reading.female)
        self._gender_part.setVisible(show_gender)
        self._gender.setText("\N{EN DASH}" if judged is None else _sentence(gender_text(judged.reading.female)))
        self._show_title(face, absence)
        named = "" if face is None else face.baseline
        self._measured.setText(tr("Measured from the baseline {name}", name=named))
        self._measured.setVisible(bool(named))
        self._face_name.setText(_face_name(face, ids))
        for button in (self._previous, self._next):
            button.setVisible(len(ids) > 1)
        self._speak(face, absence, show_gender)

    def show_age(self, age_s: float | None) -> None:
        """The readings are of that many seconds ago and are shown in grey; None: they are of now."""
        self._faded.setEnabled(age_s is not None)
        if age_s is not None:
            self._face_name.setText(tr("{seconds} SECONDS OLD", seconds=number(age_s)))
            self.setAccessibleDescription(tr("The readings are {seconds} seconds old", seconds=number(age_s)))

    def sizeHint(self) -> QSize:
        return QSize(PANEL_WIDTH_PX, 560)

    def _show_title(self, face: FaceReading | None, absence: str) -> None:
        """The emotion, or why none is claimed: in words in the place of the bars."""
        flaw = None if face is None else face.flaw
        self._claims.setCurrentWidget(self._bars if flaw is None else self._advice)
        if flaw is not None:
            self._emotion.setText(flaw_name(flaw))
            self._advice.setText(flaw_advice(flaw))
        else:
            self._emotion.setText(absence if face is None else emotion_name(face.label))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._face_name, 1)
        head.addWidget(self._previous)
        head.addWidget(self._next)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(6)
        head_frame = QWidget()
        head_frame.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        head_frame.setFixedHeight(30)
        column.addWidget(head_frame)
        column.addWidget(self._emotion)
        column.addWidget(self._measured)
        column.addSpacing(4)
        column.addWidget(self._claims, 3)
        column.addSpacing(10)
        column.addWidget(_part(tr("HEAD POSE"), self._pose, self._attention), 2)
        column.addSpacing(10)
        column.addWidget(self._gender_part)
        column.addStretch()
        note = _label(tr("An estimate of what a face shows, not of what a person feels."), "quiet")
        note.setWordWrap(True)
        note.setMinimumHeight(2 * note.fontMetrics().lineSpacing())  # Qt's own minimum has one word in a line
        column.addWidget(note)
        self._faded = QGraphicsOpacityEffect(body, opacity=_FADED)
        self._faded.setEnabled(False)
        body.setGraphicsEffect(self._faded)
        self.setObjectName("readings")
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(PANEL_WIDTH_PX - 66)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _colour(self) -> None:
        colour = self._theme.colours.text
        self._previous.setIcon(icon(Icon.PREVIOUS, colour))
        self._next.setIcon(icon(Icon.NEXT, colour))

    def _speak(self, face: FaceReading | None, absence: str, show_gender: bool) -> None:
        """What a screen reader says, renewed seldom enough to be listened to."""
        if self._since_spoken.isValid() and self._since_spoken.elapsed() < _SPEAK_MS:
            return
        self._since_spoken.start()
        self.setAccessibleName(tr("Readings of the chosen face"))
        for part in (self._bars, self._pose):
            part.setAccessibleName("")
        if face is None:
            self.setAccessibleDescription(absence)
            return
        if face.flaw is not None:
            self.setAccessibleDescription(f"{_name_of(face)}: {emotion_text(face)}. {flaw_advice(face.flaw)}")
            return
        scores = ", ".join(f"{emotion_name(each)} {percent(face.reading.emotion.of(each))}" for each in EMOTIONS)
        self._bars.setAccessibleName(tr("Emotions: {scores}", scores=scores))
        self._pose.setAccessibleName(tr("Head pose: {angles}", angles=pose_text(face.reading.pose)))
        more = "" if face.attention is None else f", {attention_text(face.attention)}"
        more += f", {gender_text(face.reading.female)}" if show_gender else ""
        self.setAccessibleDescription(f"{_name_of(face)}: {emotion_text(face)}, {pose_text(face.reading.pose)}{more}.")


def _face_name(face: FaceReading | None, ids: tuple[int, ...]) -> str:
    if face is None:
        return tr("READINGS")
    count = "  ·  " + tr("{count} IN THE PICTURE", count=len(ids)) if len(ids) > 1 else ""
    return _name_of(face).upper() + count


def _name_of(face: FaceReading) -> str:
    return tr("Face {number}", number=face.face.track_id)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _label(text: str, tone: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    return label


def _claims(bars: EmotionBars, advice: QLabel) -> QStackedWidget:
    """The bars or the advice, in one place, so that nothing below moves when they change."""
    advice.setWordWrap(True)
    advice.setAlignment(Qt.AlignmentFlag.AlignTop)
    claims = QStackedWidget()
    claims.addWidget(bars)
    claims.addWidget(advice)
    claims.setMinimumHeight(bars.minimumSizeHint().height())
    claims.setMaximumHeight(bars.maximumHeight())
    return claims


def _part(title: str, *widgets: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for widget in (_label(title, "section"), *widgets):
        column.addWidget(widget)
    return part


def _step_button(name: str) -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
