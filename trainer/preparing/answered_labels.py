"""`poise-train teach`: prepared pictures anew, with what networks say of them mixed into their labels."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.perception.crop import cut, whole_picture
from app.perception.model import Network
from trainer.data.picture import DataError, FoundPicture, Labels, Role, decode
from trainer.data.shards import has_shards, read_shards, shard_paths, write_shards

_FACES_AT_ONCE = 64


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Of n faces: emotion float64 [n, 8], probabilities that sum to 1, and female float64 [n]."""

    emotion: NDArray[np.float64]
    female: NDArray[np.float64]


def teach(prepared: Path, models: Sequence[Path], share: float, output: Path, advance: Callable[[int], None]) -> int:
    """Write the training pictures with their labels mixed, and the validation pictures as they are.

    A label becomes 1 - `share` of itself and `share` of the mean answer of the networks to the face and its mirror
    image; where there was none, the answer stands alone. Cross-entropy to such a label is the weighted sum of those to
    label and answer, which is distillation at temperature 1 (Hinton et al., 2015, section 2); the networks see the
    face unspoilt, whatever augmentation then does to it (Xie et al., CVPR 2020). Poses and movements stay. Gives the
    number of pictures. Raises DataError and ModelError.
    """
    if output.resolve() == prepared.resolve():
        raise DataError(f"{output} is where the pictures are read; choose another folder for -o.")
    networks = [Network(model, threads=1) for model in models]
    done = 0

    def taught() -> Iterator[FoundPicture]:
        nonlocal done
        pictures = read_shards(prepared, Role.TRAIN)
        while group := list(islice(pictures, _FACES_AT_ONCE)):
            yield from _taught(group, networks, share)
            done += len(group)
            advance(done)

    write_shards(taught(), output, Role.TRAIN)
    if has_shards(prepared, Role.VALIDATION):
        _copy(shard_paths(prepared, Role.VALIDATION), output)
    return done


def _taught(group: Sequence[FoundPicture], networks: Sequence[Network], share: float) -> Iterator[FoundPicture]:
    said = _asked(group, networks)
    for found, emotion, female in zip(group, said.emotion, said.female, strict=True):
        labels = mixed(found.labels, emotion, float(female), share)
        yield replace(found, labels=labels)


def _asked(group: Sequence[FoundPicture], networks: Sequence[Network]) -> Said:
    """The mean over the networks, and over each face and its mirror image."""
    pictures = [decode(found.picture.image) for found in group]
    crops = [found.crop or whole_picture(*pixels.shape[1::-1]) for found, pixels in zip(group, pictures, strict=True)]
    emotion, female = list[NDArray[np.float64]](), list[NDArray[np.float64]]()
    for network in networks:
        side = network.card.input_px
        faces = np.stack([cut(pixels, crop, side) for pixels, crop in zip(pictures, crops, strict=True)])
        for view in (faces, np.ascontiguousarray(faces[:, :, ::-1])):
            answer = network.run(view)
            emotion.append(answer.emotion.astype(np.float64))
            female.append(answer.female.astype(np.float64))
    return Said(np.mean(emotion, axis=0), np.mean(female, axis=0))


def mixed(labels: Labels, emotion: NDArray[np.float64], female: float, share: float) -> Labels:
    """The labels with `share` of an answer in each; emotion becomes probabilities where it was votes."""
    votes = None if labels.emotion is None else np.asarray(labels.emotion) / sum(labels.emotion)
    mean = emotion if votes is None else (1 - share) * votes + share * emotion
    known = labels.female
    return replace(
        labels,
        emotion=tuple(mean.tolist()),
        female=female if known is None else (1 - share) * known + share * female,
    )


def _copy(shards: Iterable[Path], output: Path) -> None:
    try:
        for old in output.glob(f"{Role.VALIDATION}-*.parquet"):
            old.unlink()
        for shard in shards:
            shutil.copyfile(shard, output / shard.name)
    except OSError as error:
        raise DataError(f"{output} cannot be written ({error}); free space or choose another folder.") from error
