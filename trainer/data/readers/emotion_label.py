"""One annotator's word for an emotion, as a vote among the eight classes."""

from app.domain.reading import EMOTIONS, Emotion

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
    """One vote for the class; how far a label is to be trusted is the loss's matter (`tasks.label_smoothing`)."""
    return tuple(float(each is emotion) for each in EMOTIONS)
