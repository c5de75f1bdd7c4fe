"""What the app's rules of certainty leave and keep."""

import numpy as np
import pytest

from app.domain.reading import GENDER_UNCERTAIN, Emotion, EmotionScores
from app.overlay.words import gender_text
from app.perception.perceiver import PerceptionOptions
from app.perception.smoothing import certain_label
from trainer.evaluation.trust import confidence_table, emotion_certainty, gender_certainty

LOW, HIGH = GENDER_UNCERTAIN
THRESHOLD = PerceptionOptions().uncertain_below


def test_a_gender_at_a_bound_is_as_uncertain_as_in_the_app() -> None:
    female = np.array([0.0, LOW - 1e-6, LOW, 0.5, HIGH, HIGH + 1e-6, 1.0])
    right = np.array([True, True, False, False, False, False, True])
    found = gender_certainty(female, right)
    assert found.n_answered == sum("uncertain" not in gender_text(each) for each in female) == 4
    assert (found.n, found.coverage, found.accuracy) == (7, pytest.approx(4 / 7), pytest.approx(3 / 4))


def test_an_emotion_at_the_threshold_is_as_certain_as_in_the_app() -> None:
    confidence = np.array([THRESHOLD - 1e-6, THRESHOLD, 0.99])
    labels = [certain_label(EmotionScores((each, 1 - each, *[0.0] * 6)), THRESHOLD) for each in confidence]
    found = emotion_certainty(confidence, np.array([True, False, True]))
    assert found.n_answered == sum(label is Emotion.NEUTRAL for label in labels) == 2
    assert found.accuracy == 0.5


def test_bins_hold_their_upper_end_and_say_how_many_were_right() -> None:
    table = confidence_table(np.array([0.2, 0.95, 0.97]), np.array([False, True, False]))
    assert [each.n for each in table] == [1, 2]
    assert table[0].low < 0.2 <= table[0].high
    assert (table[1].confidence, table[1].accuracy) == (pytest.approx(0.96), 0.5)
