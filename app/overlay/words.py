"""Readings in words and numbers, the same in the picture, the panel and the video."""

from typing import assert_never

from app.domain.reading import GENDER_UNCERTAIN, Emotion, FaceReading, Flaw, Pose


def emotion_name(emotion: Emotion | None) -> str:
    return "Uncertain" if emotion is None else emotion.value.capitalize()


def emotion_text(face: FaceReading) -> str:
    """The shown emotion with its probability; only "Uncertain" where the model is, or what is wrong with the face."""
    if face.flaw is not None:
        return flaw_name(face.flaw)
    if face.label is None:
        return emotion_name(None)
    return f"{emotion_name(face.label)} {percent(face.reading.emotion.of(face.label))}"


def flaw_name(flaw: Flaw) -> str:
    return flaw.value.capitalize()


def flaw_advice(flaw: Flaw) -> str:
    """Why nothing is claimed of a face, and what helps."""
    match flaw:
        case Flaw.SMALL:
            return "The face has too few pixels to be judged. Come closer, or use a larger picture."
        case Flaw.DARK:
            return "There is too little light on the face to judge it. Add light, or raise the exposure."
        case Flaw.BRIGHT:
            return "Too much of the face is burnt out to judge it. Soften the light, or lower the exposure."
        case Flaw.BLURRED:
            return "The face is too blurred to be judged. Hold still, add light, or clean the lens."
        case Flaw.TURNED:
            return "The face is turned too far to judge its expression. Its angles still stand."
        case Flaw.UNREADABLE:
            return "The network gave no usable answer for this face. If it goes on, choose another model file."
        case _:
            assert_never(flaw)


def percent(probability: float) -> str:
    return f"{round(probability * 100)}%"


def degrees(angle_deg: float) -> str:
    """An angle with its sign, as whole degrees."""
    whole = round(angle_deg)
    sign = "+" if whole > 0 else "\N{MINUS SIGN}" if whole < 0 else ""
    return f"{sign}{abs(whole)}°"


def pose_text(pose: Pose) -> str:
    return f"yaw {degrees(pose.yaw_deg)}  pitch {degrees(pose.pitch_deg)}  roll {degrees(pose.roll_deg)}"


def short_pose_text(pose: Pose) -> str:
    """Yaw, pitch and roll without their names."""
    return "  ".join(degrees(angle) for angle in pose.angles_deg)


def gender_text(female: float) -> str:
    """The perceived presentation; `female` is its probability."""
    low, high = GENDER_UNCERTAIN
    if female > high:
        return f"perceived female {percent(female)}"
    if female < low:
        return f"perceived male {percent(1 - female)}"
    return "perceived gender uncertain"
