"""Why a camera is slow: the surest reason first, and none where nothing tells."""

from dataclasses import replace

import pytest

from app.capture.slowness import Slowness, megabytes_a_second, why_slow
from app.capture.source import CameraMode, SourceInfo, SourceKind

MODE = CameraMode(1280, 720, 30, "MJPG")
INFO = SourceInfo("Desk", SourceKind.CAMERA, 1280, 720, 30.0, None, camera=MODE)
BRIGHT, DARK = 120.0, 30.0


@pytest.mark.parametrize("delivered", [30.0, 27.5, 0.0])
def test_a_camera_that_keeps_its_rate_or_was_not_measured_is_not_slow(delivered: float) -> None:
    assert why_slow(INFO, delivered, DARK) is None


def test_what_is_no_camera_is_never_slow() -> None:
    assert why_slow(replace(INFO, camera=None), 5.0, DARK) is None


@pytest.mark.parametrize(
    ("brightness", "reason"), [(DARK, Slowness.LIGHT), (BRIGHT, Slowness.UNTOLD), (None, Slowness.UNTOLD)]
)
def test_a_dark_picture_is_a_hint_and_without_one_nothing_is_claimed(
    brightness: float | None, reason: Slowness
) -> None:
    assert why_slow(INFO, 15.0, brightness) is reason


def test_a_camera_with_no_higher_rate_at_this_size_delivers_what_it_offers() -> None:
    assert why_slow(replace(INFO, fps=15.0), 14.8, DARK) is Slowness.OFFERED
    assert why_slow(replace(INFO, fps=15.0), 7.0, DARK) is Slowness.LIGHT


def test_a_fixed_exposure_longer_than_a_picture_takes_is_a_reason() -> None:
    assert why_slow(replace(INFO, camera=replace(MODE, exposure_s=0.066)), 15.0, BRIGHT) is Slowness.EXPOSURE
    assert why_slow(replace(INFO, camera=replace(MODE, exposure_s=0.01)), 15.0, BRIGHT) is Slowness.UNTOLD


def test_raw_pictures_are_too_much_for_usb_2_and_not_for_usb_3() -> None:
    raw = replace(MODE, pixel_format="YUYV")
    assert megabytes_a_second(replace(INFO, camera=raw)) == pytest.approx(55.3, abs=0.1)
    assert why_slow(replace(INFO, fps=10.0, camera=raw), 10.0, BRIGHT) is Slowness.USB
    faster = replace(raw, usb_mbit_s=5000.0)
    assert why_slow(replace(INFO, fps=10.0, camera=faster), 10.0, BRIGHT) is Slowness.OFFERED
    small = replace(INFO, width_px=640, height_px=480, camera=raw)
    assert why_slow(small, 15.0, BRIGHT) is Slowness.UNTOLD
