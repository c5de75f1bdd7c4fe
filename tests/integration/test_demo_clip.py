"""The demo clip against its script: the detector finds the face where it is shown, and nowhere else."""

import hashlib

import cv2
import pytest

from app.capture.demo import open_demo
from app.paths import assets_dir, demo_clip
from app.perception.detector import Detector
from trainer.demo.script import ClipScript, load_script

BYTES_ALLOWED = 2_000_000


@pytest.fixture(scope="module")
def script() -> ClipScript:
    return load_script(assets_dir() / "demo.json")


def test_the_clip_is_as_long_and_large_as_its_script(script: ClipScript) -> None:
    source = open_demo()
    count = 0
    while source.read() is not None:
        count += 1
    source.close()
    assert count == len(script.face) == source.info.frame_count
    assert (source.info.width_px, source.info.height_px) == (script.width_px, script.height_px)
    assert source.info.fps == pytest.approx(script.fps)
    assert demo_clip().stat().st_size < BYTES_ALLOWED


def test_the_script_shows_all_it_promises(script: ClipScript) -> None:
    for angles, reach in ((script.yaw_deg, 30), (script.pitch_deg, 15), (script.roll_deg, 20)):
        known = [angle for angle in angles if angle is not None]
        assert (min(known), max(known)) == (-reach, reach)
    assert {"neutral", "smile", "surprise", "frown"} <= set(script.expression)
    assert 1.8 <= script.face.count(False) / script.fps <= 3


def test_the_detector_finds_the_face_exactly_where_it_is_shown(script: ClipScript) -> None:
    detector, source = Detector(min_score=0.5), open_demo()
    found = {True: 0, False: 0}
    try:
        while (frame := source.read()) is not None:
            found[script.face[frame.index]] += len(detector.detect(frame.pixels)) > 0
    finally:
        source.close()
        detector.close()
    assert found[True] / script.face.count(True) >= 0.95
    assert found[False] == 0


def test_the_clip_has_light_and_dark_passages() -> None:
    source = open_demo()
    levels = []
    while (frame := source.read()) is not None:
        levels.append(float(cv2.resize(frame.pixels, (16, 9), interpolation=cv2.INTER_AREA).mean()))
    source.close()
    assert min(levels) < 0.7 * max(levels)


def test_the_clip_is_the_one_that_the_notice_names() -> None:
    digest = hashlib.sha256(demo_clip().read_bytes()).hexdigest()
    assert digest in (assets_dir() / "NOTICE").read_text(encoding="utf-8")
