"""Pictures put together by the answers for their tiles."""

import torch
from torch import Tensor

from trainer.run_report.samples import put_together
from trainer.tasks.task import TileSample
from trainer.tasks.tiles import cut, joined, moved, turned

FACE = torch.arange(3 * 6 * 6, dtype=torch.float32).view(1, 3, 6, 6)
ORDER = torch.tensor([[2, 0, 3, 1]])
TURNS = torch.tensor([[1, 0, 3, 2]])
NO_TURNS = torch.zeros_like(TURNS)
SURE = torch.tensor([[0.4, 0.9, 0.8, 0.7]])


def answer(order: Tensor, turns: Tensor, said_order: Tensor, said_turns: Tensor) -> TileSample:
    changed = joined(turned(moved(cut(FACE, 2), order), turns), 6)
    return TileSample(changed, order, turns, said_order, said_turns, SURE, moves=True, turns_tiles=True)


def test_right_answers_give_the_face_back() -> None:
    face, wrong = put_together(answer(ORDER, TURNS, ORDER, TURNS))
    assert torch.equal(face, joined(cut(FACE, 2), 6))
    assert not wrong.any()


def test_a_tile_in_a_wrong_place_is_wrong_there() -> None:
    said = torch.tensor([[2, 0, 1, 3]])  # the tiles of slots 2 and 3 exchanged
    face, wrong = put_together(answer(ORDER, NO_TURNS, said, NO_TURNS))
    assert wrong.tolist() == [[False, True, False, True]]
    assert torch.equal(cut(face, 2)[0, 1], cut(FACE, 2)[0, 3])


def test_of_two_tiles_in_one_place_the_surer_stays_and_an_empty_place_is_grey() -> None:
    said = torch.tensor([[0, 0, 3, 1]])  # slot 0 holds tile 2 and says 0 as well, less surely than slot 1
    result = answer(ORDER, NO_TURNS, said, NO_TURNS)
    face, wrong = put_together(result)
    assert wrong.tolist() == [[False, False, False, False]]
    assert torch.equal(cut(face, 2)[0, 0], cut(FACE, 2)[0, 0])
    assert cut(face, 2)[0, 2].unique().tolist() == [128.0]
    assert result.right().tolist() == [[False, True, True, True]]


def test_a_wrong_turn_is_wrong_in_the_right_place() -> None:
    face, wrong = put_together(answer(ORDER, TURNS, ORDER, torch.tensor([[1, 0, 3, 0]])))
    assert wrong.tolist() == [[False, True, False, False]]
    assert torch.equal(cut(face, 2)[0, 1], torch.rot90(cut(FACE, 2)[0, 1], 2, (-2, -1)))
