"""What a changed model file loses on validation pictures, picture by picture against the file it was made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from app.perception.model import Network
from trainer.data.batch import Batch
from trainer.evaluation.metrics import angle_difference, angles_of, mean_interval
from trainer.training.validation import Measured, judged_rows


@dataclass(frozen=True, slots=True)
class Loss:
    """A figure of one source before and after, a share or degrees, over n pictures.

    `low` and `high` bound the 95 % interval of `after - before`, from the paired differences.
    """

    source: str
    measure: Measured
    n: int
    before: float
    after: float
    low: float
    high: float


def losses(source: str, batches: Iterable[Batch], before: Network, after: Network) -> tuple[Loss, ...]:
    """Both networks on every batch of a source; a figure for each label it has. Raises ModelError."""
    figures: dict[Measured, tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]] = {}
    for batch in batches:
        for kept, network in enumerate((before, after)):
            for name, values in _values(network, batch).items():
                figures.setdefault(name, ([], []))[kept].append(values)
    return tuple(_loss(source, name, *map(np.concatenate, pair)) for name, pair in figures.items())


def _loss(source: str, name: Measured, before: NDArray[np.float64], after: NDArray[np.float64]) -> Loss:
    change = after - before
    low, high = mean_interval(change) or (nan, nan)
    return Loss(source, name, change.size, float(before.mean()), float(after.mean()), low, high)


def _values(network: Network, batch: Batch) -> dict[Measured, NDArray[np.float64]]:
    """For each picture with the label: 1 where the network is right and 0 where not, or degrees."""
    output = network.run(np.ascontiguousarray(batch.faces.permute(0, 2, 3, 1).numpy()))
    return {
        name: _of_measure(name, output.emotion, output.rotation, output.female, batch)[rows.numpy()]
        for name, rows in judged_rows(batch).items()
    }


def _of_measure(
    name: Measured,
    emotion: NDArray[np.float32],
    rotation: NDArray[np.float32],
    female: NDArray[np.float32],
    batch: Batch,
) -> NDArray[np.float64]:
    match name:
        case "emotion_accuracy":
            return np.asarray(emotion.argmax(1) == batch.emotion.argmax(1).numpy(), np.float64)
        case "pose_mae_deg":
            error = angle_difference(angles_of(rotation), angles_of(batch.rotation.numpy()))
            return np.asarray(np.abs(error).mean(axis=1), np.float64)
        case "gender_accuracy":
            return np.asarray((female >= 0.5) == (batch.female > 0.5).numpy(), np.float64)
        case other:
            assert_never(other)
