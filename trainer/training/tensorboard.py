"""A run's losses and figures for TensorBoard, where that is installed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from trainer.training.journal import measure_of

if TYPE_CHECKING:
    from trainer.training.loop import Progress

LOSSES_EVERY = 10
"""Steps; every single one would make files that are slow to read."""


class Writer(Protocol):
    """The part of torch's SummaryWriter that is used."""

    def add_scalar(self, tag: str, value: float, step: int) -> None: ...

    def close(self) -> None: ...


Opening = Callable[[Path], Writer]


@contextmanager
def scalars(folder: Path, open_writer: Opening | None = None) -> Iterator[Callable[["Progress"], None]]:
    """Takes progress into files in `folder`; without TensorBoard nothing happens."""
    opening = open_writer or (_summary_writer if find_spec("tensorboard") else None)
    if opening is None:
        yield lambda now: None
        return
    writer = opening(folder)
    try:
        yield Scalars(writer).add
    finally:
        writer.close()


class Scalars:
    """One curve per loss, and per task one with the figures of every validating set."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._validation: object = None

    def add(self, now: "Progress") -> None:
        if now.step % LOSSES_EVERY == 0:
            for name, loss in now.losses.items():
                self._writer.add_scalar(f"loss/{name}", loss, now.step)
        if now.validation is self._validation:
            return
        self._validation = now.validation
        for key, value in now.validation.items():
            measure = measure_of(key)
            if measure is not None:
                self._writer.add_scalar(f"{measure.task}_{measure.kind}/{measure.source}", value, now.step)


def _summary_writer(folder: Path) -> Writer:
    from torch.utils.tensorboard import SummaryWriter

    return cast(Writer, SummaryWriter(str(folder)))
