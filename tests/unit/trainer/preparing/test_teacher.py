import numpy as np
import pytest

from app.domain.reading import Pose
from trainer.data.picture import DataError
from trainer.preparing.teacher import PoseCorrection, PoseTeacher


def _poses(count):
    angles = np.random.default_rng(5).uniform(-40, 40, (count, 3))
    return [Pose(*map(float, row)) for row in angles]


def test_a_straight_line_per_angle_is_found_again():
    truth = _poses(60)
    read = [Pose((p.yaw_deg + 2) / 1.2, (p.pitch_deg - 5) / 0.9, p.roll_deg / 1.1) for p in truth]
    fitted = PoseCorrection.fitted(read, truth)
    assert fitted.gain == pytest.approx((1.2, 0.9, 1.1))
    assert fitted.offset_deg == pytest.approx((-2, 5, 0), abs=1e-9)
    corrected = fitted.corrected(read[7])
    assert (corrected.yaw_deg, corrected.pitch_deg) == pytest.approx((truth[7].yaw_deg, truth[7].pitch_deg))


def test_noise_is_averaged_out():
    truth, noise = _poses(400), np.random.default_rng(6).normal(0, 3, (400, 3))
    read = [
        Pose(p.yaw_deg + n[0], p.pitch_deg + n[1] - 4, p.roll_deg + n[2]) for p, n in zip(truth, noise, strict=True)
    ]
    fitted = PoseCorrection.fitted(read, truth)
    assert fitted.offset_deg == pytest.approx((0, 4, 0), abs=0.6)
    assert fitted.gain == pytest.approx((1, 1, 1), abs=0.06)


def test_too_few_pairs_change_nothing():
    truth = _poses(19)
    read = [Pose(p.yaw_deg + 9, p.pitch_deg, p.roll_deg) for p in truth]
    assert PoseCorrection.fitted(read, truth) == PoseCorrection()
    assert PoseCorrection().corrected(read[0]) == read[0]


def test_yaw_stays_within_a_quarter_turn():
    steep = PoseCorrection((2, 1, 1), (0, 0, 0))
    assert steep.corrected(Pose(60, 0, 0)).yaw_deg == 90
    assert steep.corrected(Pose(-60, 0, 0)).yaw_deg == -90


def test_a_missing_landmarker_is_named(tmp_path):
    with pytest.raises(DataError, match=r"face_landmarker\.task is missing; give its path with --landmarker"):
        PoseTeacher(tmp_path / "face_landmarker.task")
