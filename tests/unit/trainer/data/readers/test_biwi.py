import math

import cv2
import numpy as np
import pytest

from app.domain.reading import Pose
from trainer.data.picture import DataError, Role
from trainer.data.readers import biwi

SAME_AXES = np.eye(3)
CAMERA = np.array([[517.679, 0, 320], [0, 517.679, 240.5], [0, 0, 1]])


def _text(rows):
    return "\n".join(" ".join(f"{value:.9f}" for value in row) for row in rows) + "\n"


def _calibration(path, rotation=SAME_AXES, shift=(0.0, 0.0, 0.0)):
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = (CAMERA, [[0, 0, 0, 0]], rotation, [shift])
    path.write_text("\n".join(_text(block) for block in blocks) + "\n640 480\n")


def _frame(folder, write_image, number, rotation, centre=(0.0, 0.0, 1000.0)):
    write_image(folder / f"frame_{number:05d}_rgb.png")
    (folder / f"frame_{number:05d}_pose.txt").write_text(_text(rotation) + "\n" + _text([centre]))


def _turned(x=0.0, y=0.0, z=0.0):
    """A rotation about one of a camera's axes (x right, y down, z away), in degrees."""
    return cv2.Rodrigues(np.radians([x, y, z]))[0]


def _read(tmp_path, write_image, rotation, depth_to_colour=SAME_AXES):
    _calibration(tmp_path / "01/rgb.cal", depth_to_colour)
    _frame(tmp_path / "01", write_image, 3, rotation)
    (picture,) = biwi.read_pictures(tmp_path)
    return picture.labels.pose


def _angles(pose):
    return pose.yaw_deg, pose.pitch_deg, pose.roll_deg


def test_a_face_that_looks_into_the_camera_has_no_angles(tmp_path, write_image):
    assert _angles(_read(tmp_path, write_image, SAME_AXES)) == pytest.approx((0, 0, 0), abs=1e-6)


def test_the_angles_have_our_signs(tmp_path, write_image):
    """In a head's own axes the face looks along -z and its top is at -y; the picture has y down."""
    cases = {"yaw": _turned(y=30), "pitch": _turned(x=-30), "roll": _turned(z=30)}
    poses = {name: _read(tmp_path, write_image, rotation) for name, rotation in cases.items()}
    for name, rotation in cases.items():
        nose, top = rotation @ (0, 0, -1), rotation @ (0, -1, 0)
        left, up, clockwise = -nose[0], -nose[1], top[0]
        seen = {"yaw": left, "pitch": up, "roll": clockwise}[name]
        angle = getattr(poses[name], f"{name}_deg")
        assert abs(angle) == pytest.approx(30, abs=1e-4)
        assert np.sign(angle) == np.sign(seen)


@pytest.mark.parametrize("angles", [(35, -20, 10), (-60, 15, -25)])
def test_a_compound_pose_follows_the_formula_papers_use(tmp_path, write_image, angles):
    """With S the transpose of the matrix, published code reads the angles off its first column and last row."""
    flip = np.diag((1.0, -1.0, -1.0))
    rotation = flip @ Pose(*angles).rotation() @ flip
    s = rotation.T
    roll = -math.degrees(math.atan2(s[1, 0], s[0, 0]))
    yaw = math.degrees(math.atan2(s[2, 0], math.hypot(s[2, 1], s[2, 2])))
    pitch = math.degrees(math.atan2(s[2, 1], s[2, 2]))
    assert (yaw, pitch, roll) == pytest.approx(angles)
    assert _angles(_read(tmp_path, write_image, rotation)) == pytest.approx(angles, abs=1e-4)


def test_the_pose_is_that_in_the_colour_picture(tmp_path, write_image):
    pose = _read(tmp_path, write_image, _turned(y=20), depth_to_colour=_turned(y=5))
    assert pose.yaw_deg == pytest.approx(25, abs=1e-4)


def test_the_head_is_where_the_colour_camera_sees_it(tmp_path, write_image):
    _calibration(tmp_path / "01/rgb.cal", shift=(-24.0, 6.0, 0.0))
    _frame(tmp_path / "01", write_image, 3, SAME_AXES, centre=(124.0, -6.0, 1000.0))
    (picture,) = biwi.read_pictures(tmp_path)
    box = picture.face_box
    assert box.centre == pytest.approx((320 + 51.7679, 240.5), abs=1e-3)
    assert 80 < box.width < 150


def test_layout_and_role(tmp_path, write_image):
    for sequence in ("01", "12"):
        _calibration(tmp_path / "hpdb" / sequence / "rgb.cal")
        _frame(tmp_path / "hpdb" / sequence, write_image, 3, SAME_AXES)
        (tmp_path / "hpdb" / sequence / "frame_00003_depth.bin").write_bytes(b"")
    assert biwi.fits(tmp_path)
    pictures = list(biwi.read_pictures(tmp_path))
    assert [p.key for p in pictures] == ["01/frame_00003_rgb.png", "12/frame_00003_rgb.png"]
    assert {p.role for p in pictures} == {Role.TEST}
    assert pictures[0].image


def test_broken_frames_are_named_and_the_rest_is_read(tmp_path, write_image):
    _calibration(tmp_path / "01/rgb.cal")
    for number in range(3):
        _frame(tmp_path / "01", write_image, number, SAME_AXES)
    (tmp_path / "01/frame_00000_pose.txt").write_text("1 0 0\n0 1")
    (tmp_path / "01/frame_00001_rgb.png").unlink()
    cut, missing, good = biwi.read_pictures(tmp_path)
    assert "frame_00000_pose.txt holds 5 numbers" in cut.problem
    assert "frame_00001_rgb.png does not exist" in missing.problem
    assert not good.problem


def test_a_missing_or_strange_calibration_is_named(tmp_path, write_image):
    _frame(tmp_path / "01", write_image, 3, SAME_AXES)
    with pytest.raises(DataError, match=r"rgb\.cal cannot be read"):
        list(biwi.read_pictures(tmp_path))
    _calibration(tmp_path / "01/rgb.cal", rotation=np.ones((3, 3)))
    with pytest.raises(DataError, match=r"rgb\.cal holds no rotation"):
        list(biwi.read_pictures(tmp_path))


def test_a_wrong_path_is_named(tmp_path):
    with pytest.raises(DataError, match="holds no sequences of BIWI"):
        list(biwi.read_pictures(tmp_path))
