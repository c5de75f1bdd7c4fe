"""Statistics taken anew are the plain mean over whole faces, and leave the network as it was."""

import pytest
import torch

from trainer.model.backbone import build_backbone
from trainer.model.batch_norm import recompute, restore
from trainer.model.facenet import PIXEL_MEAN, PIXEL_SD, FaceNet


def test_recomputed_statistics_are_the_mean_over_the_batches() -> None:
    net = FaceNet(build_backbone(widths=(4, 8), blocks=(1, 1)))
    random = torch.Generator().manual_seed(1)
    batches = [torch.randint(0, 256, (4, 3, 16, 16), dtype=torch.uint8, generator=random) for _ in range(3)]
    net.encode(batches[0])  # leave a trace first
    weights = {name: value.clone() for name, value in net.named_parameters()}
    recompute(net, batches)
    norm = net.get_submodule("backbone.bn1")
    first = net.get_submodule("backbone.conv1")
    outputs = [first((faces.float() - PIXEL_MEAN) / PIXEL_SD) for faces in batches]
    means = torch.stack([output.mean((0, 2, 3)) for output in outputs]).mean(0)
    variances = torch.stack([output.var((0, 2, 3)) for output in outputs]).mean(0)
    assert torch.allclose(norm.running_mean, means, atol=1e-5)
    assert torch.allclose(norm.running_var, variances, rtol=1e-4)
    assert norm.momentum == pytest.approx(0.1)
    assert net.training
    assert all(torch.equal(value, weights[name]) for name, value in net.named_parameters())


def test_restored_norms_keep_the_function_and_fit_the_batch_statistics() -> None:
    torch.manual_seed(2)
    net = FaceNet(build_backbone(widths=(4, 8), blocks=(1, 1)))
    for norm in (module for module in net.modules() if isinstance(module, torch.nn.BatchNorm2d)):
        norm.running_var.fill_(1 - norm.eps)  # folded: only a scale and a shift are left
        torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
        torch.nn.init.normal_(norm.bias)
    faces = torch.randint(0, 256, (6, 3, 16, 16), dtype=torch.uint8)
    before = net.eval().encode(faces)
    restore(net, [faces[:2], faces[2:]])
    assert torch.allclose(net.encode(faces), before, atol=1e-4)
    norm = net.get_submodule("backbone.bn1")
    first = net.get_submodule("backbone.conv1")((faces.float() - PIXEL_MEAN) / PIXEL_SD)
    assert torch.allclose(norm.running_mean, first.mean((0, 2, 3)), atol=1e-4)
    assert torch.allclose(norm.running_var, first.var((0, 2, 3), unbiased=False), rtol=1e-3)
    assert torch.allclose(net.train().encode(faces), before, atol=1e-3)  # a training step begins where the file ended
