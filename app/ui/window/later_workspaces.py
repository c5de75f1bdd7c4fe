"""Analyse and Review, each made when it is first shown: most starts of the window see neither."""

import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.file_analysis import Analyst
from app.settings import Settings
from app.ui.analyse.analyse_actions import AnalyseActions
from app.ui.look.theme import Theme
from app.ui.review.review_actions import ReviewActions
from app.ui.session.bridge import Background
from app.ui.settings.keeper import SettingsKeeper
from app.ui.window.actions import Actions
from app.ui.window.workspaces import Workspace, Workspaces

if TYPE_CHECKING:
    from app.ui.analyse.workspace import AnalyseWorkspace
    from app.ui.review.workspace import ReviewWorkspace

MakeAnalyst = Callable[[Callable[[], Settings]], Analyst]
"""Makes what does the work of Analyse, by the settings of each moment."""


class LaterWorkspaces(QObject):
    """Their actions are there from the start, their pages are not; without `make_analyst` there is no Analyse.

    `said` brings a sentence and the path of what was saved (or None), `review_asked` the Path of a table that is to be
    opened.
    """

    said = Signal(str, object)
    review_asked = Signal(object)

    def __init__(
        self,
        make_analyst: MakeAnalyst | None,
        theme: Theme,
        keeper: SettingsKeeper,
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._make_analyst = make_analyst
        self._theme, self._keeper, self._background, self._window = theme, keeper, background, window
        self._analyse_actions = AnalyseActions(self)
        self._review_actions = ReviewActions(self)

    @property
    def analyses(self) -> bool:
        """Whether there is somebody to do the work of Analyse."""
        return self._make_analyst is not None

    @cached_property
    def review(self) -> "ReviewWorkspace":
        from app.ui.review.workspace import ReviewWorkspace

        made = ReviewWorkspace(self._review_actions, self._theme, self._keeper, self._background, self._window)
        made.said.connect(self.said)
        return made

    @cached_property
    def analyse(self) -> "AnalyseWorkspace":
        if self._make_analyst is None:
            raise LookupError("this window analyses no files")
        from app.ui.analyse.workspace import AnalyseWorkspace

        keeper = self._keeper
        analyst = self._make_analyst(lambda: keeper.settings)
        gender = lambda: keeper.settings.show_gender  # noqa: E731
        made = AnalyseWorkspace(self._analyse_actions, analyst, self._theme, gender, self._window)
        made.said.connect(self.said)
        made.review_asked.connect(self.review_asked)
        return made

    def add_to(self, workspaces: Workspaces, actions: Actions) -> None:
        """Offer both, with their actions."""
        if self.analyses:
            workspaces.add(Workspace.ANALYSE, lambda: self.analyse)
            actions.add(self._analyse_actions.group)
        workspaces.add(Workspace.REVIEW, lambda: self.review)
        actions.add(self._review_actions.group)
        actions.enabled.connect(lambda: self._offer(workspaces.shown))

    def follow(self, shown: Workspace) -> None:
        """Another workspace is shown: Review rests, unless it is the one."""
        if shown is not Workspace.REVIEW and "review" in self.__dict__:
            self.review.leave()

    def _offer(self, shown: Workspace) -> None:
        """Only what can be done now."""
        if shown is Workspace.ANALYSE:
            self.analyse.offer()
        if shown is Workspace.REVIEW:
            self.review.offer()

    def close(self, deadline: float) -> bool:
        """Stop what runs, until then (of `time.perf_counter()`); False where something was left behind."""
        reviewed = "review" not in self.__dict__ or self.review.close_parts(deadline - time.perf_counter())
        analysed = "analyse" not in self.__dict__ or self.analyse.queue.close(deadline - time.perf_counter())
        return reviewed and analysed
