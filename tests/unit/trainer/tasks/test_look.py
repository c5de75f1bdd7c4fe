"""Views of a batch: encoded once, drawn from (seed, step, task), and kept away from the running statistics."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from trainer.data.batch import Batch
from trainer.model.batch_norm import ViewStatistics
from trainer.model.facenet import FaceNet
from trainer.tasks.balance import FixedBalance
from trainer.tasks.emotion import EmotionTask
from trainer.tasks.gender import GenderTask
from trainer.tasks.joint import Joint
from trainer.tasks.look import Look
from trainer.tasks.pose import PoseTask
from trainer.tasks.puzzling import Puzzling, PuzzlingSettings, Variant


def test_whole_faces_are_encoded_once(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    calls: list[int] = []
    net.backbone.register_forward_hook(lambda *_: calls.append(1))
    look = Look(net, made_batch())
    assert look.whole is look.whole
    assert look.once("a", lambda: look.changed(look.batch.faces, look.every_row)) is look.once("a", lambda: None)
    assert len(calls) == 2


def test_faces_without_labels_cost_the_supervised_tasks_nothing(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    batch = made_batch(6)
    known = torch.tensor([1.0, 0, 0, 1, 1, 0])
    part = replace(batch, emotion_weight=known, pose_weight=torch.zeros(6), gender_weight=known)
    few = Batch(**{name: column[[0, 3, 4]] for name, column in part.columns().items()})
    look = Look(net.eval(), part)
    assert look.whole.rows.tolist() == [0, 3, 4]
    for task in (EmotionTask(), GenderTask(1.0)):
        torch.testing.assert_close(task.loss(Look(net, part)), task.loss(Look(net, few)))


def test_draws_depend_on_seed_step_and_task_alone(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    def draw(seed: int, step: int, task: str) -> float:
        torch.manual_seed(torch.seed() % 1000)  # the global generator plays no part
        return float(torch.rand(1, generator=Look(net, made_batch(), seed=seed, step=step).random(task)))

    assert draw(1, 2, "puzzling") == draw(1, 2, "puzzling")
    assert len({draw(1, 2, "puzzling"), draw(2, 1, "puzzling"), draw(1, 3, "puzzling"), draw(1, 2, "turning")}) == 4


def test_some_rows_are_a_sorted_share_without_repeats(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    look = Look(net, made_batch(20))
    rows = look.some_rows(0.25, look.random("a"))
    assert len(rows) == len(rows.unique()) == 5
    assert torch.equal(rows, rows.sort().values)
    assert torch.equal(look.some_rows(1.0, look.random("a")), torch.arange(20))
    assert len(look.some_rows(0.01, look.random("a"))) == 2  # batch statistics need more than one


@pytest.mark.parametrize("how", list(ViewStatistics))
def test_running_statistics_move_only_where_views_share_them(
    net: FaceNet, made_batch: Callable[..., Batch], how: ViewStatistics
) -> None:
    look = Look(net.train(), made_batch(), how)
    before = net.state_dict()["backbone.bn1.running_mean"].clone()
    view = look.changed(look.batch.faces / 2.0, look.every_row)
    after = net.state_dict()["backbone.bn1.running_mean"]
    assert torch.equal(before, after) is (how is not ViewStatistics.SHARED)
    # untouched running statistics are 0 and 1: the view normalised by them differs from one normalised by itself
    own = Look(net, look.batch, ViewStatistics.OWN).changed(look.batch.faces / 2.0, look.every_row)
    assert torch.allclose(view.pooled, own.pooled, atol=1e-5) is (how is not ViewStatistics.RUNNING)
    assert all(m.training and m.momentum == 0.1 for m in net.modules() if isinstance(m, torch.nn.BatchNorm2d))


def test_under_autocast_encoders_run_low_and_heads_and_losses_in_float32(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    tasks = (EmotionTask(), PoseTask(), Puzzling(PuzzlingSettings(weight=1.0, grid=2), 8))
    joint = Joint(net, tasks, FixedBalance(), ViewStatistics.OWN, seed=1, steps=10)
    kinds: dict[str, torch.dtype] = {}
    net.backbone.register_forward_hook(lambda *parts: kinds.update(map=parts[2].dtype))
    net.emotion.register_forward_hook(lambda *parts: kinds.update(head=parts[2].dtype))
    with torch.autocast("cpu", torch.bfloat16):
        total, losses = joint(made_batch().columns(), step=1)
    assert kinds == {"map": torch.bfloat16, "head": torch.float32}
    assert {total.dtype, *(loss.dtype for loss in losses.values())} == {torch.float32}


def test_a_picture_alone_is_normalised_by_the_running_statistics(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    batch = made_batch(1, side=4)  # the last map is 1 x 1: there is nothing to take statistics of
    look = Look(net.eval(), batch, ViewStatistics.OWN)
    assert torch.allclose(look.changed(batch.faces, look.every_row).pooled, look.whole.pooled)


def test_pictures_without_labels_feed_the_self_supervised_tasks_alone(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    look = Look(net, made_batch())
    for weights in (look.batch.emotion_weight, look.batch.pose_weight):
        weights.zero_()
    settings = PuzzlingSettings(weight=1.0, grid=2, variant=Variant.MULTI_VIEW)
    puzzling = Puzzling(settings, 8)
    assert EmotionTask().loss(look).item() == PoseTask().loss(look).item() == 0
    assert EmotionTask(puzzling=puzzling).loss(look).item() < 1e-6
    assert puzzling.loss(look).item() > 1
