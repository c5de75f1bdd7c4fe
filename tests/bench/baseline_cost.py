"""What a baseline mends and costs, on pictures of FER+: the figures of docs/baseline.md.

python -m tests.bench.baseline_cost ../shared/data/fer2013_ferplus.parquet

Neutral pictures of the validation split, on which at least seven of ten annotators agree, stand for people at rest,
others for expressions: each of these is read from the baselines of 60 of those, drawn at random.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, EmotionScores, Pose, Reading
from app.paths import default_model
from app.perception.baseline import Baseline, log_ratios, measured_from
from app.perception.model import DeviceChoice, Network

RESTING, EXPRESSIVE, DRAWS, AGREED = 500, 900, 60, 7
UPRIGHT = tuple(float(value) for value in np.eye(3).ravel())


@dataclass(frozen=True, slots=True)
class Pictures:
    """uint8 [n, px, px, 3] RGB, and the place of each label in `EMOTIONS`, int [n]."""

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]


def read(path: str, side_px: int) -> tuple[Pictures, Pictures]:
    """Neutral pictures and others, in a random order that is always the same."""
    table = pq.read_table(path)
    votes = np.stack([table[f"votes_{emotion}"].to_numpy() for emotion in EMOTIONS], axis=1)
    validation = np.array(table["split"].to_pylist()) == "val"
    places = np.flatnonzero(validation & (votes.max(axis=1) >= AGREED))
    np.random.default_rng(0).shuffle(places)
    labels = votes[places].argmax(axis=1)
    chosen = places[labels == 0][:RESTING], places[labels != 0][:EXPRESSIVE]
    neutral, others = (Pictures(decoded(table, each, side_px), votes[each].argmax(axis=1)) for each in chosen)
    return neutral, others


def decoded(table: "pq.Table", places: Sequence[int], side_px: int) -> NDArray[np.uint8]:
    pictures = []
    for place in places:
        content = np.frombuffer(table["image"][int(place)].as_py(), np.uint8)
        picture = cv2.imdecode(content, cv2.IMREAD_COLOR)
        pictures.append(cv2.resize(picture, (side_px, side_px), interpolation=cv2.INTER_LINEAR)[..., ::-1])
    return np.ascontiguousarray(np.stack(pictures))


def read_emotions(network: Network, pixels: NDArray[np.uint8]) -> list[EmotionScores]:
    parts = [network.run(pixels[start : start + 64]).emotion for start in range(0, len(pixels), 64)]
    return [EmotionScores(tuple(float(value) for value in each)) for each in np.concatenate(parts)]


def from_baseline(rest: EmotionScores, shown: EmotionScores) -> EmotionScores:
    baseline = Baseline("-", "-", "-", 1, UPRIGHT, log_ratios(rest))
    return measured_from(baseline, Reading(shown, Pose(0, 0, 0), 0.5)).emotion


def right(scores: Sequence[EmotionScores], labels: NDArray[np.int64]) -> float:
    return float(np.mean([EMOTIONS.index(each.top) == label for each, label in zip(scores, labels, strict=True)]))


def cost(rests: Sequence[EmotionScores], shown: Sequence[EmotionScores], labels: NDArray[np.int64]) -> float:
    """The share that is named rightly from the baselines of random faces at rest."""
    draws = np.random.default_rng(1).integers(0, len(rests), (DRAWS, len(shown)))
    return float(np.mean([right(seen_from(rests, drawn, shown), labels) for drawn in draws]))


def seen_from(
    rests: Sequence[EmotionScores], drawn: NDArray[np.int64], shown: Sequence[EmotionScores]
) -> list[EmotionScores]:
    return [from_baseline(rests[i], scores) for i, scores in zip(drawn, shown, strict=True)]


def main(path: str) -> None:
    network = Network(default_model(), DeviceChoice.CPU)
    neutral, others = read(path, network.card.input_px)
    rests, shown = read_emotions(network, neutral.pixels), read_emotions(network, others.pixels)
    misread = [rest for rest in rests if EMOTIONS.index(rest.top) != 0]
    own = right([from_baseline(rest, rest) for rest in rests], neutral.labels)
    sys.stdout.write(
        f"neutral pictures that read neutral: {right(rests, neutral.labels):.1%}, from their own baseline {own:.1%}\n"
        f"expressions named rightly: {right(shown, others.labels):.1%}, from the baseline of a neutral face"
        f" {cost(rests, shown, others.labels):.1%}, of one that had not read neutral"
        f" {cost(misread, shown, others.labels):.1%}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1])
