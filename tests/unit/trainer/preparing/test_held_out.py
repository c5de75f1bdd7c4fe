from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq

from app.domain.face import Box
from app.domain.reading import Pose
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.evaluation.labels import LABEL_COLUMNS, truth_of
from trainer.evaluation.rows import pictures, select
from trainer.preparing import held_out
from trainer.preparing.held_out import HeldOut

VOTES = (4.0, 0.0, 0.0, 1.0, 3.0, 0.0, 0.0, 0.0)
OTHER_VOTES = (1.0, 1.0)


def _picture(source, number, labels, box=None, taught=None):
    """A picture with its labels, or with a teacher's pose in their place."""
    picture = Picture(source, f"{number}.jpg", Role.TEST, b"%d" % number, labels, box)
    return FoundPicture(picture, Labels(pose=taught) if taught else labels, None, taught is not None)


def test_evaluate_reads_what_was_held_out(tmp_path, monkeypatch):
    monkeypatch.setattr(held_out, "_ROWS_PER_GROUP", 2)
    files = HeldOut(tmp_path, tmp_path / "home")
    for number in range(5):
        voted = Labels(VOTES, other_votes=OTHER_VOTES) if number else Labels()
        files.put(_picture("emotions", number, replace(voted, female=float(number > 3) if number > 2 else None)))
        files.put(_picture("poses", number, Labels(pose=Pose(number, -number, 2)), Box(1, 2, 3, 4)))
    files.close()
    emotions = select(tmp_path / "home/held-out-emotions.parquet", (), None, LABEL_COLUMNS)
    truth = truth_of(emotions)
    assert truth.votes.tolist() == [[0] * 10, *[[*VOTES, *OTHER_VOTES]] * 4]
    assert np.array_equal(truth.female, [np.nan, np.nan, np.nan, 0, 1], equal_nan=True)  # not in the first rows written
    assert truth.angles_deg is None
    poses = select(tmp_path / "home/held-out-poses.parquet", (), None, LABEL_COLUMNS)
    assert truth_of(poses).votes is None
    assert np.array_equal(truth_of(poses).angles_deg[3], (3, -3, 2))
    assert [(row.name, row.image, row.face_box) for row in pictures(poses)][4] == ("4.jpg", b"4", Box(1, 2, 3, 4))


def test_the_teacher_s_poses_are_held_out_and_marked(tmp_path):
    files = HeldOut(tmp_path, tmp_path / "home")
    files.put(_picture("mixed", 0, Labels(), taught=Pose(10, 20, 30)))
    files.put(_picture("mixed", 1, Labels(pose=Pose(1, 2, 3))))
    files.put(_picture("mixed", 2, Labels()))
    files.close()
    mixed = tmp_path / "home/held-out-mixed.parquet"
    assert pq.read_table(mixed)["taught"].to_pylist() == [True, False, None]
    truth = truth_of(select(mixed, (), None, LABEL_COLUMNS))
    assert truth.angles_deg[:2].tolist() == [[10, 20, 30], [1, 2, 3]]
    assert any("the angles of 1 of 2 pictures are a teacher's" in note for note in truth.notes)


def test_nothing_held_out_writes_nothing(tmp_path):
    HeldOut(tmp_path, tmp_path / "home").close()
    assert list(tmp_path.glob("*.parquet")) == []
