"""What people combine for the same three answers: a detector and a network for each, one after the other."""

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from app.commands.bench_clip import Pixels
from app.commands.failures import CommandError
from app.perception.detector import Detector
from app.perception.offline import import_onnxruntime
from app.perception.providers import first_line, open_session, runtime_errors

_WARM_UP, _RUNS = 3, 30


def separate_times_ms(files: Sequence[Path], threads: int, pictures: Sequence[Pixels]) -> tuple[float, ...]:
    """Milliseconds for each picture: the detector on it, and each network once, on numbers of the shape it asks for.

    `poise-train separate` writes the networks. Raises CommandError where one cannot be run.
    """
    networks = [_opened(file, threads) for file in files]
    times = []
    with closing(Detector()) as detector:
        for run in range(_WARM_UP + _RUNS):
            begun = time.perf_counter()
            detector.detect(pictures[run % len(pictures)])
            for session, name, numbers in networks:
                session.run(None, {name: numbers})
            times.append((time.perf_counter() - begun) * 1000)
    return tuple(times[_WARM_UP:])


def _opened(file: Path, threads: int) -> tuple[Any, str, Any]:
    """A session, the name of its one input, and numbers for it; sizes that are left open are 1."""
    runtime = import_onnxruntime()
    try:
        session = open_session(runtime, file, want_cuda=False, threads=threads).session
        (asked,) = session.get_inputs()
        numbers = np.ones([size if isinstance(size, int) else 1 for size in asked.shape], np.float32)
        session.run(None, {asked.name: numbers})
    except runtime_errors(runtime) as error:
        raise CommandError(
            f"{file.name} cannot be measured ({first_line(error)}); write it with `poise-train separate`."
        ) from error
    return session, asked.name, numbers
