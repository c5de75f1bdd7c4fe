import random

import pytest

from app.domain.face import Point
from app.domain.reading import Pose
from app.perception.crop import Crop
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.preparing.annotate import Annotation
from trainer.preparing.plan import Inspected, assemble
from trainer.preparing.teacher import PoseCorrection

CROP = Crop(Point(1, 2), 3)


def _look(content, role=Role.TRAIN, source="mine", pose=None, taught=None, crop=CROP):
    return Inspected(source, role, pose, Annotation(content.encode(), crop, taught))


def _broken(role=Role.TRAIN, source="mine"):
    picture = Picture(source, "a.jpg", role, b"", Labels(), place="list.csv, line 7")
    return Inspected.at(picture, Annotation(None, problem="the picture cannot be decoded"))


def test_copies_of_validation_and_test_pictures_are_dropped_from_training_wherever_they_come_from():
    inspected = [
        _look("x"),
        _look("y"),
        _look("y", Role.VALIDATION, "other"),
        _look("x", Role.TEST, "other"),
        _look("z"),
        _look("z"),
    ]
    plan = assemble(inspected)
    assert plan.places[:4] == (None, None, 0, None)
    assert sorted(plan.places[4:]) == [0, 1]
    assert plan.counts["mine", "copies of validation or test dropped"] == 2
    assert (plan.number(Role.TRAIN), plan.number(Role.VALIDATION), plan.number(Role.TEST)) == (2, 1, 1)


def test_a_copy_of_a_test_picture_does_not_validate_for_it_could_choose_the_epoch():
    inspected = [_look("x", Role.VALIDATION), _look("y", Role.VALIDATION), _look("x", Role.TEST, "other"), _look("x")]
    plan = assemble(inspected)
    assert plan.places == (None, 0, None, None)
    assert plan.counts["mine", "copies of validation or test dropped"] == 2
    assert (plan.number(Role.VALIDATION), plan.number(Role.TEST)) == (1, 1)


def test_broken_pictures_are_left_out_counted_and_named():
    plan = assemble([_look("x"), _broken(), _broken(Role.VALIDATION), _look("y", Role.VALIDATION)])
    assert plan.places == (0, None, None, 0)
    assert plan.counts["mine", "broken"] == 2
    assert plan.counts["mine", "read"] == 4
    assert plan.problems == ("mine a.jpg (list.csv, line 7): the picture cannot be decoded",) * 2


def test_a_broken_test_picture_is_no_copy_of_a_broken_training_picture():
    plan = assemble([_broken(), _look("x"), _broken(Role.TEST)])
    assert plan.counts["mine", "broken"] == 2
    assert plan.counts.get(("mine", "copies of validation or test dropped"), 0) == 0


def test_a_source_of_which_nothing_can_be_used_is_refused():
    with pytest.raises(DataError, match=r"All 2 pictures of other are broken; the first is other a\.jpg \(list\.csv"):
        assemble([_look("x"), _broken(source="other"), _broken(source="other")])


def test_training_pictures_are_shuffled_the_same_each_time_and_validation_stays_in_order():
    inspected = [_look(str(number), Role.VALIDATION if number % 3 == 0 else Role.TRAIN) for number in range(60)]
    plan = assemble(inspected)
    assert plan == assemble(inspected)
    train = [number for number in range(60) if number % 3]
    random.Random(20210601).shuffle(train)
    assert [plan.places[number] for number in train] == list(range(40))
    assert [plan.places[number] for number in range(0, 60, 3)] == list(range(20))


def test_the_sheets_show_the_first_of_each_source():
    inspected = [_look(f"a{n}", source="a") for n in range(300)] + [_look(f"b{n}", source="b") for n in range(5)]
    plan = assemble(inspected)
    shown = [number for number in plan.shown if inspected[number].source == "a"]
    assert len(shown) == 96
    places = sorted(plan.places[number] for number in range(300))
    assert sorted(plan.places[number] for number in shown) == places[:96]
    assert sum(inspected[number].source == "b" for number in plan.shown) == 5


def test_the_calibration_is_fitted_on_training_pictures_with_poses_of_their_own():
    truth = [Pose(float(n), float(n % 7), float(-n)) for n in range(-20, 20)]
    inspected = [
        _look(f"{n}", pose=pose, taught=Pose(pose.yaw_deg / 2, pose.pitch_deg - 5, pose.roll_deg))
        for n, pose in enumerate(truth)
    ]
    others = [
        _look("v", Role.VALIDATION, pose=truth[0], taught=Pose(80, 80, 80)),
        _look("t", Role.TEST, pose=truth[0], taught=Pose(80, 80, 80)),
        _look("u", taught=Pose(80, 80, 80)),
        _look("w", pose=Pose(80, 80, 80)),
    ]
    fitted = assemble(inspected + others).correction
    assert fitted.gain == pytest.approx((2, 1, 1))
    assert fitted.offset_deg == pytest.approx((0, 5, 0), abs=1e-9)
    assert assemble(inspected[:10]).correction == PoseCorrection()


def test_faces_and_taught_poses_are_counted():
    plan = assemble([_look("x", crop=None), _look("y", taught=Pose(0, 0, 0)), _look("z", Role.TEST, crop=None)])
    assert plan.counts["mine", "no face found"] == 2
    assert plan.counts["mine", "read by the pose teacher"] == 1
