"""In-painting: what the encoder sees, what the losses count, and that frozen networks stay frozen."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from trainer.data.batch import Batch
from trainer.data.cutout import Cutout
from trainer.model.backbone import build_backbone
from trainer.model.decoder import Decoder
from trainer.model.facenet import PIXEL_MEAN, PIXEL_SD, FaceNet
from trainer.tasks.in_painting import InPainting, InPaintingSettings, hidden_l1
from trainer.tasks.look import Look
from trainer.tasks.perceptual import PerceptualLoss

SETTINGS = InPaintingSettings(weight=1.0, share=0.5)


def test_the_hidden_part_weighs_six_times() -> None:
    faces, hidden = torch.zeros(1, 3, 2, 2), torch.tensor([[[[True, False], [False, False]]]])
    painted = faces.clone()
    painted[..., 0, 0], painted[..., 0, 1] = 0.5, 0.3
    assert hidden_l1(painted, faces, hidden) == pytest.approx((6 * 0.5 + 0.3) / (6 + 3))


def test_half_of_the_pictures_are_hidden_in_part_with_grey(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    look = Look(net, made_batch(8, side=32))
    seen: list[torch.Tensor] = []
    net.backbone.register_forward_hook(lambda _, inputs, __: seen.append(inputs[0]))
    loss = InPainting(SETTINGS, 8, stride=4).loss(look)
    assert torch.isfinite(loss)
    assert 3 <= len(seen[0]) <= 5
    hidden_share = (seen[0] == 0).all(1).float().mean((1, 2))  # grey is 0 after normalisation
    assert ((hidden_share >= 0.15) & (hidden_share <= 0.36)).all()


@pytest.mark.parametrize(("stride", "side", "size_px"), [(4, 8, 32), (16, 4, 64), (32, 4, 112), (32, 7, 224)])
def test_the_decoder_paints_the_input_s_size(stride: int, side: int, size_px: int) -> None:
    painted = Decoder(6, stride)(torch.randn(2, 6, side, side), size_px)
    assert painted.shape == (2, 3, size_px, size_px)
    assert 0 <= painted.min() < painted.max() <= 1


def test_scores_are_of_the_hidden_part_and_cover_every_picture(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    scores = InPainting(SETTINGS, 8, stride=4).eval().scores(Look(net.eval(), made_batch(8, side=32)))
    assert {name: len(values) for name, values in scores.items()} == {"psnr_db": 8, "ssim": 8}
    assert (scores["psnr_db"] > 0).all()
    assert (scores["ssim"] < 0.5).all()  # nothing was learned


def test_scores_have_the_true_picture_around_what_was_painted(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    task, look = InPainting(SETTINGS, 8, stride=4).eval(), Look(net.eval(), made_batch(4, side=32))
    _, faces, hidden = task.painted(look, share=1.0)
    task.painted = lambda *_, **__: (torch.where(hidden, faces, 0.0), faces, hidden)  # type: ignore[method-assign]
    scores = task.scores(look)
    assert scores["ssim"].tolist() == pytest.approx([1.0] * 4, abs=1e-4)  # its windows reach beyond the mask
    assert (scores["psnr_db"] > 60).all()


def test_perceptual_loss_moves_the_painted_picture_and_not_the_frozen_network() -> None:
    backbone = build_backbone(widths=(4, 4, 4, 4), blocks=(1, 1, 1, 1))
    before = {name: value.clone() for name, value in backbone.state_dict().items()}
    loss = PerceptualLoss(backbone, (0.5,) * 3, (0.25,) * 3)
    faces = torch.rand(3, 3, 32, 32)
    painted = (faces + 0.1).requires_grad_()
    loss(painted, faces).backward()
    assert painted.grad is not None
    assert painted.grad.abs().sum() > 0
    assert loss(faces, faces) == 0
    assert all(torch.equal(value, before[name]) for name, value in backbone.state_dict().items())
    assert all(p.grad is None for p in backbone.parameters())


def test_perceptual_loss_is_the_mean_distance_of_three_maps(made_batch: Callable[..., Batch]) -> None:
    backbone = build_backbone(widths=(4, 4, 4, 4), blocks=(1, 1, 1, 1))
    a, b = torch.rand(2, 3, 32, 32), torch.rand(2, 3, 32, 32)
    found = PerceptualLoss(backbone, (0.1, 0.2, 0.3), (1.0, 2.0, 4.0))(a, b)
    mean, sd = torch.tensor([0.1, 0.2, 0.3]).view(3, 1, 1), torch.tensor([1.0, 2.0, 4.0]).view(3, 1, 1)
    maps = [backbone.feature_maps((x - mean) / sd) for x in (a, b)]
    assert len(maps[0]) == 3
    assert float(found) == pytest.approx(sum(float((x - y).abs().mean()) for x, y in zip(*maps, strict=True)) / 3)


def test_the_perceptual_loss_counts_by_its_weight(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    frozen = PerceptualLoss(build_backbone(widths=(4, 4, 4, 4), blocks=(1, 1, 1, 1)), (0.5,) * 3, (0.25,) * 3)
    look = Look(net, made_batch(8, side=32))
    plain = InPainting(SETTINGS, 8, 4)
    alone = plain.loss(look).item()
    added = []
    for weight in (0.1, 0.3):
        task = InPainting(replace(SETTINGS, perceptual_weight=weight), 8, 4, frozen)
        task.load_state_dict(plain.state_dict())
        added.append(task.loss(Look(net, look.batch)).item() - alone)
    assert added[0] > 0
    assert added[1] == pytest.approx(3 * added[0], rel=1e-3)


def test_beside_the_mask_nothing_is_hidden(net: FaceNet, made_batch: Callable[..., Batch]) -> None:
    seen: list[torch.Tensor] = []
    net.backbone.register_forward_hook(lambda _, inputs, __: seen.append(inputs[0]))
    look = Look(net.train(), made_batch(8, side=32), cutout=Cutout(1.0, (0.5, 0.5)))
    _, faces, hidden = InPainting(SETTINGS, 8, stride=4).painted(look, share=1.0)
    changed = (seen[0] - (faces * 255 - PIXEL_MEAN) / PIXEL_SD).abs() > 1e-3
    assert not (changed & ~hidden).any()


def test_the_frozen_network_enters_neither_optimiser_nor_checkpoint(
    net: FaceNet, made_batch: Callable[..., Batch]
) -> None:
    frozen = PerceptualLoss(build_backbone(widths=(4, 4, 4, 4), blocks=(1, 1, 1, 1)), (0.5,) * 3, (0.25,) * 3)
    plain, perceptual = InPainting(SETTINGS, 8, 4), InPainting(SETTINGS, 8, 4, frozen)
    assert perceptual.state_dict().keys() == plain.state_dict().keys()
    assert len(list(perceptual.parameters())) == len(list(plain.parameters()))
    perceptual.load_state_dict(plain.state_dict())
    batch = made_batch(8, side=32)
    gap = perceptual.loss(Look(net, batch)) - plain.loss(Look(net, batch))
    assert gap > 0
