"""Views of a batch: encoded once, drawn by picture and task, and kept away from the running statistics."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from trainer.data.batch import Batch
from trainer.data.cutout import Cutout
from trainer.model.batch_norm import ViewStatistics
from trainer.model.facenet import FaceNet
from trainer.tasks.balance import FixedBalance
from trainer.tasks.emotion import EmotionTask
from trainer.tasks.gender import GenderTask
from trainer.tasks.joint import Joint
from trainer.tasks.look import Look, Seen
from trainer.tasks.pose import PoseTask
from trainer.tasks.puzzling import Puzzling, PuzzlingSettings, Variant


def test_whole_faces_are_encoded_once(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    calls: list[int] = []
    net.backbone.register_forward_hook(lambda *_: calls.append(1))
    look = Look(net, made_batch())
    assert look.whole is look.whole
    assert look.once("a", lambda: look.changed(look.batch.faces, look.some_rows(1.0), "a")) is look.once(
        "a", lambda: None
    )
    assert len(calls) == 2


def test_faces_without_labels_cost_the_supervised_tasks_nothing(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    batch = made_batch(6)
    known = torch.tensor([1.0, 0, 0, 1, 1, 0])
    none = torch.zeros(6)
    part = replace(batch, emotion_weight=known, pose_weight=none, gender_weight=known, movements_weight=none)
    few = Batch(**{name: column[[0, 3, 4]] for name, column in part.columns().items()})
    look = Look(net.eval(), part)
    assert look.whole.rows.tolist() == [0, 3, 4]
    for task in (EmotionTask(), GenderTask(1.0)):
        torch.testing.assert_close(task.loss(Look(net, part)), task.loss(Look(net, few)))


WEIGHTS = ("emotion_weight", "pose_weight", "gender_weight", "movements_weight")


@pytest.mark.parametrize("label", WEIGHTS)
def test_one_label_of_any_kind_is_enough(net: FaceNet, made_batch: Callable[..., Batch], label: str) -> None:
    nothing = dict.fromkeys(WEIGHTS, torch.zeros(6))
    batch = replace(made_batch(6), **{**nothing, label: torch.tensor([0, 1.0, 0, 0, 0.2, 0])})
    assert Look(net, batch).whole.rows.tolist() == [1, 4]


def test_draws_depend_on_key_and_name_alone(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    batch = made_batch(6)
    look, half = Look(net, batch), Look(net, batch.first(3))
    first = look.draw("puzzling", look.some_rows(1.0), 4)
    assert torch.equal(half.draw("puzzling", half.some_rows(1.0), 4), first[:3])
    assert not torch.equal(look.draw("turning", look.some_rows(1.0), 4), first)
    assert not torch.equal(Look(net, replace(batch, key=batch.key + 6)).draw("puzzling", look.some_rows(1.0), 4), first)


def test_some_rows_are_a_rising_share_that_does_not_depend_on_how_the_batch_is_split(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    batch = made_batch(200)
    rows = Look(net, batch).some_rows(0.25)
    assert len(rows) == pytest.approx(50, abs=2)
    assert torch.equal(rows, rows.unique())
    for rank in (0, 1):
        half = Batch(**{name: column[rank::2] for name, column in batch.columns().items()})
        found = Look(net, half).some_rows(0.25)
        assert half.place[found].tolist() == [place for place in rows.tolist() if place % 2 == rank]
        assert len(found) == pytest.approx(25, abs=2)
    assert torch.equal(Look(net, batch).some_rows(1.0), torch.arange(200))
    assert len(Look(net, batch).some_rows(0.001)) == 2  # batch statistics need more than one


def test_tasks_take_other_rows_as_long_as_there_are_any(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    look = Look(net, made_batch(200), step=7)
    first, second, third = (look.some_rows(share).tolist() for share in (0.5, 0.25, 0.25))
    assert sorted(first + second + third) == list(range(200))
    assert set(look.some_rows(0.5).tolist()) == set(first)


def test_over_the_steps_every_place_is_taken_as_often(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    batch, taken = made_batch(10), torch.zeros(10)
    for step in range(200):
        taken[Look(net, batch, step=step).some_rows(0.3)] += 1
    assert (taken / 200 - 0.3).abs().max() < 0.02


def test_dropout_leaves_out_its_share_while_training_and_keeps_the_mean(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    look = Look(net.train(), made_batch(64))
    view = Seen(look.some_rows(1.0), torch.empty(0), torch.ones(64, 500))
    dropped = look.dropped(view, 0.3, "emotion")
    assert float((dropped == 0).float().mean()) == pytest.approx(0.3, abs=0.02)
    assert float(dropped.mean()) == pytest.approx(1, abs=0.03)
    few = Seen(torch.tensor([5, 9]), torch.empty(0), torch.ones(2, 500))
    assert torch.equal(look.dropped(few, 0.3, "emotion"), dropped[[5, 9]])
    assert not torch.equal(look.dropped(view, 0.3, "gender"), dropped)
    assert torch.equal(Look(net.eval(), made_batch(64)).dropped(view, 0.3, "emotion"), view.pooled)


def test_patches_are_hidden_in_training_after_the_change_but_not_in_a_masked_view(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    seen: list[torch.Tensor] = []
    net.encode = lambda faces: seen.append(faces) or torch.zeros(len(faces), 8, 1, 1)  # type: ignore[method-assign]
    batch = made_batch(6)
    cutout = Cutout(1.0, (0.5, 0.5))
    for training in (True, False):
        look = Look(net.train(training), batch, cutout=cutout)
        changed = batch.faces.float() / 2
        _ = look.whole
        look.changed(changed, look.some_rows(1.0), "shuffled")
        look.changed(changed, look.some_rows(1.0), "masked", whole=True)
    for shown, given, hidden in zip(
        seen, (batch.faces, changed, changed, batch.faces, changed, changed), (1, 1, 0, 0, 0, 0), strict=True
    ):
        share = (shown != given).any(1).float().mean()  # by chance some of the patch has the colour that was there
        assert float(share) == pytest.approx(0.25 if hidden else 0.0, abs=0.01)


def test_every_view_has_patches_of_its_own(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    seen: list[torch.Tensor] = []
    net.encode = lambda faces: seen.append(faces) or torch.zeros(len(faces), 8, 1, 1)  # type: ignore[method-assign]
    look = Look(net.train(), made_batch(6), cutout=Cutout(1.0, (0.5, 0.5)))
    faces = torch.full_like(look.batch.faces, 7, dtype=torch.float32)
    for name in ("one", "other", "one"):
        look.changed(faces, look.some_rows(1.0), name)
    one, other, again = seen
    assert torch.equal(one, again)
    assert all(((one[face] != 7) != (other[face] != 7)).any() for face in range(6))


@pytest.mark.parametrize("how", list(ViewStatistics))
def test_running_statistics_move_only_where_views_share_them(
    net: FaceNet, made_batch: Callable[..., Batch], how: ViewStatistics
) -> None:
    look = Look(net.train(), made_batch(), how)
    before = net.state_dict()["backbone.bn1.running_mean"].clone()
    view = look.changed(look.batch.faces / 2.0, look.some_rows(1.0), "a")
    after = net.state_dict()["backbone.bn1.running_mean"]
    assert torch.equal(before, after) is (how is not ViewStatistics.SHARED)
    # untouched running statistics are 0 and 1: the view normalised by them differs from one normalised by itself
    own = Look(net, look.batch, ViewStatistics.OWN).changed(look.batch.faces / 2.0, look.some_rows(1.0), "a")
    assert torch.allclose(view.pooled, own.pooled, atol=1e-5) is (how is not ViewStatistics.RUNNING)
    assert all(m.training and m.momentum == 0.1 for m in net.modules() if isinstance(m, torch.nn.BatchNorm2d))


def test_under_autocast_encoders_run_low_and_heads_and_losses_in_float32(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    tasks = (EmotionTask(), PoseTask(), Puzzling(PuzzlingSettings(weight=1.0, grid=2), 8))
    joint = Joint(net, tasks, FixedBalance(), ViewStatistics.OWN, steps=10)
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
    assert torch.allclose(look.changed(batch.faces, look.some_rows(1.0), "a").pooled, look.whole.pooled)


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
