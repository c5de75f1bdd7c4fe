"""The picture of a moment in films of a steady and of a varying rate, with PyAV and without."""

import builtins

import numpy as np
import pytest

from app.capture.moments import open_moments
from app.capture.source import CaptureError
from app.output.growing_video import GrowingVideo
from app.paths import demo_clip

TIMES = [0.0, 1.2, 1.25, 1.3, 4.0, *(5 + place / 7 for place in range(60))]
"""Of a recording on a busy machine: far fewer than its nominal rate, and a gap."""


@pytest.fixture
def film(tmp_path):
    """Every picture is as bright as it is late."""
    path = tmp_path / "video.mkv"
    made = GrowingVideo(path, (64, 48))
    for time_s in TIMES:
        made.write(np.full((48, 64, 3), round(time_s * 15), np.uint8), time_s)
    made.close()
    return path


@pytest.fixture(params=["with PyAV", "without PyAV"])
def way(request, monkeypatch):
    if request.param == "without PyAV":
        real = builtins.__import__

        def refuse(name, *rest, **more):
            if name == "av":
                raise ImportError(name)
            return real(name, *rest, **more)

        return lambda: monkeypatch.setattr(builtins, "__import__", refuse)
    return lambda: None


def test_the_picture_of_a_moment_is_the_last_one_before_it(film, way):
    way()
    moments = open_moments(film, from_zero=True)
    for wanted_s in (0.0, 1.27, 3.9, 4.5, 12.0, 6.0, 6.1, 0.5, 13.4, 99.0):
        expected_s = max(time_s for time_s in TIMES if time_s <= wanted_s)
        frame = moments.at(wanted_s)
        assert frame.time_s == pytest.approx(expected_s, abs=0.002), wanted_s
        assert frame.pixels.mean() == pytest.approx(expected_s * 15, abs=4), wanted_s
    moments.close()


def test_a_film_of_a_steady_rate(way):
    way()
    moments = open_moments(demo_clip(), from_zero=False)
    for wanted_s in (7.0, 2.0, 2.1, 9.5):
        assert 0 <= wanted_s - moments.at(wanted_s).time_s < 0.05
    moments.close()


def test_what_is_no_film_gives_a_sentence(tmp_path):
    (tmp_path / "video.mkv").write_bytes(b"no film")
    with pytest.raises(CaptureError, match="cannot be read as a video"):
        open_moments(tmp_path / "video.mkv", from_zero=True)
