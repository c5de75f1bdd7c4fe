"""Readings in words and numbers, the same in the picture, the panel and the video."""

from typing import assert_never

from PySide6.QtCore import QLocale

from app.domain.reading import GENDER_UNCERTAIN, Attention, Emotion, FaceReading, Flaw, Pose
from app.overlay.translation import tr


def emotion_name(emotion: Emotion | None) -> str:
    match emotion:
        case None:
            return tr("Uncertain")
        case Emotion.NEUTRAL:
            return tr("Neutral")
        case Emotion.HAPPINESS:
            return tr("Happiness")
        case Emotion.SURPRISE:
            return tr("Surprise")
        case Emotion.SADNESS:
            return tr("Sadness")
        case Emotion.ANGER:
            return tr("Anger")
        case Emotion.DISGUST:
            return tr("Disgust")
        case Emotion.FEAR:
            return tr("Fear")
        case Emotion.CONTEMPT:
            return tr("Contempt")
        case _:
            assert_never(emotion)


def emotion_text(face: FaceReading) -> str:
    """The shown emotion with its probability; only "Uncertain" where the model is, or what is wrong with the face."""
    if face.flaw is not None:
        return flaw_name(face.flaw)
    if face.label is None:
        return emotion_name(None)
    return f"{emotion_name(face.label)} {percent(face.reading.emotion.of(face.label))}"


def flaw_name(flaw: Flaw) -> str:
    match flaw:
        case Flaw.SMALL:
            return tr("Too small")
        case Flaw.DARK:
            return tr("Too dark")
        case Flaw.BRIGHT:
            return tr("Too bright")
        case Flaw.BLURRED:
            return tr("Too blurred")
        case Flaw.TURNED:
            return tr("Turned too far")
        case Flaw.UNREADABLE:
            return tr("Not readable")
        case _:
            assert_never(flaw)


def flaw_advice(flaw: Flaw) -> str:
    """Why nothing is claimed of a face, and what helps."""
    match flaw:
        case Flaw.SMALL:
            return tr("The face has too few pixels to be judged. Come closer, or use a larger picture.")
        case Flaw.DARK:
            return tr("There is too little light on the face to judge it. Add light, or raise the exposure.")
        case Flaw.BRIGHT:
            return tr("Too much of the face is burnt out to judge it. Soften the light, or lower the exposure.")
        case Flaw.BLURRED:
            return tr("The face is too blurred to be judged. Hold still, add light, or clean the lens.")
        case Flaw.TURNED:
            return tr("The face is turned too far to judge its expression. Its angles still stand.")
        case Flaw.UNREADABLE:
            return tr("The network gave no usable answer for this face. If it goes on, choose another model file.")
        case _:
            assert_never(flaw)


def attention_text(attention: Attention | None) -> str:
    """Where the head is turned, measured against the person's own neutral (docs/attention.md); a dash where unknown."""
    match attention:
        case None:
            return tr("Attention: {state}", state="\N{EN DASH}")
        case Attention.FACING:
            return tr("Attention: {state}", state=tr("facing"))
        case Attention.AWAY:
            return tr("Attention: {state}", state=tr("away"))
        case Attention.ABSENT:
            return tr("Attention: {state}", state=tr("absent"))
        case _:
            assert_never(attention)


def percent(probability: float) -> str:
    return tr("{number}%", number=number(round(probability * 100)))


def number(value: float, decimals: int = 0) -> str:
    """A number as the language writes it."""
    return QLocale().toString(float(value), "f", decimals)


def degrees(angle_deg: float) -> str:
    """An angle with its sign, as whole degrees."""
    whole = round(angle_deg)
    sign = "+" if whole > 0 else "\N{MINUS SIGN}" if whole < 0 else ""
    return f"{sign}{abs(whole)}°"


def angle_names() -> tuple[str, str, str]:
    """Yaw, pitch and roll as the heads of rows."""
    return tr("Yaw"), tr("Pitch"), tr("Roll")


def pose_text(pose: Pose) -> str:
    yaw, pitch, roll = (degrees(angle) for angle in pose.angles_deg)
    return tr("yaw {yaw}  pitch {pitch}  roll {roll}", yaw=yaw, pitch=pitch, roll=roll)


def short_pose_text(pose: Pose) -> str:
    """Yaw, pitch and roll without their names."""
    return "  ".join(degrees(angle) for angle in pose.angles_deg)


def gender_text(female: float) -> str:
    """The perceived presentation; `female` is its probability."""
    low, high = GENDER_UNCERTAIN
    if female > high:
        return tr("perceived female {percent}", percent=percent(female))
    if female < low:
        return tr("perceived male {percent}", percent=percent(1 - female))
    return tr("perceived gender uncertain")
