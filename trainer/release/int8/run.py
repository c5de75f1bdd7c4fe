"""From an exported network and prepared pictures to its int8 file, and to what that loses."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.perception.model import DeviceChoice, Network
from trainer.data.augment import NOTHING
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.picture import Role
from trainer.data.shard_pictures import open_shards
from trainer.data.validation_sets import validation_sets
from trainer.release.int8.loss import Loss, losses
from trainer.release.int8.quantise import quantised
from trainer.release.onnx_file import card_in, read_model, write_model

_BATCH = 64


def write_quantised(model: Path, data: Path, faces: int, output: Path) -> None:
    """Raises DataError, ModelFileError, QuantiseError."""
    graph = read_model(model)
    write_model(quantised(graph, calibration_faces(data, card_in(graph).input_px, faces)), output)


def losses_of(before: Path, after: Path, data: Path) -> tuple[Loss, ...]:
    """Of every validating source; none where there are no validation pictures. Raises DataError, ModelError."""
    networks = [Network(path, DeviceChoice.CPU) for path in (before, after)]
    sets = validation_sets(data, networks[0].card.input_px)
    return tuple(
        loss for source, each in sets.items() for loss in losses(source, each.validation_batches(_BATCH), *networks)
    )


_MEMORY_BYTES = 2**26


def calibration_faces(folder: Path, size_px: int, count: int) -> NDArray[np.uint8]:
    """Faces uint8 [count, px, px, 3] RGB, unchanged, half of them by their crop and half whole. Raises DataError.

    The same folder always gives the same faces.
    """
    pictures = open_shards(folder, Role.TRAIN)
    sources = sorted(pictures.index.sources)
    uses = {source: SourceUse(1 / len(sources), whole=0.5) for source in sources}
    data = Dataset(pictures, uses, size_px, memory_bytes=_MEMORY_BYTES)
    (batch,) = data.training_batches(count, NOTHING, 0, 1)
    return np.ascontiguousarray(batch.faces.permute(0, 2, 3, 1).numpy())
