"""300W-LP: photographs turned to large poses, with their mirrored copies.

Layout: AFW, HELEN, IBUG, LFPW and the same with _Flip, <name>_<number>.jpg with a .mat beside it; in the folder itself
or in 300W_LP. Gives: head pose. Roles: the set trains (papers test on AFLW2000 and BIWI); one in twenty
photographs, with all its turned and mirrored copies, validates. It was made from photographs of AFW, HELEN, IBUG and
LFPW, test parts included: do not test on HELEN what was trained on it.
"""

from collections.abc import Iterator
from pathlib import Path

from trainer.data.picture import Picture
from trainer.data.readers.image_files import first_existing, images_under
from trainer.data.readers.pose_para import picture_with_note
from trainer.data.readers.split import training_role

SOURCE = "300w-lp"
_VALIDATION_ONE_IN = 20
_PARTS = ("AFW", "HELEN", "IBUG", "LFPW")
_FOLDERS = tuple(f"{part}{flip}" for part in _PARTS for flip in ("", "_Flip"))
_PLACES = tuple(f"{root}{folder}" for root in ("", "300W_LP/") for folder in _FOLDERS)


def fits(root: Path) -> bool:
    return any(next((root / place).glob("*.mat"), None) for place in _PLACES)


def read_pictures(root: Path) -> Iterator[Picture]:
    """Raises DataError when none of the parts is there."""
    home = first_existing(root, _PLACES, "part of 300W-LP").parent
    for folder in _FOLDERS:
        if (home / folder).is_dir():
            yield from (_picture(path) for path in images_under(home / folder))


def _picture(path: Path) -> Picture:
    key = f"{path.parent.name}/{path.name}"
    photograph = path.stem.rpartition("_")[0]
    role = training_role(photograph, _VALIDATION_ONE_IN)
    return picture_with_note(SOURCE, path, key, role)
