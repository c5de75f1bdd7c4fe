"""A network learns what its teachers say on the mean, on faces without any label of their own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from trainer.config import TaskSettings, TrainConfig
from trainer.data.batch import Batch
from trainer.model.backbone import build_backbone
from trainer.model.facenet import FaceNet
from trainer.tasks.distillation import DistillationSettings, DistillationTask, Teacher
from trainer.tasks.look import Look
from trainer.training.building import build_joint
from trainer.training.checkpoint import CheckpointError

SIDE = 24


class Sure(FaceNet):
    """Says one emotion and one gender of every face, as logits."""

    def __init__(self, emotion: int, female_logit: float) -> None:
        super().__init__(build_backbone(widths=(4, 8), blocks=(1, 1)))
        with torch.no_grad():
            for head in (self.emotion[1], self.gender[1]):
                head.weight.zero_()
                head.bias.zero_()
            self.emotion[1].bias[emotion] = 20.0
            self.gender[1].bias.fill_(female_logit)


def test_the_loss_is_the_cross_entropy_to_the_teachers_mean(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    teachers = [Teacher(Sure(0, 30.0), SIDE), Teacher(Sure(1, -30.0), SIDE)]
    task = DistillationTask(DistillationSettings(1.0, ("a", "b"), gender=0.5), teachers)
    look = Look(net.eval(), made_batch(6, SIDE))
    logits, female = net.emotion(look.whole.pooled), net.gender(look.whole.pooled)
    by_hand = -torch.log_softmax(logits, 1)[:, :2].mean(1)  # a half for each of two emotions
    both = torch.nn.functional.softplus(female) - female / 2  # -(log p + log (1 - p)) / 2
    assert float(task.loss(look).detach()) == pytest.approx(float((by_hand + 0.5 * both).mean().detach()), rel=1e-4)


def test_labels_make_no_difference_and_teachers_stay_as_they_are(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    teacher = Sure(3, 1.0).train()
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    task = DistillationTask(DistillationSettings(1.0, ("a",)), [Teacher(teacher, SIDE)])
    batch = made_batch(6, SIDE)
    unlabelled = replace(batch, emotion_weight=torch.zeros(6), gender_weight=torch.zeros(6))
    losses = [task.loss(Look(net, each)) for each in (batch, unlabelled)]
    assert float(losses[0].detach()) == pytest.approx(float(losses[1].detach()))
    losses[0].backward()
    assert all(parameter.grad is None for parameter in teacher.parameters())
    assert any(parameter.grad is not None for parameter in net.parameters())
    assert all(torch.equal(before[name], value) for name, value in teacher.state_dict().items())


def test_a_teacher_of_larger_faces_gets_them(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    teacher, sides = Sure(0, 0.0), []
    teacher.backbone.register_forward_pre_hook(lambda _, inputs: sides.append(inputs[0].shape[-1]))
    task = DistillationTask(DistillationSettings(1.0, ("a",)), [Teacher(teacher, 32)])
    assert torch.isfinite(task.loss(Look(net, made_batch(4, SIDE))))
    assert sides == [32]


def test_a_missing_teacher_is_named(tmp_path: Path) -> None:
    settings = DistillationSettings(1.0, (str(tmp_path / "gone.ckpt"),))
    config = TrainConfig(widths=(4, 8), blocks=(1, 1), tasks=TaskSettings(distillation=settings))
    with pytest.raises(CheckpointError, match=r"no checkpoint .*gone\.ckpt"):
        build_joint(config, [1.0] * 8)
