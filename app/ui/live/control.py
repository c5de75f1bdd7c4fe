"""The Live panel in the window: its action, the question before a result leaves, the light in the status bar."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from app.overlay.translation import tr
from app.ui.language.sentences import in_language
from app.ui.live.outputs import OutputKind, Outputs
from app.ui.session.consent import Consent, Purpose, Question, when_agreed
from app.ui.window.status_line import StatusLine

if TYPE_CHECKING:
    from app.ui.live.panel import LivePanel


class LiveControl(QObject):
    """Connects the outputs of a window with it; `close` ends them."""

    def __init__(
        self, outputs: Outputs, consent: Consent, action: QAction, status: StatusLine, window: QWidget
    ) -> None:
        super().__init__(window)
        self._outputs = outputs
        self._consent = consent
        self._window = window
        self._panel: LivePanel | None = None
        self._light = QToolButton()
        self._light.setObjectName("live-light")
        self._light.setAutoRaise(True)
        self._light.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._light.setToolTip(tr("Readings leave the program now; press to see where to."))
        self._light.clicked.connect(self.open)
        self._light.hide()
        status.add_light(self._light)
        action.triggered.connect(self.open)
        outputs.changed.connect(self._show_light)
        outputs.failed.connect(status.say)

    def open(self) -> None:
        """Show the panel."""
        if self._panel is None:
            from app.ui.live.panel import LivePanel  # with all that can send: a tenth of a second, and few open it

            self._panel = LivePanel(self._outputs, self._when_agreed, self._window)
        self._panel.show()
        self._panel.raise_()
        self._panel.activateWindow()

    def close(self) -> None:
        """End all outputs; `wait_closed` waits for it."""
        self._outputs.close()

    def wait_closed(self, deadline: float) -> bool:
        """False where one of them is not closed by then (of `time.perf_counter()`)."""
        return self._outputs.wait_closed(deadline)

    def _when_agreed(self, then: Callable[[], None]) -> None:
        from app.output.live.sink import NOTICE

        question = Question(Purpose.STREAM, tr("Before readings leave Poise"), in_language(NOTICE), tr("I agree, send"))
        when_agreed(self._consent, question, self._panel, then)

    def _show_light(self) -> None:
        running = [kind for kind in OutputKind if self._outputs.status(kind) is not None]
        self._light.setText("● " + tr("Live: {names}", names=", ".join(running)))
        self._light.setVisible(bool(running))
