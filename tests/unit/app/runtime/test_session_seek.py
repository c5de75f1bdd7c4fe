"""Going to and fro in a file: what is shown is what was asked for, also while paused."""

from typing import Any

from app.capture.source import SourceKind
from app.runtime.session import SessionState


def _seekable(stage: Any, places: list[float]) -> Any:
    """A file that gives a frame of each place it is sent to."""

    class Seekable(stage.source):  # type: ignore[misc]
        def seek(self, position_s: float) -> None:
            places.append(position_s)
            self.feed(stage.frame(int(position_s), position_s))

        def repeat(self, on: bool) -> None:
            places.append(float(on))

    return Seekable(SourceKind.VIDEO)


def test_while_paused_the_picture_of_the_place_is_shown_and_no_other(stage: Any) -> None:
    places: list[float] = []
    source, perceiver = _seekable(stage, places), stage.perceiver()
    session = stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    stage.wait_read(0)
    perceiver.go.clear()
    source.feed(stage.frame(1))
    for _ in range(2):
        perceiver.wait_begun()
    session.pause(True)
    perceiver.go.set()  # frame 1 was read before the seek: it must not come through in place of the one sought
    session.seek(7.0)
    stage.wait_read(7)
    assert stage.read_indices == [0, 7]
    source.feed(stage.frame(8))
    source.feed(None)
    session.pause(False)
    stage.wait_state(SessionState.ENDED)
    assert places == [7.0]


def test_a_camera_has_no_places(stage: Any) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    session = stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    stage.wait_read(0)
    session.seek(5.0)
    session.repeat(False)
    source.feed(stage.frame(1))
    stage.wait_read(1)


def test_repeating_is_passed_on(stage: Any) -> None:
    places: list[float] = []
    source, perceiver = _seekable(stage, places), stage.perceiver()
    session = stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    stage.wait_read(0)
    session.repeat(True)
    assert places == [1.0]
