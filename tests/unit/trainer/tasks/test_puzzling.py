"""Puzzling in its three variants: what each head is given, and what it costs."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from trainer.data.batch import Batch
from trainer.model.facenet import FaceNet
from trainer.tasks.emotion import EmotionTask, balanced_weights, geometric_mean, prior_offsets, vote_loss
from trainer.tasks.gender import GenderTask
from trainer.tasks.look import Look, Seen
from trainer.tasks.pose import PoseTask, geodesic
from trainer.tasks.puzzling import Puzzling, PuzzlingSettings, Variant
from trainer.tasks.puzzling_rotation import PuzzlingRotation, PuzzlingRotationSettings
from trainer.tasks.tile_rotation import TileRotation, TileRotationSettings
from trainer.tasks.tiles import cut


class WatchedLook(Look):
    """Keeps every changed view that was encoded."""

    def changed(self, faces: torch.Tensor, rows: torch.Tensor, name: str, whole: bool = False) -> Seen:
        self.views = [*getattr(self, "views", []), (faces.clone(), rows)]
        return super().changed(faces, rows, name, whole)


def puzzling(variant: Variant, share: float = 1.0, weight: float = 1.0, stop: float = 1.0) -> Puzzling:
    task = Puzzling(PuzzlingSettings(weight, stop=stop, share=share, grid=2, variant=variant), 8)
    task.heads.linear.weight.data.zero_()
    task.heads.linear.bias.data.zero_()
    return task


@pytest.mark.parametrize("variant", list(Variant))
def test_blank_heads_cost_slots_times_log_classes_per_view(
    net: FaceNet, made_batch: Callable[..., Batch], variant: Variant
) -> None:
    views = 3 if variant is Variant.MULTI_VIEW else 1
    loss = puzzling(variant).loss(Look(net, made_batch()))
    assert loss.item() == pytest.approx(views * 4 * math.log(4), rel=1e-5)


def test_single_image_feeds_the_shuffled_pictures_to_the_emotion_head(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    net.eval()
    task, look = puzzling(Variant.SINGLE_IMAGE, share=0.5), WatchedLook(net, made_batch())
    (view,) = task.emotion_views(look)
    task.loss(look)
    ((faces, rows),) = look.views  # encoded once for both heads
    assert rows.tolist() == view.rows.tolist() == list(range(6))
    changed = [not torch.equal(faces[row], look.batch.faces[row].float()) for row in range(6)]
    assert sum(changed) <= 4  # about half of them, unless an order happened to be the identity
    here, before = (cut(pictures, 2).flatten(1).sort().values for pictures in (faces, look.batch.faces.float()))
    assert torch.equal(here, before)  # every picture still has the pixels of all its tiles
    expected = vote_loss(net.emotion(view.pooled), look.batch.emotion, look.batch.emotion_weight)
    assert EmotionTask(puzzling=task).loss(look).item() == pytest.approx(expected.item())
    assert look.batch.faces.dtype == torch.uint8


@pytest.mark.parametrize("variant", [Variant.SINGLE_IMAGE, Variant.SEPARATE_VIEW])
def test_the_answers_are_the_tiles_shown_and_every_picture_is_scored(
    net: FaceNet, made_batch: Callable[..., Batch], watched_look: Any, by_eye: Any, variant: Variant
) -> None:
    for share in (1.0, 0.25):
        task, look = puzzling(variant, share=share), watched_look(net.train(), made_batch(8))
        task.heads = by_eye(look, 2, turns=False)
        if share == 1.0:
            assert task.loss(look).item() == pytest.approx(0, abs=1e-6)
        look = watched_look(net.eval(), look.batch)
        task.heads = by_eye(look, 2, turns=False)
        assert task.scores(look)["accuracy"].tolist() == [1.0] * 8
        changed = (look.views[-1][0] != look.batch.faces.float()).flatten(1).any(1)
        assert changed.sum() >= 5  # one order in twenty-four leaves a picture whole


def test_a_fifth_of_the_feature_is_left_out_before_the_heads(
    net: FaceNet, made_batch: Callable[..., Batch], watched_look: Any
) -> None:
    look = watched_look(net.train(), made_batch(side=64))
    puzzling(Variant.MULTI_VIEW).loss(look)
    assert list(look.left_out.values()) == [0.2] * 3


def test_multi_view_has_three_scales_and_a_geometric_mean(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    net.eval()
    task, look = puzzling(Variant.MULTI_VIEW), WatchedLook(net, made_batch(side=64))
    views = task.emotion_views(look)
    assert [faces.shape[-1] for faces, _ in look.views] == [68, 64, 50]
    assert len(views) == 4
    assert views[0] is look.whole
    each = [vote_loss(net.emotion(v.pooled), look.batch.emotion, look.batch.emotion_weight).item() for v in views]
    assert EmotionTask(puzzling=task).loss(look).item() == pytest.approx(math.prod(each) ** 0.25, rel=1e-5)


def test_separate_view_and_an_ended_schedule_leave_the_emotion_head_the_whole_faces(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    look = Look(net, made_batch(), done=0.6)
    assert tuple(puzzling(Variant.SEPARATE_VIEW).emotion_views(look)) == (look.whole,)
    assert tuple(puzzling(Variant.SINGLE_IMAGE, stop=0.5).emotion_views(look)) == (look.whole,)


@pytest.mark.parametrize("variant", list(Variant))
def test_pose_and_gender_are_learned_from_whole_faces_only(
    net: FaceNet, made_batch: Callable[..., Batch], variant: Variant
) -> None:
    net.eval()
    look, task = Look(net, made_batch()), puzzling(variant)
    task.loss(look)
    EmotionTask(puzzling=task).loss(look)
    prediction = net(look.batch.faces)
    angles = geodesic(prediction.rotation, look.batch.rotation)
    assert PoseTask().loss(look).item() == pytest.approx(angles.mean().item())
    even = torch.nn.functional.binary_cross_entropy_with_logits(prediction.gender, look.batch.female)
    assert GenderTask().loss(look).item() == pytest.approx(even.item())


def test_the_weight_follows_its_schedule() -> None:
    settings = PuzzlingSettings(weight=0.4, start=0.2, stop=0.6)
    assert [settings.weight_at(done) for done in (0.0, 0.2, 0.59, 0.6)] == [0.0, 0.4, 0.4, 0.0]
    falling = PuzzlingSettings(weight=0.4, start=0.2, stop=0.6, decay=True)
    assert [falling.weight_at(done) for done in (0.2, 0.4, 0.5)] == pytest.approx([0.4, 0.2, 0.1])


def test_scores_count_right_slots_on_shuffled_pictures(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    task = puzzling(Variant.SEPARATE_VIEW).eval()
    task.heads.linear.bias.data.view(4, 4)[:, 2] = 1.0  # always says "tile 2": right in exactly one slot of four
    assert task.scores(Look(net, made_batch()))["accuracy"].tolist() == [0.25] * 6


def test_rotation_asks_four_ways_per_slot(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    task = TileRotation(TileRotationSettings(1.0, grid=3), 8).eval()
    task.heads.linear.weight.data.zero_()
    task.heads.linear.bias.data.zero_()
    look = WatchedLook(net, made_batch(side=24))
    assert task.loss(look).item() == pytest.approx(9 * math.log(4), rel=1e-5)
    ((faces, _),) = look.views
    tile, whole = faces[0, :, 9:15, 9:15], look.batch.faces[0, :, 9:15, 9:15].float()
    assert any(torch.equal(tile, torch.rot90(whole, quarter, (-2, -1))) for quarter in range(4))
    assert set(task.scores(Look(net, made_batch()))) == {"accuracy"}


def test_puzzling_plus_rotation_asks_both(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    task = PuzzlingRotation(PuzzlingRotationSettings(1.0, grid=2), 8).eval()
    for heads in (task.places, task.turns):
        heads.linear.weight.data.zero_()
        heads.linear.bias.data.zero_()
    loss = task.loss(Look(net, made_batch()))
    assert loss.item() == pytest.approx(4 * math.log(4) + 4 * math.log(4), rel=1e-5)
    assert set(task.scores(Look(net, made_batch()))) == {"place_accuracy", "turn_accuracy"}


def test_class_weights_are_majority_over_count_with_a_cap() -> None:
    assert balanced_weights([100, 50, 4, 0], cap=10) == (1, 2, 10, 10)


def test_class_weights_count_as_so_many_votes() -> None:
    logits, votes = torch.zeros(2, 8), torch.eye(8)[:2]
    logits[:, 0] = math.log(3.0)  # probabilities 3/10 and 1/10
    weights = (1.0, 4.0, *[1.0] * 6)
    expected = -(math.log(0.3) + 4 * math.log(0.1)) / 5
    assert vote_loss(logits, votes, torch.ones(2), weights) == pytest.approx(expected)
    assert vote_loss(logits, votes, torch.zeros(2), weights) == 0


def test_class_weights_share_out_divided_votes() -> None:
    logits, votes = torch.zeros(3, 8), torch.zeros(3, 8)
    logits[:, 0] = math.log(3.0)  # probabilities 3/10 and 1/10
    votes[0, :2] = 0.5
    votes[1, 1] = 1.0  # and nobody voted on the third
    weights = (1.0, 4.0, *[1.0] * 6)
    expected = -(0.5 * math.log(0.3) + 2.0 * math.log(0.1) + 4.0 * math.log(0.1)) / 6.5
    assert vote_loss(logits, votes, torch.ones(3), weights) == pytest.approx(expected)


def test_geometric_mean_by_hand_and_at_zero() -> None:
    assert geometric_mean([torch.tensor(2.0), torch.tensor(8.0)]) == pytest.approx(4.0)
    zero = torch.zeros((), requires_grad=True)
    geometric_mean([zero, torch.tensor(1.0)]).backward()
    assert zero.grad is not None
    assert torch.isfinite(zero.grad)


def test_smoothing_belongs_to_the_loss_and_is_spread_over_all_classes(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    look = Look(net.eval(), made_batch())
    logits, batch = net.emotion(look.whole.pooled), look.batch
    smooth = 0.9 * batch.emotion + 0.1 / 8
    expected = vote_loss(logits, smooth, batch.emotion_weight).item()
    assert EmotionTask(smoothing=0.1).loss(look).item() == pytest.approx(expected)
    assert EmotionTask().loss(look).item() == pytest.approx(
        vote_loss(logits, batch.emotion, batch.emotion_weight).item()
    )


def test_logit_adjustment_trains_as_if_classes_were_as_frequent(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    offsets = prior_offsets([6, 1, 1, 1, 1, 0, 0, 0], strength=1.0)
    assert offsets[0] == pytest.approx(math.log(6 / 11.5))
    assert offsets[7] == pytest.approx(math.log(0.5 / 11.5))
    look = Look(net.eval(), made_batch())
    net.emotion[1].weight.data.zero_()
    net.emotion[1].bias.data.zero_()  # says nothing: then the prior alone is what it is trained as
    votes = look.batch.emotion
    share = torch.tensor([6, 1, 1, 1, 1, 0.5, 0.5, 0.5]) / 11.5
    expected = -(votes * share.log()).sum(1).mean()
    assert EmotionTask(offsets=offsets).loss(look).item() == pytest.approx(expected.item(), rel=1e-5)
