"""Training faces, as many of each source, that show a quantiser what numbers a network meets."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trainer.data.augment import NOTHING
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.picture import Role
from trainer.data.shard_pictures import open_shards

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
