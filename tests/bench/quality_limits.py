"""What small, dark, burnt-out and blurred faces cost the emotions: the figures at the limits of `quality.py`.

python -m tests.bench.quality_limits ../shared/data/fer2013_ferplus.parquet [MODEL.onnx]

Pictures of FER+'s validation split whose votes have one winner, whole, are spoilt in steps and read by the network.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, Pose
from app.paths import default_model
from app.perception.crop import cut, whole_picture
from app.perception.model import DeviceChoice, Network
from app.perception.quality import Quality, quality_of

Pixels = NDArray[np.uint8]
PICTURES = 1500
UPRIGHT = Pose(0.0, 0.0, 0.0)


def read(path: str) -> tuple[list[Pixels], NDArray[np.int64]]:
    """Pictures uint8 [48, 48, 3] RGB and the place of each label in `EMOTIONS`, in an order that is always the same."""
    table = pq.read_table(path)
    votes = np.stack([table[f"votes_{emotion}"].to_numpy() for emotion in EMOTIONS], axis=1)
    winner = np.sort(votes, axis=1)
    validation = np.array(table["split"].to_pylist()) == "val"
    places = np.flatnonzero(validation & (winner[:, -1] > winner[:, -2]))
    np.random.default_rng(0).shuffle(places)
    chosen = places[:PICTURES]
    encoded = [np.frombuffer(table["image"][int(place)].as_py(), np.uint8) for place in chosen]
    return [np.asarray(cv2.imdecode(each, cv2.IMREAD_COLOR)) for each in encoded], votes[chosen].argmax(axis=1)


def spoilt() -> Iterator[tuple[str, Callable[[Pixels], Pixels]]]:
    """Each way by its words."""
    yield "as they are", np.copy
    for side in (24, 20, 18, 16):
        yield f"{side} px", partial(resized, side=side)
    for light in (0.26, 0.18, 0.155, 0.13):
        yield f"light times {light}", partial(dark, light=light)
    for gain in (1.6, 1.7, 1.8, 1.9):
        yield f"exposure times {gain}", partial(exposed, gain=gain)
    for sigma in (1.2, 1.5, 1.8, 2.1):
        yield f"blur, sigma {sigma} px", partial(blurred, sigma=sigma)
    for length in (3, 4, 5, 6):
        yield f"motion over {length} px", partial(moved, length=length)


def resized(picture: Pixels, side: int) -> Pixels:
    return np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def dark(picture: Pixels, light: float) -> Pixels:
    """With the noise of a camera, two grey levels."""
    return levels(picture * light + np.random.default_rng(int(picture.sum())).normal(0, 2, picture.shape))


def exposed(picture: Pixels, gain: float) -> Pixels:
    return levels(picture * gain)


def blurred(picture: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def moved(picture: Pixels, length: int) -> Pixels:
    return np.asarray(cv2.blur(picture, (length, 1)), np.uint8)


def levels(values: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def measured(network: Network, pictures: list[Pixels], labels: NDArray[np.int64]) -> tuple[float, list[Quality]]:
    """The share that is named rightly, and the quality of each."""
    faces = [cut(each, whole_picture(each.shape[1], each.shape[0]), network.card.input_px) for each in pictures]
    parts = [network.run(np.stack(faces[start : start + 64])).emotion for start in range(0, len(faces), 64)]
    qualities = [quality_of(face, each.shape[0], UPRIGHT) for face, each in zip(faces, pictures, strict=True)]
    return float((np.concatenate(parts).argmax(axis=1) == labels).mean()), qualities


def main(path: str, model: Path) -> None:
    network = Network(model, DeviceChoice.CPU)
    pictures, labels = read(path)
    for words, how in spoilt():
        right, qualities = measured(network, [how(picture) for picture in pictures], labels)
        luminance, glare, sharpness = (
            np.median([getattr(each, name) for each in qualities]) for name in ("luminance", "glare", "sharpness")
        )
        sys.stdout.write(
            f"{words:24} {right:6.1%} right; medians: luminance {luminance:5.1f}, burnt out {glare:4.0%}, "
            f"sharpness {sharpness:.2f}\n"
        )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else default_model())
