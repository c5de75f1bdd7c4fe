"""The report of `prepare`: counts, how the teacher is corrected, broken pictures, contact sheets of the crops."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import ANGLES
from app.perception.crop import CROP_RULE, cut, whole_picture
from trainer.data.picture import DataError, FoundPicture, decode
from trainer.preparing.teacher import PoseCorrection

Tile = NDArray[np.uint8]

_COLUMNS = (
    "read",
    "train",
    "validation",
    "test",
    "copies of validation or test dropped",
    "no face found",
    "read by the pose teacher",
    "movements read",
    "broken",
)
_SHEET_COLUMNS, _SHEET_ROWS, _TILE_PX = 12, 8, 96
TILES_PER_SHEET = _SHEET_COLUMNS * _SHEET_ROWS


def write_report(
    counts: Mapping[tuple[str, str], int],
    correction: PoseCorrection,
    problems: Sequence[str],
    tiles: Mapping[str, Sequence[Tile]],
    folder: Path,
) -> Path:
    """Write report.md and a contact sheet per source with tiles into the folder.

    `counts` maps (source, what) to a number of pictures. Raises DataError when the disk refuses.
    """
    path = folder / "report.md"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sheets = [_contact_sheet(source, tiles[source], folder) for source in sorted(tiles)]
        text = "\n".join([*_table(counts), "", *_teacher(correction), "", *_broken(problems), "", *sheets])
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise DataError(f"{path} cannot be written ({error}); free space or choose another folder.") from error
    return path


def tile_of(found: FoundPicture) -> Tile:
    """The crop of a picture as it is shown on a sheet; a picture without a found face is shown whole."""
    pixels = decode(found.picture.image)
    crop = found.crop or whole_picture(pixels.shape[1], pixels.shape[0])
    return cut(pixels, crop, _TILE_PX)


def _table(counts: Mapping[tuple[str, str], int]) -> list[str]:
    sources = sorted({source for source, _ in counts})
    train, validation = (
        sum(number for (_, what), number in counts.items() if what == role) for role in ("train", "validation")
    )
    return [
        "# Prepared data",
        "",
        f"Crop rule `{CROP_RULE}`; {train} pictures to train on, {validation} to validate on.",
        "",
        "| source | " + " | ".join(_COLUMNS) + " |",
        "| --- |" + " ---: |" * len(_COLUMNS),
        *(f"| {s} | " + " | ".join(str(counts.get((s, column), 0)) for column in _COLUMNS) + " |" for s in sources),
    ]


def _teacher(correction: PoseCorrection) -> list[str]:
    lines = zip(ANGLES, correction.gain, correction.offset_deg, strict=True)
    return [
        "The pose teacher, corrected by a straight line per angle fitted on training pictures with poses of their own:",
        *(f"{name} = {gain:.3f} x read {offset:+.2f} degrees" for name, gain, offset in lines),
    ]


def _broken(problems: Sequence[str]) -> list[str]:
    return [f"Broken pictures: {len(problems)}", *(f"- {problem}" for problem in problems)]


def _contact_sheet(source: str, tiles: Sequence[Tile], folder: Path) -> str:
    """The tiles of a source as one picture, and the line that shows it."""
    blank = np.full_like(tiles[0], 255)
    filled = [*tiles, *[blank] * (-len(tiles) % _SHEET_COLUMNS)]
    rows = [np.hstack(filled[start : start + _SHEET_COLUMNS]) for start in range(0, len(filled), _SHEET_COLUMNS)]
    path = folder / f"crops-{source}.png"
    path.write_bytes(cv2.imencode(".png", np.vstack(rows)[..., ::-1])[1].tobytes())
    return f"![crops of {source}]({path.name})"
