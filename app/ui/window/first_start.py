"""The first screen: what is analysed, that it stays here, and who must not use it for what. Accepted once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.overlay.translation import marked, tr
from app.ui.look.icons import Icon, picture
from app.ui.look.plain_label import PlainLabel
from app.ui.look.theme import Theme

_WIDTH_PX = 720
_ICON_PX = 26

_POINTS: tuple[tuple[Icon, str, str], ...] = (
    (
        Icon.FACE,
        marked("What is analysed"),
        marked(
            "For every face in the picture: the expression as one of eight emotions, the pose of the head, and"
            " the gender"
            " that the face is perceived as."
        ),
    ),
    (
        Icon.DEVICE,
        marked("It stays on this device"),
        marked(
            "All of it runs on this device. No picture is sent anywhere, and nothing is stored, except for"
            " your settings"
            " and the snapshots that you save yourself. Readings go to other programs only if you start that and agree."
        ),
    ),
    (
        Icon.WAVE,
        marked("It is an estimate"),
        marked(
            "Poise estimates what an expression looks like, not what a person feels. It errs, and not equally"
            " often for all"
            " people. Base no decision about a person on it. The bundled network is for research and demonstration."
        ),
    ),
    (
        Icon.FORBIDDEN,
        marked("What it must not be used for"),
        marked(
            "Do not infer emotions of people at work or in education: the EU AI Act forbids it in"
            " Article 5(1)(f), except for medical or safety reasons."
        ),
    ),
    (
        Icon.SPEECH,
        marked("Tell the people who are seen"),
        marked(
            "Whoever is seen by the camera must be told that emotions and gender are being estimated: Article"
            " 50(3) of the"
            " EU AI Act."
        ),
    ),
)


class FirstStart(QWidget):
    """`accepted` and `declined` are the two ways out; the text scrolls where it must, their buttons never do.

    With `again` it is the same text for somebody who has accepted it; `running` says what goes on meanwhile.
    """

    accepted = Signal()
    declined = Signal()

    def __init__(self, theme: Theme, *, running: str = "", again: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._icons: list[tuple[QLabel, Icon]] = []
        self._accept = QPushButton(tr("Close") if again else tr("I understand, start"))
        self._accept.setProperty("primary", True)
        self._accept.setAutoDefault(True)
        self._decline = QPushButton(tr("Withdraw consent and quit") if again else tr("Quit"))
        self._accept.clicked.connect(self.accepted)
        self._decline.clicked.connect(self.declined)
        self._name = tr("What Poise is, and is not") if again else tr("Before you start")
        self.setAccessibleName(self._name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._text(running, tr("What Poise is") if again else tr("Welcome to Poise")), 1)
        column.addWidget(self._ways_out())
        theme.changed.connect(self._colour)
        self._colour()

    def focus_accept(self) -> None:
        self._accept.setFocus()

    def _text(self, running: str, title: str) -> QScrollArea:
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(card)
        column.setContentsMargins(36, 28, 36, 28)
        column.setSpacing(16)
        column.addWidget(_label(title, "display"))
        if running:
            column.addWidget(_label(running, "body"))
        for which, title, text in _POINTS:
            column.addLayout(self._point(which, tr(title), tr(text)))
        page = QWidget()
        page.setObjectName("page")
        around = QVBoxLayout(page)
        around.setContentsMargins(24, 20, 24, 20)
        around.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 100)
        middle.addStretch(1)
        around.addLayout(middle)
        around.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("{name}: the text", name=self._name))
        return scroll

    def _ways_out(self) -> QWidget:
        row = QFrame()
        row.setObjectName("ways-out")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._decline)
        buttons.addWidget(self._accept)
        inner = QWidget()
        inner.setLayout(buttons)
        inner.setMaximumWidth(_WIDTH_PX)
        buttons.setContentsMargins(0, 0, 0, 0)
        around = QHBoxLayout(row)
        around.setContentsMargins(24, 12, 24, 12)
        around.addStretch(1)
        around.addWidget(inner, 100)
        around.addStretch(1)
        return row

    def _point(self, which: Icon, title: str, text: str) -> QHBoxLayout:
        mark = PlainLabel()
        mark.setFixedSize(_ICON_PX, _ICON_PX)
        self._icons.append((mark, which))
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(_label(title, "lead"))
        words.addWidget(_label(text, "body"))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _colour(self) -> None:
        for mark, which in self._icons:
            mark.setPixmap(picture(which, self._theme.colours.accent, _ICON_PX, self.devicePixelRatioF()))


def _label(text: str, tone: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    return label
