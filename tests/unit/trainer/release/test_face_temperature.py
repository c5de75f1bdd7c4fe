"""Temperatures that tell spoilt faces from others, on made features whose right answer is known."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from numpy.random import default_rng
from torch import Tensor, nn

from trainer.config import TrainConfig
from trainer.data.dataset import Dataset
from trainer.model.facenet import FaceNet
from trainer.release import face_temperature
from trainer.release.face_temperature import TemperedHead, half_hidden, temper
from trainer.training.building import build_net
from trainer.training.validation import run_network

FACES, FEATURES = 600, 200


def test_logits_are_divided_by_each_faces_own_temperature() -> None:
    linear = nn.Linear(2, 1)
    with torch.no_grad():
        linear.weight.copy_(torch.tensor([[1.0, 0.0]]))
        linear.bias.fill_(0.5)
    features = torch.tensor([[-0.5, 2.0], [0.5, 4.0], [90.0, 1.0], [-90.0, 1.0]])
    shown = TemperedHead(nn.Identity(), linear)(features)
    assert torch.allclose(shown[:2], features[:2] / torch.tensor([[1.0], [np.e]]))
    assert torch.allclose(shown[2:], features[2:] * torch.exp(torch.tensor([[-1.6], [1.6]])))  # from a fifth to five
    gender = TemperedHead(nn.Sequential(nn.Linear(2, 1), nn.Flatten(0)), linear)
    assert gender(features).shape == (4,)
    assert torch.allclose(gender(features)[1], gender.head(features)[1] / np.e)


def _answers(spoilt: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Features, logits of a network that is always sure of 0.9, and labels it names in 0.9, or 0.5, of the faces."""
    right = torch.arange(FACES) < FACES * (0.5 if spoilt else 0.9)
    about = 0.01 * torch.randn(FACES, FEATURES, generator=torch.Generator().manual_seed(int(spoilt)))
    return float(spoilt) + about, torch.full((FACES,), float(np.log(9.0))), right.long()


def test_a_spoilt_face_gets_the_confidence_it_deserves_and_a_clear_one_keeps_it() -> None:
    seen = face_temperature._Seen(*map(torch.cat, zip(_answers(False), _answers(True), strict=True)))
    sure = nn.Linear(FEATURES, 1)
    with torch.no_grad():
        sure.weight.zero_()
        sure.bias.fill_(float(np.log(9.0)))
        head = TemperedHead(nn.Sequential(sure, nn.Flatten(0)), face_temperature._fitted(seen))
        clear, spoilt = torch.sigmoid(head(torch.tensor([[0.0], [1.0]]).expand(2, FEATURES)))
    assert clear == pytest.approx(0.9, abs=0.03)
    assert spoilt == pytest.approx(0.6, abs=0.03)  # 0.5 needs a temperature above the most, five


def test_a_half_hidden_face_has_a_bar_from_one_edge_and_keeps_the_rest() -> None:
    face = default_rng(1).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    edges = []
    for seed in range(40):
        hidden = half_hidden(face, default_rng(seed))
        changed = (hidden != face).any(axis=2)
        rows, columns = changed.any(axis=1), changed.any(axis=0)
        bar = rows if rows.sum() < columns.sum() else columns
        assert 5 <= bar.sum() <= 24  # 0.15 to 0.6 of the side; by chance a pixel has the bar's colour
        assert len(np.unique(hidden[changed], axis=0)) == 1
        edges.append(("left", "top")[bar is rows] if bar[0] else ("right", "bottom")[bar is rows])
    assert set(edges) == {"left", "top", "right", "bottom"}
    assert edges.count("bottom") > max(edges.count(edge) for edge in ("left", "top", "right"))
    assert np.array_equal(half_hidden(face, default_rng(3)), half_hidden(face, default_rng(3)))


@pytest.fixture
def net() -> FaceNet:
    torch.manual_seed(1)
    return build_net(TrainConfig(size_px=24, widths=(4, 8), blocks=(1, 1)))


def test_no_answer_changes_only_how_sure_it_is(
    net: FaceNet, made_data: Callable[[], Dataset], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(face_temperature, "FEWEST_FACES", 3)
    data = made_data()
    before = run_network(net, data.validation_batches(8)).prediction
    for name in ("emotion", "gender"):
        temper(net, name, [data])
        assert isinstance(getattr(net, name), TemperedHead)
    after = run_network(net, data.validation_batches(8)).prediction
    assert torch.equal(after.emotion.argmax(1), before.emotion.argmax(1))
    assert torch.equal(after.gender > 0, before.gender > 0)
    assert torch.equal(after.rotation, before.rotation)
    assert not torch.allclose(after.emotion, before.emotion)


def test_a_few_labels_are_too_few(net: FaceNet, made_data: Callable[[], Dataset]) -> None:
    temper(net, "emotion", [made_data()])
    assert not isinstance(net.emotion, TemperedHead)
    temper(net, "gender", [])
    assert not isinstance(net.gender, TemperedHead)
