"""The report of `prepare`: counts, the teacher's calibration, broken pictures, contact sheets of the crops."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from app.perception.crop import CROP_RULE, cut, whole_picture
from trainer.data.picture import DataError, FoundPicture, decode
from trainer.data.teacher import Calibration

_COLUMNS = (
    "read",
    "train",
    "validation",
    "test",
    "copies of validation or test dropped",
    "no face found",
    "read by the pose teacher",
    "broken",
)
_SHEET_COLUMNS, _SHEET_ROWS, _TILE_PX = 12, 8, 96


def write_report(
    train: Sequence[FoundPicture],
    validation: Sequence[FoundPicture],
    calibration: Calibration,
    counts: Mapping[tuple[str, str], int],
    problems: Sequence[str],
    folder: Path,
) -> Path:
    """Write report.md and one contact sheet per source into the folder; raises DataError when the disk refuses."""
    sources = sorted({source for source, _ in counts})
    sheets = [_contact_sheet(source, [p for p in train if p.picture.source == source], folder) for source in sources]
    text = [
        "# Prepared data",
        "",
        f"Crop rule `{CROP_RULE}`; {len(train)} pictures to train on, {len(validation)} to validate on.",
        "",
        "| source | " + " | ".join(_COLUMNS) + " |",
        "| --- |" + " ---: |" * len(_COLUMNS),
        *(f"| {s} | " + " | ".join(str(counts.get((s, column), 0)) for column in _COLUMNS) + " |" for s in sources),
        "",
        "The pose teacher, corrected by a straight line per angle fitted on training pictures with poses of their own:",
        *(
            f"{name} = {gain:.3f} x read {offset:+.2f} degrees"
            for name, gain, offset in zip(
                ("yaw", "pitch", "roll"), calibration.gain, calibration.offset_deg, strict=True
            )
        ),
        "",
        f"Broken pictures: {len(problems)}",
        *(f"- {problem}" for problem in problems),
        "",
        *(f"![crops of {sheet.stem}]({sheet.name})" for sheet in sheets if sheet is not None),
    ]
    path = folder / "report.md"
    try:
        path.write_text("\n".join(text) + "\n", encoding="utf-8")
    except OSError as error:
        raise DataError(f"{path} cannot be written ({error}); free space or choose another folder.") from error
    return path


def _contact_sheet(source: str, pictures: Sequence[FoundPicture], folder: Path) -> Path | None:
    """The first crops of a source as one picture; a picture without a found face is shown whole."""
    tiles = []
    for found in pictures[: _SHEET_COLUMNS * _SHEET_ROWS]:
        pixels = decode(found.picture.image)
        crop = found.crop or whole_picture(pixels.shape[1], pixels.shape[0])
        tiles.append(cut(pixels, crop, _TILE_PX))
    if not tiles:
        return None
    blank = np.full_like(tiles[0], 255)
    tiles += [blank] * (-len(tiles) % _SHEET_COLUMNS)
    rows = [np.hstack(tiles[start : start + _SHEET_COLUMNS]) for start in range(0, len(tiles), _SHEET_COLUMNS)]
    path = folder / f"crops-{source}.png"
    cv2.imwrite(str(path), np.vstack(rows)[..., ::-1])
    return path
