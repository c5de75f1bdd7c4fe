"""Numbers and words of a reading."""

import pytest

from app.domain.reading import Emotion, Flaw, Pose
from app.overlay.words import degrees, emotion_text, flaw_advice, gender_text, percent, pose_text


def test_the_shown_emotion_comes_with_its_own_probability(make_face):
    assert emotion_text(make_face(emotion=Emotion.ANGER, probability=0.625)) == "Anger 62%"


def test_an_uncertain_emotion_says_only_that(make_face):
    assert emotion_text(make_face(certain=False)) == "Uncertain"


def test_of_a_face_with_a_flaw_only_the_flaw_is_said(make_face):
    assert emotion_text(make_face(flaw=Flaw.DARK)) == "Too dark"


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_comes_with_an_advice_of_its_own(flaw):
    assert flaw_advice(flaw).endswith(".")
    assert len({flaw_advice(each) for each in Flaw}) == len(Flaw)


@pytest.mark.parametrize(("angle", "text"), [(12.4, "+12°"), (-3.6, "−4°"), (0.4, "0°"), (-0.4, "0°")])
def test_angles_are_whole_degrees_with_a_sign(angle, text):
    assert degrees(angle) == text


def test_pose_names_its_angles():
    assert pose_text(Pose(10, -20, 0)) == "yaw +10°  pitch −20°  roll 0°"


@pytest.mark.parametrize(
    ("female", "text"),
    [
        (0.9, "perceived female 90%"),
        (0.1, "perceived male 90%"),
        (0.66, "perceived female 66%"),
        (0.34, "perceived male 66%"),
        (0.36, "perceived gender uncertain"),
        (0.64, "perceived gender uncertain"),
    ],
)
def test_gender_is_perceived_and_has_an_uncertain_band(female, text):
    assert gender_text(female) == text


def test_percent_rounds():
    assert percent(0.876) == "88%"
