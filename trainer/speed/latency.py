"""How long the network alone takes, several of them in rounds, opened exactly as the app opens them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from app.perception.model import DeviceChoice, Network
from trainer.plain_values import Json, plain
from trainer.release.onnx_file import read_model
from trainer.speed.graph_cost import GraphCost, graph_cost

_WARM_UPS = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to run a network."""

    threads: int
    faces: int


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one run: the middle of all, and what a tenth stays below and above.

    `ratio` is to the first model of the comparison, the median over the rounds: what else the machine does weighs on
    both alike.
    """

    threads: int
    faces: int
    median_ms: float
    p10_ms: float
    p90_ms: float
    ratio: float
    runs: int


@dataclass(frozen=True, slots=True)
class Latency:
    """A model file: its size in millions of bytes, what is in it, and its times by setting."""

    model: str
    file_mb: float
    cost: GraphCost
    times: tuple[Times, ...]

    def to_json(self) -> dict[str, Json]:
        """Numbers rounded to what they are worth."""
        return {
            "model": self.model,
            "file_mb": round(self.file_mb, 3),
            **asdict(self.cost),
            "times": [plain(asdict(each), 4) for each in self.times],
        }


@dataclass(frozen=True, slots=True, eq=False)
class _Seat:
    """A model in one setting, with the milliseconds of each round."""

    setting: Setting
    network: Network
    faces: NDArray[np.uint8]
    rounds: list[list[float]]


def measure(
    models: Sequence[Path],
    settings: Sequence[Setting],
    rounds: int,
    runs: int,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Latency, ...]:
    """Times every model in every setting, `runs` runs in each of the rounds; the order changes from round to round.

    Raises ModelError, ModelFileError.
    """
    costs = [graph_cost(read_model(path)) for path in models]
    seats = [[_seat(path, setting) for setting in settings] for path in models]
    order = [seat for of_model in seats for seat in of_model]
    shuffle = np.random.default_rng(0)
    for number in range(rounds):
        for place in shuffle.permutation(len(order)):
            _take(order[place], runs)
        tell(number + 1, rounds)
    return tuple(
        Latency(str(path), path.stat().st_size / 1e6, cost, _times(of_model, seats[0]))
        for path, cost, of_model in zip(models, costs, seats, strict=True)
    )


def _seat(path: Path, setting: Setting) -> _Seat:
    network = Network(path, DeviceChoice.CPU, setting.threads)
    side = network.card.input_px
    faces = np.random.default_rng(5).integers(0, 256, (setting.faces, side, side, 3), dtype=np.uint8)
    return _Seat(setting, network, faces, [])


def _take(seat: _Seat, runs: int) -> None:
    """One round: the caches are another model's, so the first runs do not count."""
    for _ in range(_WARM_UPS):
        seat.network.run(seat.faces)
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        seat.network.run(seat.faces)
        taken.append((time.perf_counter() - begun) * 1000)
    seat.rounds.append(taken)


def _times(of_model: Sequence[_Seat], of_first: Sequence[_Seat]) -> tuple[Times, ...]:
    return tuple(_summed_up(seat, first) for seat, first in zip(of_model, of_first, strict=True))


def _summed_up(seat: _Seat, first: _Seat) -> Times:
    everything = np.concatenate(seat.rounds)
    low, middle, high = (float(value) for value in np.percentile(everything, (10, 50, 90)))
    ratio = median(median(mine) / median(its) for mine, its in zip(seat.rounds, first.rounds, strict=True))
    return Times(seat.setting.threads, seat.setting.faces, middle, low, high, ratio, everything.size)
