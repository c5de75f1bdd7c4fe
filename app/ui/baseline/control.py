"""Baselines in the window: the actions, the dialog, and the baseline that the readings are measured from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.model_card import ModelCard
from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.paths import baselines_dir
from app.perception.baseline import Baseline, BaselineError, BaselineInUse, require_fit
from app.settings import Settings
from app.ui.language.sentences import in_language
from app.ui.session.bridge import Background
from app.ui.settings.keeper import SettingsKeeper
from app.ui.window.actions import Actions, Group, action_of

# The dialog and the files are imported where they are used: most starts of the window need neither.
if TYPE_CHECKING:
    from app.ui.baseline.dialog import BaselinesDialog

_MOST_BROKEN = 3
"""So many files that are no baselines are told of."""


@dataclass(frozen=True, slots=True)
class BaselinePlace:
    """Where baselines lie, the one that the analysis uses, and the card of its network (None until it is loaded)."""

    folder: Path
    in_use: BaselineInUse
    card: Callable[[], ModelCard | None]


class BaselineControl(QObject):
    """Keeps the settings, the dialog and the analysis alike. `said` brings a sentence."""

    said = Signal(str)

    def __init__(
        self,
        place: BaselinePlace | None,
        keeper: SettingsKeeper,
        actions: Actions,
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._place = place or BaselinePlace(baselines_dir(), BaselineInUse(), lambda: None)
        self._keeper, self._background = keeper, background
        self._window = window
        self._dialog: BaselinesDialog | None = None
        self._asked = ("", False)
        self._checked: Baseline | None = None
        self.switch = action_of(self, tr("Measure from the baseline"), "Shift+B", checked=False)
        self.open_list = action_of(self, tr("Baselines…"), "Ctrl+B")
        actions.add(Group(tr("Baseline"), (self.switch, self.open_list)))
        self.switch.triggered.connect(self._on_switched)
        self.open_list.triggered.connect(self.open)
        keeper.changed.connect(self._follow)
        self._follow(keeper.settings)

    def fill(self, menu: QMenu) -> None:
        """Offer it in a menu."""
        menu.addActions([self.switch, self.open_list])

    @Slot(object)
    def show_result(self, result: FrameResult) -> None:
        """A new result came: it may be needed for a baseline, and tells that the network is loaded."""
        if self._dialog is not None:
            self._dialog.show_result(result)
        baseline, card = self._place.in_use.baseline, self._place.card()
        if baseline is None or card is None or baseline is self._checked:
            return
        self._checked = baseline
        try:
            require_fit(baseline, card)
        except BaselineError as error:
            self.said.emit(str(error))

    def open(self) -> None:
        """Show the list; with none in it the page that takes one is a press away."""
        if self._dialog is None:
            from app.ui.baseline.dialog import BaselinesDialog

            dialog = BaselinesDialog(self._place.card, self._window)
            dialog.switched.connect(lambda on: self._keeper.change(use_baseline=on))
            dialog.chosen.connect(lambda name: self._keeper.change(baseline=name, use_baseline=True))
            dialog.deleted.connect(self._delete)
            dialog.taken.connect(self._keep)
            self._dialog = dialog
        self._refresh()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _on_switched(self, on: bool) -> None:
        """Without a baseline there is nothing to switch on: the list shows how to get one."""
        if on and not self._keeper.settings.baseline:
            self.switch.setChecked(False)
            self.open()
        else:
            self._keeper.change(use_baseline=on)

    def _follow(self, settings: Settings) -> None:
        on = settings.use_baseline and bool(settings.baseline) and settings.notice_accepted  # none is read before
        self.switch.setChecked(on)
        wanted = (settings.baseline, on)
        if wanted == self._asked:
            return
        self._asked = wanted
        if on:
            from app.baselines import baseline_named

            name, folder = settings.baseline, self._place.folder
            self._background.run(partial(_outcome, partial(baseline_named, name, folder)), partial(self._put, wanted))
        else:
            self._place.in_use.baseline = None
        self._refresh()

    def _put(self, wanted: tuple[str, bool], loaded: "Baseline | str | None") -> None:
        if wanted != self._asked:
            return  # something else was chosen meanwhile
        if isinstance(loaded, str):
            self._place.in_use.baseline = None
            self.said.emit(loaded)
            self._keeper.change(use_baseline=False)
        else:
            self._place.in_use.baseline = loaded

    def _keep(self, baseline: Baseline) -> None:
        from app.baselines import save_baseline

        work = partial(_outcome, partial(save_baseline, baseline, self._place.folder))
        self._background.run(work, partial(self._on_kept, baseline.name))

    def _on_kept(self, name: str, refusal: str | None) -> None:
        if self._dialog is None:
            return
        if refusal is not None:
            self._dialog.refuse(refusal)
            return
        self._dialog.show_kept()
        self._asked = ("", False)  # one of the same name may have been deleted before
        self._keeper.change(baseline=name, use_baseline=True)
        self._follow(self._keeper.settings)
        self._refresh()

    def _delete(self, name: str) -> None:
        from app.baselines import delete_baseline

        work = partial(_outcome, partial(delete_baseline, name, self._place.folder))
        self._background.run(work, partial(self._on_deleted, name))

    def _on_deleted(self, name: str, refusal: str | None) -> None:
        if refusal is not None and self._dialog is not None:
            self._dialog.refuse(refusal)
        elif name.casefold() == self._keeper.settings.baseline.casefold():
            self._keeper.change(baseline="", use_baseline=False)
        if refusal is None:
            self._refresh()

    def _refresh(self) -> None:
        """Read the folder again and show it."""
        if self._dialog is not None:
            from app.baselines import baselines_in

            self._background.run(partial(baselines_in, self._place.folder), self._show)

    def _show(self, found: tuple[tuple[Baseline, ...], tuple[str, ...]]) -> None:
        settings = self._keeper.settings
        if self._dialog is not None:
            baselines, sentences = found
            self._dialog.show_baselines(
                baselines,
                settings.baseline,
                settings.use_baseline,
                "\n".join(in_language(sentence) for sentence in sentences[:3]),
            )


def _outcome(work: Callable[[], Baseline | None]) -> Baseline | str | None:
    """What it gives, or the sentence of why it does not."""
    try:
        return work()
    except BaselineError as error:
        return str(error)
