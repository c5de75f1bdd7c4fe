"""What a person at rest is told: what to do, what is wrong, what was read."""

from typing import assert_never

from app.domain.reading import EMOTIONS, EmotionScores, Flaw
from app.overlay.translation import tr
from app.overlay.words import emotion_name, flaw_advice, percent
from app.perception.resting import Obstacle

_NAMED = 3
_LEAST = 0.02


def obstacle_text(problem: Obstacle | Flaw) -> str:
    """Why the face is not at rest, and what helps."""
    match problem:
        case Obstacle.NOBODY:
            return tr("No face is in the picture. Sit down in front of the camera.")
        case Obstacle.SEVERAL:
            return tr("Several faces are in the picture. Only the one whose baseline it is may be seen.")
        case Obstacle.ASIDE:
            return tr("The head is turned aside. Look at the middle of the screen.")
        case Obstacle.MOVES:
            return tr("The head moves. Hold it still.")
        case Obstacle.CHANGES:
            return tr("The expression changes. Relax, mouth closed, and do not speak.")
        case Flaw.SMALL | Flaw.DARK | Flaw.BRIGHT | Flaw.BLURRED | Flaw.TURNED | Flaw.UNREADABLE:
            return flaw_advice(problem)
        case _:
            assert_never(problem)


def emotions_text(scores: EmotionScores) -> str:
    """The likeliest emotions of a reading, as a list."""
    likeliest = sorted(EMOTIONS, key=scores.of, reverse=True)[:_NAMED]
    return ", ".join(
        f"{emotion_name(each)} {percent(scores.of(each))}" for each in likeliest if scores.of(each) >= _LEAST
    )
