"""The plot of a front: names stay apart and inside, and the front has its colour."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from trainer.front.candidates import Score
from trainer.front.plot import Panel, Point, draw_front

BLUE, VERMILION = (0, 114, 178), (194, 78, 0)


def point(label: str, median_ms: float, value: float) -> Point:
    return Point(label, median_ms, 0.8 * median_ms, 1.3 * median_ms, Score(value, value - 1, value + 1, 3000))


CROWD = tuple(point(f"network number {n}, {64 + n} px", 1 + 0.1 * n, 84 + (n % 3)) for n in range(6))


def near(path: Path, colour: tuple[int, int, int]) -> int:
    """So many pixels are of about that colour."""
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    return int((np.abs(pixels - colour).max(axis=2) < 12).sum())


def test_nothing_touches_the_edge_and_the_file_is_small(tmp_path: Path) -> None:
    path = tmp_path / "new" / "front.png"
    draw_front([Panel("Emotion", CROWD), Panel("Pose", CROWD, lower_is_better=True)], 3.0, path)
    assert path.stat().st_size < 120_000
    pixels = np.asarray(Image.open(path).convert("L"))
    for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
        assert edge.min() > 240


def test_the_front_is_of_the_fast_and_right() -> None:
    points = (point("fast", 1, 80), point("slow", 2, 79), point("right", 3, 90))
    assert Panel("accuracy", points).on_front() == (True, False, True)
    assert Panel("error", points, lower_is_better=True).on_front() == (True, True, False)


@pytest.mark.parametrize("aim_ms", [0.0, 3.0])
def test_the_aim_is_drawn_where_there_is_one(tmp_path: Path, aim_ms: float) -> None:
    draw_front([Panel("Emotion", (point("only", 1, 80),))], aim_ms, tmp_path / "front.png")
    assert (near(tmp_path / "front.png", VERMILION) > 200) is (aim_ms > 0)
    assert near(tmp_path / "front.png", BLUE) > 50
