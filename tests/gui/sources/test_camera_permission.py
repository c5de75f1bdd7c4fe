"""What the answer to the question for the camera leads to."""

import pytest
from PySide6.QtCore import QObject, Qt

from app.ui.session import runner
from app.ui.sources.camera_permission import CAMERA_REFUSED, ask_for_camera
from app.ui.video.state_card import StateCard

GRANTED, DENIED, OPEN = (
    Qt.PermissionStatus.Granted,
    Qt.PermissionStatus.Denied,
    Qt.PermissionStatus.Undetermined,
)


class System:
    """A system whose status is `before`, and `after` once it was asked."""

    def __init__(self, before, after):
        self.status, self.after, self.asked = before, after, 0

    def checkPermission(self, permission):
        return self.status

    def requestPermission(self, permission, context, functor):
        self.asked += 1
        self.status = self.after
        functor(permission)


@pytest.mark.parametrize(
    ("source", "before", "after", "asked", "allowed"),
    [
        ("", GRANTED, GRANTED, 0, True),
        ("camera:front", DENIED, DENIED, 0, False),
        ("0", OPEN, GRANTED, 1, True),
        ("", OPEN, DENIED, 1, False),
        ("", OPEN, OPEN, 1, True),  # nobody was asked, because this Python runs outside a bundle
        ("demo", DENIED, DENIED, 0, True),
        ("clip.mp4", OPEN, DENIED, 0, True),
    ],
)
def test_only_a_no_of_the_user_keeps_a_camera_closed(source, before, after, asked, allowed):
    system, answers = System(before, after), []
    ask_for_camera(source, QObject(), answers.append, system)
    assert (answers, system.asked) == ([allowed], asked)


def test_a_no_gives_a_sentence_and_opens_nothing(studio, monkeypatch):
    monkeypatch.setattr(runner, "ask_for_camera", lambda source, context, then: then(False))
    window = studio.window()
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert CAMERA_REFUSED in studio.texts(card)
    assert studio.opened == []
