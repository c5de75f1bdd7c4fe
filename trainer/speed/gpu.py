"""How fast a device answers, way by way and batch by batch, and how far its answers are from the CPU's."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from app.perception.offline import import_onnxruntime
from app.perception.providers import first_line, runtime_errors
from trainer.failure import TrainerError
from trainer.speed.gpu_ways import Answers, Faces, Way

_WARM_UPS = 5


@dataclass(frozen=True, slots=True)
class WaySpeed:
    """One way with batches of `faces`: median of the runs, host copies included, and the largest gap to the reference.

    The gap is in probabilities and matrix entries. `problem` says why there are no numbers.
    """

    engine: str
    how: str
    precision: str
    faces: int
    median_ms: float | None
    faces_per_s: float | None
    gap: float | None
    problem: str = ""


def measure_ways(
    ways: Iterable[Way],
    reference: Callable[[Faces], Answers],
    side: int,
    batches: Sequence[int],
    runs: int,
    advance: Callable[[str], None],
) -> Iterator[WaySpeed]:
    """Every way at every batch size, one after the other; one that fails is told and left out."""
    errors: tuple[type[Exception], ...] = (*runtime_errors(import_onnxruntime()), TrainerError)  # torch: RuntimeError
    for way in ways:
        for count in batches:
            advance(f"{way.engine} {way.how} {way.precision}, {count}")
            faces = np.random.default_rng(count).integers(0, 256, (count, side, side, 3), dtype=np.uint8)
            try:
                yield _measured(way, faces, reference(faces), runs)
            except errors as error:
                yield WaySpeed(way.engine, way.how, way.precision, count, None, None, None, first_line(error))


def _measured(way: Way, faces: Faces, expected: Answers, runs: int) -> WaySpeed:
    count = len(faces)
    ask = way.open(count)
    for _ in range(_WARM_UPS):
        ask(faces)
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        ask(faces)
        taken.append((time.perf_counter() - begun) * 1000)
    gap = max(float(np.abs(mine - theirs).max()) for mine, theirs in zip(ask(faces), expected, strict=True))
    middle = median(taken)
    return WaySpeed(way.engine, way.how, way.precision, count, middle, 1000 * count / middle, gap)
