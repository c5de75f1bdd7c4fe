"""What the self-supervised tasks make of real faces: puzzles put together, tiles turned back, hidden parts painted."""

from collections.abc import Sequence
from html import escape
from typing import assert_never

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from trainer.data.batch import Batch
from trainer.run_report.markup import Pixels, Section, absent, paragraph, picture
from trainer.tasks.image_quality import masked_psnr
from trainer.tasks.joint import Joint
from trainer.tasks.task import PaintedSample, Pretext, TileSample
from trainer.tasks.tiles import cut, joined, turned
from trainer.training.journal import task_title

FRAME_PX = 3
_EMPTY = 128.0


def put_together(answer: TileSample) -> tuple[Tensor, NDArray[np.bool_]]:
    """Every tile where, and turned as, the answer says: pictures float [n, 3, px, px], wrong tiles bool [n, slots].

    Of the tiles that are put in one place the surest stays; a place without a tile is grey and not wrong.
    """
    n, slots = answer.order.shape
    tiles = turned(cut(answer.changed, round(slots**0.5)), (4 - answer.said_turns) % 4)
    result, wrong = torch.full_like(tiles, _EMPTY), np.zeros((n, slots), bool)
    right = answer.right()
    for face in range(n):
        for slot in answer.sureness[face].argsort().tolist():  # the surest last, on top
            place = int(answer.said_order[face, slot])
            result[face, place] = tiles[face, slot]
            wrong[face, place] = not right[face, slot]
    return joined(result, answer.changed.shape[-1]), wrong


SHOWN = 6
BATCH = 64
"""Faces looked at together: views are normalised by their own batch, so a handful would be judged unfairly."""
_SIDE_PX = 108  # whole tiles at 2, 3 and 4 a side
_ERROR_GAIN = 2.0
_HEADING = "Self-supervised samples"

Row = tuple[str, Sequence[str]]
"""What a row of samples shows, and its cells as HTML."""


def sample_batch(batch: Batch) -> Batch:
    """Faces spread evenly over all; those that are shown come first."""
    count = min(BATCH, len(batch))
    spread = np.linspace(0, len(batch) - 1, count).astype(np.int64)
    shown = np.linspace(0, count - 1, min(SHOWN, count)).astype(np.int64)
    order = torch.from_numpy(np.concatenate([spread[shown], np.delete(spread, shown)]))
    return Batch(**{name: column[order] for name, column in batch.columns().items()})


@torch.no_grad()
def sample_section(joint: Joint, batch: Batch) -> Section:
    """`batch` as `sample_batch` gives it."""
    if not joint.pretexts:
        return absent(_HEADING, "The run has no self-supervised tasks, so there are no puzzles and no in-paintings.")
    joint.eval()
    parts = []
    for pretext in joint.pretexts.values():
        assert isinstance(pretext, Pretext)
        words, rows = _shown(pretext.sample(joint.look(batch)), batch)
        parts.append(f"<h3>{escape(task_title(pretext.name).capitalize())}</h3>{paragraph(words)}{_table(rows)}")
    return Section(_HEADING, "\n".join(parts))


def _shown(sample: TileSample | PaintedSample, batch: Batch) -> tuple[str, list[Row]]:
    match sample:
        case TileSample():
            return _tiles(sample, batch)
        case PaintedSample():
            return _painted(sample, batch)
        case other:
            assert_never(other)


def _tiles(answer: TileSample, batch: Batch) -> tuple[str, list[Row]]:
    count = min(SHOWN, len(batch))
    assembled, wrong = put_together(answer)
    true = [int(slots.sum()) for slots in answer.right()[:count]]
    slots = answer.right().shape[1]
    done = " and ".join(filter(None, ("shuffled" if answer.moves else "", "turned" if answer.turns_tiles else "")))
    undone = "put together" if answer.moves else "turned back"
    words = f"{done.capitalize()}, and {undone} by the network's answers; wrong tiles are framed." + (
        " Where two tiles are put in one place the surer one lies on top, and a place without a tile stays grey."
        if answer.moves
        else ""
    )
    return words, [
        ("face", _cells(batch.faces[:count], "a face")),
        (done, _cells(answer.changed[:count], f"the same face, {done}")),
        (undone, [_framed(*pair) for pair in zip(assembled[:count], wrong[:count], strict=True)]),
        ("tiles right", [f"{number} of {slots}" for number in true]),
    ]


def _painted(sample: PaintedSample, batch: Batch) -> tuple[str, list[Row]]:
    count = min(SHOWN, len(batch))
    painted, true, hidden = sample
    filled = torch.where(hidden, painted, true)
    quality = masked_psnr(filled, true, hidden)[:count]
    error = 1 - ((filled - true).abs().mean(1, keepdim=True) * _ERROR_GAIN).clamp(max=1).expand_as(true)
    masked = torch.where(hidden, torch.full_like(true, 0.5), true)
    words = "The hidden part is painted from what the encoder made of the rest; darker means a larger error."
    return words, [
        ("face", _cells(255 * true[:count], "a face")),
        ("hidden", _cells(255 * masked[:count], "the same face, partly hidden")),
        ("painted", _cells(255 * filled[:count], "the hidden part painted")),
        ("error", _cells(255 * error[:count], "where the painted part differs")),
        ("PSNR", [f"{decibels:.1f} dB" for decibels in quality.tolist()]),
    ]


def _cells(faces: Tensor, words: str) -> list[str]:
    return [picture(_enlarged(face), words) for face in faces]


def _enlarged(face: Tensor) -> Pixels:
    """[3, px, px] in 0..255 at the side of the page's samples."""
    pixels = face.float().clamp(0, 255).round().byte().permute(1, 2, 0).cpu().numpy()
    way = cv2.INTER_AREA if pixels.shape[0] > _SIDE_PX else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(pixels), (_SIDE_PX, _SIDE_PX), interpolation=way), np.uint8)


def _framed(face: Tensor, wrong: NDArray[np.bool_]) -> str:
    """A face with a frame around its wrong tiles; wrong bool [slots]."""
    pixels, grid = _enlarged(face), round(len(wrong) ** 0.5)
    side = _SIDE_PX // grid
    for place in np.flatnonzero(wrong):
        top, left = side * (place // grid), side * (place % grid)
        inner = FRAME_PX // 2
        corners = ((left + inner, top + inner), (left + side - 1 - inner, top + side - 1 - inner))
        cv2.rectangle(pixels, tuple(map(int, corners[0])), tuple(map(int, corners[1])), (213, 94, 0), FRAME_PX)
    return picture(pixels, f"as the network put it together, {int(wrong.sum())} tiles wrong")


def _table(rows: Sequence[Row]) -> str:
    lines = "\n".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for name, cells in rows
    )
    return f'<div class="wide"><table class="samples"><tbody>\n{lines}\n</tbody></table></div>'
