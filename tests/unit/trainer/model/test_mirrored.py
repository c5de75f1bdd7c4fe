"""The mean over a face and its mirror image, against the two asked one by one."""

import numpy as np
import pytest
import torch
from torch import Tensor

from app.domain.reading import Pose
from trainer.config import TrainConfig
from trainer.model.facenet import FaceNet, Prediction
from trainer.model.mirrored import MirroredNet
from trainer.training.building import build_net

PX = 24


class SideNet(FaceNet):
    """Knows left from right: what it says depends on whether the left half is the brighter one."""

    def __init__(self) -> None:
        torch.nn.Module.__init__(self)

    def forward(self, faces: Tensor) -> Prediction:
        left = faces[:, 0, :, : PX // 2].mean((1, 2)) > faces[:, 0, :, PX // 2 :].mean((1, 2))
        poses = [Pose(30.0, 4.0, 8.0) if side else Pose(-20.0, 4.0, -8.0) for side in left.tolist()]
        rotation = torch.from_numpy(np.stack([pose.rotation() for pose in poses])).float()
        sure = left.float()
        return Prediction(torch.outer(sure, torch.arange(8.0)), rotation, sure)


def test_logits_are_averaged_and_the_yaw_is_that_of_both_sides() -> None:
    faces = torch.zeros((2, 3, PX, PX))
    faces[0, :, :, : PX // 2] = 200  # brighter on the left; the second face is its mirror image
    faces[1, :, :, PX // 2 :] = 200
    said = MirroredNet(SideNet())(faces)
    assert said.emotion.tolist() == [[0.5 * each for each in range(8)]] * 2
    assert said.gender.tolist() == [0.5, 0.5]
    first, second = (Pose.from_rotation(each.numpy()) for each in said.rotation)
    assert first.angles_deg == pytest.approx((25.0, 4.0, 8.0), abs=0.05)
    assert second.angles_deg == pytest.approx((-25.0, 4.0, -8.0), abs=0.05)


def test_a_mirror_image_is_answered_alike_with_yaw_and_roll_turned_round() -> None:
    torch.manual_seed(3)
    net = MirroredNet(build_net(TrainConfig(size_px=PX, widths=(4, 8), blocks=(1, 1)))).eval()
    faces = torch.randint(0, 256, (3, 3, PX, PX)).float()
    with torch.no_grad():
        there, back = net(faces), net(faces.flip(3))
    assert torch.allclose(there.emotion, back.emotion, atol=1e-5)
    assert torch.allclose(there.gender, back.gender, atol=1e-5)
    for one, other in zip(there.rotation.numpy(), back.rotation.numpy(), strict=True):
        yaw, pitch, roll = Pose.from_rotation(other).angles_deg
        assert Pose.from_rotation(one).angles_deg == pytest.approx((-yaw, pitch, -roll), abs=1e-3)
        assert np.allclose(one @ one.T, np.eye(3), atol=1e-5)
