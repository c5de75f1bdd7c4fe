"""The baselines there are: which one is in use, a new one, and away with one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.model_card import ModelCard
from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.perception.baseline import Baseline, network_name
from app.ui.baseline.taking import TakingPage
from app.ui.language.sentences import in_language
from app.ui.look.plain_label import PlainLabel
from app.ui.look.scrolling import Scrolling

_WIDTH_PX = 620
_NAME = Qt.ItemDataRole.UserRole


class BaselinesDialog(QDialog):
    """Asks; who keeps and deletes is the control. `switched` brings on or off, `chosen` and `deleted` a name."""

    switched = Signal(bool)
    chosen = Signal(str)
    deleted = Signal(str)
    taken = Signal(object)

    def __init__(self, card: Callable[[], ModelCard | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._card = card
        self.setWindowTitle(tr("Baselines"))
        self._in_use = ""
        self._on = QCheckBox(tr("Measure from the baseline that is marked"))
        self._on.toggled.connect(self.switched)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Baselines"))
        self._list.itemSelectionChanged.connect(self._enable)
        self._list.itemActivated.connect(lambda item: self.chosen.emit(item.data(_NAME)))
        self._said = _label("", "strong")
        self._use = _button(tr("Use this one"), lambda: self.chosen.emit(self._selected()))
        self._delete = _button(tr("Delete…"), self._ask_to_delete)
        self._new = _button(tr("Take a new one…"), self.take)
        self._taking = TakingPage(card)
        self._taking.left.connect(self.show_kept)
        self._taking.taken.connect(self.taken)
        self._pages = QStackedWidget()
        self._build()

    def show_result(self, result: FrameResult) -> None:
        self._taking.show_result(result)

    def take(self) -> None:
        """Show the page on which one is taken."""
        self._pages.setCurrentWidget(self._taking)
        self._taking.prepare()

    def show_baselines(self, baselines: Sequence[Baseline], in_use: str, on: bool, sentence: str = "") -> None:
        """What there is now, and what the user should know of it."""
        self._in_use = in_use
        self._list.clear()
        for baseline in baselines:
            item = QListWidgetItem(self._text(baseline))
            item.setData(_NAME, baseline.name)
            self._list.addItem(item)
            if baseline.name.casefold() == in_use.casefold():
                item.setSelected(True)
        self._on.blockSignals(True)
        self._on.setChecked(on and bool(in_use))
        self._on.blockSignals(False)
        self._on.setEnabled(bool(in_use))
        none = tr("There is none yet. A baseline is measured once, and then your readings count from it.")
        self._say(sentence or ("" if baselines else none))
        self._list.setVisible(bool(baselines))
        self._new.setProperty("primary", not baselines)
        self._enable()

    def show_kept(self) -> None:
        """Show the list of those that are kept."""
        self._pages.setCurrentIndex(0)

    def refuse(self, sentence: str) -> None:
        """What was asked for did not work."""
        if self._pages.currentWidget() is self._taking:
            self._taking.refuse(sentence)
        else:
            self._say(in_language(sentence))

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def _text(self, baseline: Baseline) -> str:
        marked = "\N{BLACK CIRCLE}" if baseline.name.casefold() == self._in_use.casefold() else "\N{WHITE CIRCLE}"
        card = self._card()
        other = card is not None and network_name(card) != baseline.network
        more = "  \N{MIDDLE DOT}  " + tr("of another network, cannot be used with this one") if other else ""
        return f"{marked}  {baseline.name}  \N{MIDDLE DOT}  {baseline.taken_at[:10]}{more}"

    def _selected(self) -> str:
        return "".join(str(item.data(_NAME)) for item in self._list.selectedItems()[:1])

    def _enable(self) -> None:
        name = self._selected()
        self._use.setEnabled(bool(name) and name.casefold() != self._in_use.casefold())
        self._delete.setEnabled(bool(name))

    def _ask_to_delete(self) -> None:
        name = self._selected()
        question = QMessageBox(self)
        question.setWindowTitle(tr("Delete a baseline"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(tr("Delete the baseline {name}? It cannot be brought back.", name=name))
        delete = question.addButton(tr("Delete"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.buttonClicked.connect(lambda button: self.deleted.emit(name) if button is delete else None)
        question.finished.connect(question.deleteLater)
        question.open()

    def _build(self) -> None:
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(
            _label(
                tr(
                    "Faces differ at rest. From a baseline your head counts as straight when it is as you sit, and "
                    "what your face shows at rest anyway is taken from the emotions. Raw values stay beside it."
                ),
                "body",
            )
        )
        column.addWidget(self._list, 1)
        column.addWidget(self._said)
        column.addWidget(self._on)
        row = QHBoxLayout()
        row.setSpacing(10)
        close = _button(tr("Close"), self.accept)
        for widget in (self._new, self._use, self._delete):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(close)
        column.addStretch(0)
        column.addLayout(row)
        self._pages.addWidget(first)
        self._pages.addWidget(self._taking)
        for page in (first, self._taking):
            page.setContentsMargins(24, 20, 24, 20)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Scrolling(self._pages, tr("Baselines")))
        self.setFixedWidth(_WIDTH_PX)


def _button(text: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: pressed())
    return button


def _label(text: str, tone: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    return label
