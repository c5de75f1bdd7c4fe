"""How the cost of `poise analyze` grows with frames, faces and files, from one to ten thousand of each.

    python -m tests.bench.cost_growth docs/results/cost.json --plot docs/cost.png
    python -m tests.bench.cost_growth docs/results/cost.json --plot docs/cost.png --plot-only

Each run is a process of its own; its seconds by the clock and on the processors are kept, since a shared machine makes
the first of little worth. A run that is there already is not repeated: a broken run goes on.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from matplotlib.figure import Figure

from app.commands.bench.clip import FPS, HEIGHT_PX, WIDTH_PX, Pixels, crowds, one_face_pictures, to_and_fro
from app.composition import perceiver_of
from trainer.plots.drawing import BLUE, INK, VERMILION, house_style, save_drawing

COUNTS = (1, 10, 100, 1000, 10000)
CROWD = 8
_LOOKS = {"frames": (BLUE, "o"), "faces": (VERMILION, "s"), "files": (INK, "^")}

Costs = dict[str, dict[str, dict[str, float]]]
"""What a run took, by its kind and its count."""

Make = Callable[[Path, int, tuple[Pixels, ...]], list[str]]
"""Writes so many of something into a folder, and gives the inputs for the command line."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took."""

    wall_s: float
    processor_s: float


def frames(folder: Path, count: int, pictures: tuple[Pixels, ...]) -> list[str]:
    """One video of one face."""
    return [str(_video(folder / "frames.mp4", count, pictures))]


def faces(folder: Path, count: int, pictures: tuple[Pixels, ...]) -> list[str]:
    """One video with eight faces in each frame; a single face where fewer are asked for."""
    crowd = min(count, CROWD)
    return [str(_video(folder / "faces.mp4", math.ceil(count / crowd), crowds(pictures, crowd)))]


def files(folder: Path, count: int, pictures: tuple[Pixels, ...]) -> list[str]:
    """Pictures of 640 x 360, each a file of its own."""
    place = folder / "files"
    place.mkdir()
    encoded = [cv2.imencode(".jpg", cv2.resize(pixels, (640, 360))[:, :, ::-1])[1].tobytes() for pixels in pictures]
    for index in range(count):
        (place / f"{index:06}.jpg").write_bytes(encoded[index % len(encoded)])
    return [str(place)]


KINDS: dict[str, Make] = {"frames": frames, "faces": faces, "files": files}


def measured(kind: str, count: int, pictures: tuple[Pixels, ...], jobs: int) -> Cost:
    """Seconds of one run of the command in a process of its own, and on the processors."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = KINDS[kind](Path(folder), count, pictures)
        table = Path(folder) / "table.parquet"
        command = [sys.executable, "-m", "app", "analyze", *inputs, "--jobs", str(jobs), "-o", str(table)]
        before, begun = os.times(), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        wall, after = time.perf_counter() - begun, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(round(wall, 3), round(processor, 3))


def plot(costs: Costs, path: Path) -> None:
    with house_style():
        drawing = Figure(figsize=(6.4, 3.6))
        panel = drawing.subplots()
        for kind, runs in costs.items():
            colour, mark = _LOOKS[kind]
            counts = [int(count) for count in runs]
            seconds = [run["processor_s"] for run in runs.values()]
            panel.plot(counts, seconds, mark, ls="-", color=colour, label=kind, ms=5, lw=1.4)
        panel.set(xscale="log", yscale="log", xlabel="how many", ylabel="seconds on the processors")
        panel.set_title("poise analyze: cost against frames, faces and files")
        panel.grid(visible=True, which="major")
        panel.legend(loc="upper left")
        save_drawing(drawing, path)


def measure_what_lacks(costs: Costs, results: Path, counts: list[int], jobs: int) -> None:
    """Run what is not there yet, and keep each run as soon as it is done."""
    pictures = _pictures()
    for kind in KINDS:
        runs = costs.setdefault(kind, {})
        for count in (each for each in counts if str(each) not in runs):
            cost = measured(kind, count, pictures, jobs)
            runs[str(count)] = asdict(cost)
            results.write_text(json.dumps(costs, indent=1) + "\n", encoding="utf-8")
            sys.stdout.write(f"{count} {kind}: {cost.wall_s} s, {cost.processor_s} s on the processors\n")
            sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("results", type=Path)
    parser.add_argument("--plot", type=Path, required=True)
    parser.add_argument("--plot-only", action="store_true")
    parser.add_argument("--most", type=int, default=COUNTS[-1])
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    costs: Costs = json.loads(asked.results.read_text(encoding="utf-8")) if asked.results.is_file() else {}
    if not asked.plot_only:
        measure_what_lacks(costs, asked.results, [count for count in COUNTS if count <= asked.most], asked.jobs)
    plot(costs, asked.plot)


def _pictures() -> tuple[Pixels, ...]:
    perceiver = perceiver_of(None, "cpu")
    try:
        return one_face_pictures(perceiver)
    finally:
        perceiver.close()


def _video(path: Path, count: int, pictures: tuple[Pixels, ...]) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (WIDTH_PX, HEIGHT_PX))
    for frame in to_and_fro(pictures, count):
        writer.write(np.ascontiguousarray(frame.pixels[:, :, ::-1]))
    writer.release()
    return path


if __name__ == "__main__":
    main()
