"""The arithmetic of a training step."""

import pytest

from trainer.config import TrainConfig
from trainer.reproduction.compute import step_operations

TINY = {"size_px": 16, "widths": [4], "blocks": [1], "batch": 4, "sources": {"made": {"share": 1.0}}}


def operations(**changes: object) -> float:
    return step_operations(TrainConfig.from_dict({**TINY, **changes}))


def test_a_step_by_hand() -> None:
    """Stem 3 to 4 channels and two convolutions 4 to 4, 3x3 on 8 x 8; forwards, and backwards twice that but for the
    gradient of the pixels, which nobody asks for."""
    stem, inner = (2 * 64 * 9 * channels * 4 for channels in (3, 4))
    head = 2 * 4 * 8
    by_hand = 4 * (2 * stem + 2 * 3 * inner + 3 * head)
    assert operations(tasks={"pose": 0.0, "gender": 0.0}) == pytest.approx(by_hand, rel=1e-6)


def test_tasks_cost_what_their_share_of_the_faces_costs() -> None:
    alone = {"pose": 0.0, "gender": 0.0}
    supervised = operations(batch=60, tasks=alone)
    puzzling = operations(batch=60, tasks={**alone, "puzzling": {"weight": 0.1}})
    half = operations(batch=60, tasks={**alone, "puzzling": {"weight": 0.1, "share": 0.5}})
    assert puzzling == pytest.approx(2 * supervised, rel=0.05)
    assert half == pytest.approx(1.5 * supervised, rel=0.05)


def test_unlabelled_faces_cost_the_supervised_tasks_nothing() -> None:
    both = {"made": {"share": 1.0}, "bare": {"share": 1.0, "labels": False}}
    assert operations(tasks={"pose": 0.0}, sources=both) == operations(tasks={"pose": 0.0})
