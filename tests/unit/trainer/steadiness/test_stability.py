"""Flicker, jitter and lag of made traces whose answers are known, and the command on a few frames of the demo clip."""

import json
import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from app.domain.reading import Emotion
from app.paths import default_model, demo_clip
from trainer.demo.script import ClipScript
from trainer.main import commands
from trainer.steadiness.clip_trace import Trace
from trainer.steadiness.stability import lag_ms, stability_of

FPS = 30
NEUTRAL, ANGER = Emotion.NEUTRAL, Emotion.ANGER


def trace(
    raw: NDArray[np.float64],
    smooth: NDArray[np.float64] | None = None,
    raw_labels: tuple[Emotion | None, ...] = (),
    labels: tuple[Emotion | None, ...] = (),
    judged: NDArray[np.bool_] | None = None,
) -> Trace:
    """A trace whose yaw is given; pitch and roll are 0."""
    frames = len(raw)
    angles = [
        np.stack([values, np.zeros(frames), np.zeros(frames)], 1) for values in (raw, raw if smooth is None else smooth)
    ]
    plain = (NEUTRAL,) * frames
    all_judged = np.ones(frames, bool)
    return Trace(
        np.arange(frames) / FPS, angles[0], angles[1], raw_labels or plain, labels or plain,
        all_judged if judged is None else judged,
    )  # fmt: skip


def script(expression: tuple[str | None, ...], yaw: NDArray[np.float64] | None = None) -> ClipScript:
    frames = len(expression)
    still = (0.0,) * frames
    turned = still if yaw is None else tuple(yaw.tolist())
    return ClipScript(FPS, 1280, 720, (True,) * frames, turned, still, still, expression)


def turns(frames: int, later_s: float = 0.0) -> NDArray[np.float64]:
    return 20 * np.sin(2 * math.pi * 0.7 * (np.arange(frames) / FPS - later_s))


@pytest.mark.parametrize("lag_s", [0.0, 0.02, 0.05, 0.081])
def test_a_lag_is_found_to_the_millisecond_between_frames_too(lag_s: float) -> None:
    found = lag_ms(np.arange(300) / FPS, turns(300), turns(300, lag_s), np.ones(300, bool))
    assert found == pytest.approx(1000 * lag_s, abs=2)


def test_only_what_counts_is_correlated() -> None:
    late, counted = turns(300, 0.04), np.arange(300) < 200
    late[200:] = 0
    assert lag_ms(np.arange(300) / FPS, turns(300), late, counted) == pytest.approx(40, abs=4)


def test_where_nothing_turns_there_is_no_lag() -> None:
    assert lag_ms(np.arange(60) / FPS, np.zeros(60), np.zeros(60), np.ones(60, bool)) is None
    still = stability_of(trace(np.zeros(60)), script(("neutral",) * 60))
    assert [angle.lag_ms for angle in still.angles] == [None, None, None]


def test_jitter_is_that_of_the_rest_before_and_after() -> None:
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 1.0, 900)
    yaw, _, _ = stability_of(trace(noise, 0.25 * noise), script(("neutral",) * 900)).angles
    assert yaw.raw_jitter_deg == pytest.approx(1.0, rel=0.1)
    assert yaw.smooth_jitter_deg == pytest.approx(0.25, rel=0.1)


def test_a_turn_and_a_slow_drift_are_no_jitter() -> None:
    turn = np.concatenate([np.zeros(60), np.linspace(0, 40, 30), np.full(60, 40.0)])
    yaw, _, _ = stability_of(trace(turn), script(("neutral",) * 150, turn)).angles
    assert yaw.raw_jitter_deg == pytest.approx(0.0, abs=1e-6)
    drift = np.linspace(0, 2, 900)
    yaw, _, _ = stability_of(trace(drift), script(("neutral",) * 900)).angles
    assert yaw.raw_jitter_deg is not None
    assert yaw.raw_jitter_deg < 0.05


def test_label_changes_are_those_of_constant_expression() -> None:
    flicker = tuple(ANGER if frame % 10 == 9 else NEUTRAL for frame in range(600))
    labels = stability_of(trace(np.zeros(600), raw_labels=flicker), script(("neutral",) * 600)).labels
    assert labels.raw_per_minute == pytest.approx(2 / 10 * FPS * 60, rel=0.05)
    assert labels.smooth_per_minute == 0
    assert labels.minutes == pytest.approx(19.5 / 60, rel=0.01)


def test_a_change_with_the_expression_is_no_flicker_if_it_follows_soon() -> None:
    shown = ("neutral",) * 60 + (None,) * 6 + ("frown",) * 60
    follows = (NEUTRAL,) * 72 + (ANGER,) * 54
    dawdles = (NEUTRAL,) * 100 + (ANGER,) * 26
    result = stability_of(trace(np.zeros(126), raw_labels=follows, labels=dawdles), script(shown)).labels
    assert result.raw_per_minute == 0
    assert result.smooth_per_minute > 0


def test_frames_that_cannot_be_judged_do_not_count() -> None:
    judged = np.ones(300, bool)
    judged[100:200] = False
    gap: tuple[Emotion | None, ...] = (NEUTRAL,) * 100 + (None,) * 100 + (NEUTRAL,) * 100
    found = stability_of(trace(np.zeros(300), labels=gap, judged=judged), None)
    assert (found.frames, found.judged, found.labels.smooth_per_minute) == (300, 200, 0)


def test_without_a_script_everything_counts() -> None:
    yaw, _, _ = stability_of(trace(turns(300), turns(300, 0.03)), None).angles
    assert yaw.lag_ms == pytest.approx(30, abs=2)
    assert yaw.raw_jitter_deg is not None


@pytest.fixture
def short_clip(tmp_path: Path) -> Path:
    """The first frames of the demo clip, small, without a script."""
    path = tmp_path / "short.mp4"
    reader = cv2.VideoCapture(str(demo_clip()))
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (640, 360))
    for _ in range(24):
        writer.write(cv2.resize(reader.read()[1], (640, 360)))
    writer.release()
    return path


@pytest.mark.skipif(not default_model().is_file(), reason="the network is not here")
def test_the_command_measures_each_noise(short_clip: Path) -> None:
    done = CliRunner().invoke(commands, ["stability", str(short_clip), "--noise", "0", "--noise", "6", "--json"])
    assert done.exit_code == 0, done.stderr
    plain, noisy = json.loads(done.stdout)
    assert (plain["noise_sd"], noisy["noise_sd"]) == (0.0, 6.0)
    assert plain["frames"] == plain["judged"] == 24
    assert [angle["angle"] for angle in plain["angles"]] == ["yaw", "pitch", "roll"]
    assert noisy["angles"][0]["raw_jitter_deg"] != plain["angles"][0]["raw_jitter_deg"]
    assert noisy["angles"][0]["smooth_jitter_deg"] < noisy["angles"][0]["raw_jitter_deg"]


@pytest.mark.skipif(not default_model().is_file(), reason="the network is not here")
def test_the_command_shows_a_table(short_clip: Path) -> None:
    done = CliRunner().invoke(commands, ["stability", str(short_clip)])
    assert done.exit_code == 0, done.stderr
    assert "pitch" in done.stdout


@pytest.mark.skipif(not default_model().is_file(), reason="the network is not here")
def test_what_is_no_video_or_no_script_is_one_sentence(tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("no video", encoding="utf-8")
    done = CliRunner().invoke(commands, ["stability", str(text)])
    assert (done.exit_code, "cannot be read as a video" in done.stderr) == (2, True)
    text.with_suffix(".json").write_text('{"fps": 30}', encoding="utf-8")
    done = CliRunner().invoke(commands, ["stability", str(text)])
    assert (done.exit_code, "is not the script of a clip" in done.stderr) == (2, True)


def test_jitter_is_the_deviation_of_a_sample_after_the_time_to_settle() -> None:
    raw = np.random.default_rng(4).normal(12.0, 2.0, 42)  # 1.4 s, of which the first half second does not count
    yaw = stability_of(trace(raw, raw / 2), None).angles[0]
    assert yaw.raw_jitter_deg == pytest.approx(float(np.std(raw[15:], ddof=1)))
    assert yaw.smooth_jitter_deg == pytest.approx(float(np.std(raw[15:], ddof=1)) / 2)
