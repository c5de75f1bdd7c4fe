"""The movements' loss by hand, what it teaches, and that its head is no part of the network."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from trainer.data.batch import Batch
from trainer.model.batch_norm import ViewStatistics
from trainer.model.facenet import FaceNet
from trainer.tasks.balance import FixedBalance
from trainer.tasks.emotion import EmotionTask
from trainer.tasks.joint import Joint
from trainer.tasks.look import Look
from trainer.tasks.movements import MovementsSettings, MovementsTask, movements_loss

FEATURES = 8


@pytest.fixture
def task() -> MovementsTask:
    torch.manual_seed(1)
    return MovementsTask(MovementsSettings(weight=2.0), FEATURES)


def test_the_loss_is_of_square_roots_and_a_mean_over_the_52() -> None:
    said = torch.full((1, 52), 0.25)
    truth = said.clone()
    truth[0, :13] = 0.81  # a quarter of them is 0.9 - 0.5 apart
    assert movements_loss(torch.logit(said), truth, torch.ones(1)) == pytest.approx(0.4**2 / 4)


def test_a_faint_movement_costs_more_than_as_much_of_a_wide_one() -> None:
    faint, wide = torch.zeros(1, 52), torch.full((1, 52), 0.85)
    said = torch.logit(torch.full((1, 52), 0.05)), torch.logit(torch.full((1, 52), 0.9))
    assert movements_loss(said[0], faint, torch.ones(1)) > 20 * movements_loss(said[1], wide, torch.ones(1))


def test_faces_without_movements_cost_nothing_and_weigh_nothing() -> None:
    logits, truth = torch.randn(3, 52), torch.rand(3, 52)
    assert movements_loss(logits, truth, torch.zeros(3)) == 0
    alone = movements_loss(logits[1:2], truth[1:2], torch.ones(1))
    assert movements_loss(logits, truth, torch.tensor([0.0, 1, 0])) == pytest.approx(float(alone))


@pytest.mark.parametrize("logit", [-200.0, -30.0, 0.0, 200.0])
@pytest.mark.parametrize("truth", [0.0, 1.0])
def test_the_gradient_is_finite_wherever_the_head_begins(logit: float, truth: float) -> None:
    logits = torch.full((1, 52), logit, requires_grad=True)
    movements_loss(logits, torch.full((1, 52), truth), torch.ones(1)).backward()
    assert logits.grad is not None and torch.isfinite(logits.grad).all()


def test_it_learns_each_movement_of_each_face_it_knows(
    net: FaceNet, task: MovementsTask, made_batch: Callable[..., Batch]
) -> None:
    batch = replace(made_batch(4), movements_weight=torch.tensor([1.0, 1, 0, 1]))
    optimiser = torch.optim.Adam([*net.parameters(), *task.parameters()], lr=1e-2)
    for _ in range(150):
        optimiser.zero_grad()
        loss = task.loss(Look(net.train(), batch))
        loss.backward()
        optimiser.step()
    apart = (task.said(Look(net, batch)) - batch.movements).abs().mean(1)
    assert apart[[0, 1, 3]].max() < 0.05 < apart[2]


def test_only_faces_with_a_label_are_looked_at_and_movements_are_one(
    net: FaceNet, task: MovementsTask, made_batch: Callable[..., Batch]
) -> None:
    nothing = dict.fromkeys(("emotion_weight", "pose_weight", "gender_weight"), torch.zeros(6))
    known = torch.tensor([0, 1.0, 0, 0, 1, 0])
    batch = replace(made_batch(6), **{**nothing, "movements_weight": known})
    look = Look(net.eval(), batch)
    assert look.whole.rows.tolist() == [1, 4]
    few = Batch(**{name: column[[1, 4]] for name, column in batch.columns().items()})
    torch.testing.assert_close(task.loss(look), task.loss(Look(net, few)))


def test_the_head_is_trained_and_kept_beside_the_network(
    net: FaceNet, task: MovementsTask, made_batch: Callable[..., Batch]
) -> None:
    joint = Joint(net, (EmotionTask(), task), FixedBalance(), ViewStatistics.OWN, steps=10)
    names = {f"movements.head.{layer}.{kind}" for layer in (0, 2) for kind in ("weight", "bias")}
    assert set(joint.auxiliary_state()) == names
    assert not [name for name in net.state_dict() if "movements" in name]
    total, losses = joint(made_batch().columns(), step=1)
    total.backward()
    assert float(total.detach()) == pytest.approx(float((losses["emotion"] + 2 * losses["movements"]).detach()))
    assert all(each.grad is not None for each in task.parameters())
    assert Joint(net, (EmotionTask(),), FixedBalance(), ViewStatistics.OWN, 10).movements is None
