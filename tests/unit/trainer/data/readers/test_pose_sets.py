"""300W-LP and AFLW2000, whose labels lie in .mat files beside the pictures."""

import math

import numpy as np
import pytest
from scipy.io import savemat

from app.domain.face import Box
from trainer.data.picture import DataError, Role
from trainer.data.readers import aflw2000, w300lp
from trainer.data.readers.pose_para import read_note


def _note(path, pitch, yaw, roll, **more):
    path.parent.mkdir(parents=True, exist_ok=True)
    angles = [math.radians(angle) for angle in (pitch, yaw, roll)]
    savemat(path, {"Pose_Para": np.array([[*angles, 120.0, 130.0, 0.0, 0.001]], np.float32), **more})


def _as_published(pitch, yaw, roll):
    """The rotation of the sets' own code, RotationMatrix.m, as it multiplies the mean face (x right, y up)."""
    about_x = [[1, 0, 0], [0, math.cos(pitch), math.sin(pitch)], [0, -math.sin(pitch), math.cos(pitch)]]
    about_y = [[math.cos(yaw), 0, -math.sin(yaw)], [0, 1, 0], [math.sin(yaw), 0, math.cos(yaw)]]
    about_z = [[math.cos(roll), math.sin(roll), 0], [-math.sin(roll), math.cos(roll), 0], [0, 0, 1]]
    return np.array(about_x) @ np.array(about_y) @ np.array(about_z)


@pytest.mark.parametrize("angles", [(20, 0, 0), (0, 30, 0), (0, 0, -40), (-25, 60, 15)])
def test_the_pose_is_the_rotation_the_set_was_made_with(tmp_path, angles):
    _note(tmp_path / "a.mat", *angles)
    pose, _ = read_note(tmp_path / "a.mat")
    assert (pose.pitch_deg, pose.yaw_deg, pose.roll_deg) == pytest.approx(angles, abs=1e-4)
    assert pose.rotation() == pytest.approx(_as_published(*(math.radians(a) for a in angles)), abs=1e-5)


def test_the_signs_as_seen(tmp_path):
    for number, angles in enumerate([(0, 30, 0), (30, 0, 0), (0, 0, 30)]):
        _note(tmp_path / f"{number}.mat", *angles)
    left, up, tilted = (read_note(tmp_path / f"{number}.mat")[0].rotation() for number in range(3))
    assert left[0, 2] < 0  # the nose points to the left of the picture
    assert up[1, 2] > 0
    assert tilted[0, 1] > 0  # the top of the head moves to the right


def test_poses_nobody_believes_are_left_open(tmp_path):
    _note(tmp_path / "a.mat", 10, 110, 0)
    assert read_note(tmp_path / "a.mat") == (None, None)


def test_300w_lp(tmp_path, write_image):
    points = np.array([[10, 50, 30], [20, 60, 90]], float)
    for name in ("AFW/AFW_1_0", "AFW_Flip/AFW_1_0", "HELEN/HELEN_2_1_3"):
        write_image(tmp_path / "300W_LP" / f"{name}.jpg")
        _note(tmp_path / "300W_LP" / f"{name}.mat", 1, 2, 3, pt2d=points)
    (tmp_path / "300W_LP/Code").mkdir()
    assert w300lp.fits(tmp_path)
    assert not aflw2000.fits(tmp_path)
    first, flipped, third = w300lp.read_pictures(tmp_path)
    assert first.key == "AFW/AFW_1_0.jpg"
    assert first.role is flipped.role
    assert first.face_box == Box(10, 20, 40, 70)
    assert third.labels.pose.yaw_deg == pytest.approx(2, abs=1e-5)


def test_every_copy_of_a_photograph_has_one_role(tmp_path, write_image):
    for photograph in range(40):
        for part, copy in (("AFW", 0), ("AFW", 11), ("AFW_Flip", 5)):
            write_image(tmp_path / part / f"AFW_{photograph}_1_{copy}.jpg", 2)
            _note(tmp_path / part / f"AFW_{photograph}_1_{copy}.mat", 0, 0, 0)
    roles = {}
    for picture in w300lp.read_pictures(tmp_path):
        roles.setdefault(picture.key.split("/")[1].rpartition("_")[0], set()).add(picture.role)
    assert all(len(found) == 1 for found in roles.values())
    assert set.union(*roles.values()) == {Role.TRAIN, Role.VALIDATION}


def test_aflw2000(tmp_path, write_image):
    write_image(tmp_path / "AFLW2000/image00002.jpg")
    points = np.array([[100, 200], [110, 220], [-5, 5]], float)
    _note(tmp_path / "AFLW2000/image00002.mat", -1, 5, 0, pt3d_68=points, pt2d=-np.ones((2, 21)))
    assert aflw2000.fits(tmp_path)
    (picture,) = aflw2000.read_pictures(tmp_path)
    assert (picture.source, picture.key, picture.role) == ("aflw2000", "image00002.jpg", Role.TEST)
    assert picture.face_box == Box(100, 110, 100, 110)


def test_broken_notes_are_named_and_the_rest_is_read(tmp_path, write_image):
    for number in range(5):
        write_image(tmp_path / f"image0000{number}.jpg")
        _note(tmp_path / f"image0000{number}.mat", 0, 0, 0)
    (tmp_path / "image00000.mat").unlink()
    whole = (tmp_path / "image00001.mat").read_bytes()
    (tmp_path / "image00001.mat").write_bytes(whole[: len(whole) - 40])
    savemat(tmp_path / "image00002.mat", {"other": 1})
    savemat(tmp_path / "image00003.mat", {"Pose_Para": np.array([np.nan, 0, 0])})
    missing, cut, other, strange, good = aflw2000.read_pictures(tmp_path)
    assert "image00000.mat cannot be read" in missing.problem
    assert "image00001.mat" in cut.problem
    assert "has no Pose_Para" in other.problem
    assert "three angles" in strange.problem
    assert not good.problem


def test_a_wrong_path_is_named(tmp_path):
    with pytest.raises(DataError, match="holds no part of 300W-LP"):
        list(w300lp.read_pictures(tmp_path))
