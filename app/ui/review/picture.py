"""What is seen of a recording at a moment: its video, or heads drawn at the recorded angles."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.domain.frame import Frame
from app.overlay.style import OverlayStyle
from app.overlay.translation import tr
from app.recording.track import Track
from app.ui.review.drawn_heads import DrawnHeads
from app.ui.review.film import Film
from app.ui.review.moment import reading_at, result_at
from app.ui.video.video_view import VideoView


class ReviewPicture(QStackedWidget):
    """`failed` brings a sentence where the video cannot be read; the heads stand in for it then.

    `drawn_in`: the video shows the readings already, so that they are not drawn a second time.
    """

    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._view = VideoView()
        self._view.setAccessibleName(tr("Picture of the recording"))
        self._heads = DrawnHeads()
        self._film: Film | None = None
        self._tracks: Sequence[Track] = ()
        self._drawn_in = False
        self._time_s = 0.0
        self._frame: Frame | None = None
        self.addWidget(self._heads)
        self.addWidget(self._view)

    def load(self, video: Path | None, drawn_in: bool) -> None:
        """Another recording, with its video or None."""
        self.close_film()
        self._frame = None
        self._tracks = ()
        self._drawn_in = drawn_in
        self.setCurrentWidget(self._heads)
        if video is not None:
            self._film = Film(video, from_zero=drawn_in)
            self._film.shown.connect(self._on_frame)
            self._film.failed.connect(self._on_failed)
            self._film.start()

    def show_faces(self, tracks: Sequence[Track]) -> None:
        self._tracks = tracks
        self._draw()

    def show_moment(self, time_s: float) -> None:
        self._time_s = time_s
        if self._film is not None:
            self._film.show_moment(time_s)
        self._draw()

    def close_film(self, timeout_s: float = 0.0) -> bool:
        """Give the file back; False where its thread was left behind after so long."""
        film, self._film = self._film, None
        if film is None:
            return True
        film.shown.disconnect(self._on_frame)
        film.failed.disconnect(self._on_failed)
        film.close()
        return film.wait_closed(timeout_s)

    def _on_frame(self, frame: Frame) -> None:
        self._frame = frame
        self.setCurrentWidget(self._view)
        self._draw()

    def _on_failed(self, sentence: str) -> None:
        self.setCurrentWidget(self._heads)
        self.failed.emit(sentence)

    def _draw(self) -> None:
        if self.currentWidget() is self._view and self._frame is not None:
            result = result_at(self._frame, () if self._drawn_in else self._tracks, self._time_s)
            chosen = self._tracks[0].face_id if self._tracks else None
            self._view.show_result(result, OverlayStyle(show_gender=False, chosen_id=chosen))
        else:
            self._heads.show_faces([(track.face_id, reading_at(track, self._time_s)) for track in self._tracks])
