"""What a changed model file loses on validation pictures, picture by picture against the file it was made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan

import numpy as np

from app.perception.model import Network
from trainer.data.batch import Batch
from trainer.evaluation.marks import Marks
from trainer.evaluation.metrics import mean_interval
from trainer.training.validation import Measured, marks_of


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
    figures: dict[Measured, tuple[list[Marks], list[Marks]]] = {}
    for batch in batches:
        for kept, network in enumerate((before, after)):
            for name, values in _values(network, batch).items():
                figures.setdefault(name, ([], []))[kept].append(values)
    return tuple(_loss(source, name, *map(np.concatenate, pair)) for name, pair in figures.items())


def _loss(source: str, name: Measured, before: Marks, after: Marks) -> Loss:
    change = after - before
    low, high = mean_interval(change) or (nan, nan)
    return Loss(source, name, change.size, float(before.mean()), float(after.mean()), low, high)


def _values(network: Network, batch: Batch) -> dict[Measured, Marks]:
    """For each picture with the label: 1 where the network is right and 0 where not, or degrees."""
    said = network.run(np.ascontiguousarray(batch.faces.permute(0, 2, 3, 1).numpy()))
    return marks_of(batch, said.emotion, said.rotation, said.female)
