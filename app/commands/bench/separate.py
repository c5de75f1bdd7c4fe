"""What people combine for the same three answers: a detector and a network for each, one after the other."""

import json
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from app.commands.bench.clip import Pixels
from app.commands.failures import CommandError
from app.paths import separate_networks_dir
from app.perception.detector import Detector
from app.perception.offline import import_onnxruntime
from app.perception.providers import first_line, runtime_errors, session_options

_NETWORKS = ("efficientnet_b0", "resnet50", "efficientnet_b0")
"""For emotion, pose and gender."""

_SHAPE = (1, 3, 224, 224)
_SPREAD = 0.05  # of the weights: any will do, as long as no number becomes infinite or too small to be normal
_WARM_UP, _RUNS = 3, 30


def separate_times_ms(threads: int, pictures: Sequence[Pixels], folder: Path | None = None) -> tuple[float, ...]:
    """Milliseconds for each picture: the detector on it, and each network once, on numbers of the shape it asks for.

    The networks are the graphs of `folder`, by default the shipped ones, filled with random weights: their time does
    not depend on what they have learned. Raises CommandError where one cannot be run.
    """
    networks = _opened(folder or separate_networks_dir(), threads)
    faces = np.random.default_rng(0).standard_normal(_SHAPE, np.float32)
    times = []
    with closing(Detector()) as detector:
        for run in range(_WARM_UP + _RUNS):
            begun = time.perf_counter()
            detector.detect(pictures[run % len(pictures)])
            for network in networks:
                network.run(None, {"faces": faces})
            times.append((time.perf_counter() - begun) * 1000)
    return tuple(times[_WARM_UP:])


def _opened(folder: Path, threads: int) -> list[Any]:
    runtime = import_onnxruntime()
    broken: tuple[type[Exception], ...] = (OSError, KeyError, TypeError, AttributeError, *runtime_errors(runtime))
    try:
        lacking = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
        return [_filled(runtime, folder / f"{name}.onnx", lacking[name], threads) for name in _NETWORKS]
    except broken as error:
        raise CommandError(
            f"The networks to compare with cannot be run ({first_line(error)}); reinstall Poise or restore {folder}."
        ) from error


def _filled(runtime: Any, graph: Path, lacking: dict[str, list[int]], threads: int) -> Any:
    """A session of a graph whose weights are random; they must outlive the making of it alone."""
    draw = np.random.default_rng(0)
    drawn = [_SPREAD * draw.standard_normal(shape, np.float32) for shape in lacking.values()]
    options = session_options(runtime, threads)
    weights = [runtime.OrtValue.ortvalue_from_numpy(each) for each in drawn]
    options.add_external_initializers(list(lacking), weights)
    return runtime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
