"""One annotator's word for an emotion, as weights of the eight classes."""

from app.domain.reading import EMOTIONS, Emotion

_TRUST = 0.8
"""Share of a single annotator's label; the rest is spread over the other classes."""

EMOTION_NAMES: dict[str, Emotion] = {
    "neutral": Emotion.NEUTRAL,
    "happiness": Emotion.HAPPINESS,
    "happy": Emotion.HAPPINESS,
    "surprise": Emotion.SURPRISE,
    "surprised": Emotion.SURPRISE,
    "sadness": Emotion.SADNESS,
    "sad": Emotion.SADNESS,
    "anger": Emotion.ANGER,
    "angry": Emotion.ANGER,
    "disgust": Emotion.DISGUST,
    "disgusted": Emotion.DISGUST,
    "fear": Emotion.FEAR,
    "fearful": Emotion.FEAR,
    "contempt": Emotion.CONTEMPT,
    "contemptuous": Emotion.CONTEMPT,
}
"""What public sets call the eight classes, in lower case."""


def single_label(emotion: Emotion) -> tuple[float, ...]:
    """Weights of the eight classes that sum to 1."""
    rest = (1 - _TRUST) / (len(EMOTIONS) - 1)
    return tuple(_TRUST if each is emotion else rest for each in EMOTIONS)
