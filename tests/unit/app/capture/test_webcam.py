"""Cameras: what is asked of them, and every way they fail."""

import threading
import time
from collections.abc import Callable
from typing import Any

import cv2
import pytest

from app.capture.cameras import Camera, find_camera, list_cameras
from app.capture.source import CameraMode, CaptureError
from app.capture.webcam import open_webcam

CAMERA = Camera(97, "Stand-in", "usb-stand-in", cv2.CAP_V4L2)
DESK = Camera(0, "HD Webcam", "usb-desk", cv2.CAP_V4L2)
DOOR = Camera(2, "HD Webcam", "usb-door", cv2.CAP_V4L2)


def test_mjpg_size_and_rate_are_asked_for(stand_in_camera: Callable[..., Any]) -> None:
    device = stand_in_camera()
    source = open_webcam(CAMERA, width_px=800, height_px=600, fps=25, device=lambda _: device)
    source.close()
    assert device.asked == {
        cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
        cv2.CAP_PROP_FRAME_WIDTH: 800,
        cv2.CAP_PROP_FRAME_HEIGHT: 600,
        cv2.CAP_PROP_FPS: 25,
    }
    assert device.released.is_set()


def test_the_delivered_size_is_told_not_the_asked_one(stand_in_camera: Callable[..., Any]) -> None:
    source = open_webcam(CAMERA, device=lambda _: stand_in_camera())
    source.close()
    assert (source.info.width_px, source.info.height_px, source.info.name) == (64, 48, "Stand-in")
    assert source.info.live


def test_what_the_driver_tells_is_kept_with_what_was_asked(stand_in_camera: Callable[..., Any]) -> None:
    device = stand_in_camera()
    device.tells |= {
        cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"YUYV"),
        cv2.CAP_PROP_AUTO_EXPOSURE: 1,
        cv2.CAP_PROP_EXPOSURE: 660,
    }
    source = open_webcam(CAMERA, width_px=800, height_px=600, fps=25, device=lambda _: device)
    source.close()
    assert source.info.camera == CameraMode(800, 600, 25, "YUYV", exposure_s=pytest.approx(0.066))


def test_a_driver_that_tells_nothing_leaves_it_open(stand_in_camera: Callable[..., Any]) -> None:
    source = open_webcam(CAMERA, device=lambda _: stand_in_camera())
    source.close()
    assert source.info.camera == CameraMode(1280, 720, 30)


def test_unplugging_is_told_and_the_device_released(stand_in_camera: Callable[..., Any]) -> None:
    device = stand_in_camera(frames=3)
    source = open_webcam(CAMERA, device=lambda _: device)
    with pytest.raises(CaptureError, match="was unplugged"):
        for _ in range(5):
            source.read()
    assert device.released.wait(5)
    source.close()
    assert source.read() is None


def test_a_camera_in_use_gives_no_picture(stand_in_camera: Callable[..., Any]) -> None:
    with pytest.raises(CaptureError, match="close other programs"):
        open_webcam(CAMERA, device=lambda _: stand_in_camera(frames=0))


def test_a_driver_that_hangs_while_opening_is_abandoned(stand_in_camera: Callable[..., Any]) -> None:
    go_on, device = threading.Event(), stand_in_camera()

    def hanging(_: Camera) -> Any:
        go_on.wait(20)
        return device

    with pytest.raises(CaptureError, match="close other programs"):
        open_webcam(CAMERA, open_timeout_s=0.1, device=hanging)
    go_on.set()
    assert device.released.wait(5)  # the abandoned thread cleans up once the driver lets it go


def test_close_does_not_wait_for_a_driver_that_hangs(stand_in_camera: Callable[..., Any]) -> None:
    go_on = threading.Event()
    device = stand_in_camera(frames=1, hang=go_on)
    source = open_webcam(CAMERA, device=lambda _: device)
    assert source.read() is not None
    reader = threading.Thread(target=source.read, daemon=True)
    reader.start()
    start = time.perf_counter()
    source.close()
    reader.join(5)
    assert time.perf_counter() - start < 10
    assert not reader.is_alive()
    go_on.set()
    assert device.released.wait(5)


def test_an_index_without_camera_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CaptureError, match=r"There is no camera 97|gives no picture"):
        open_webcam(CAMERA)
    assert capfd.readouterr().err == ""


def test_cameras_are_listed_with_ids_that_name_them() -> None:
    for camera in list_cameras():
        assert camera.source_text == f"camera:{camera.stable_id}"
        assert find_camera(camera.stable_id, list_cameras()) == camera


@pytest.mark.parametrize(("wanted", "camera"), [("usb-door", DOOR), ("0", DESK), ("2", DOOR)])
def test_cameras_are_found_by_id_and_index(wanted: str, camera: Camera) -> None:
    assert find_camera(wanted, (DESK, DOOR)) == camera


@pytest.mark.parametrize("wanted", ["HD Webcam", "hd webcam", "webcam"])
def test_cameras_are_found_by_name(wanted: str) -> None:
    assert find_camera(wanted, (DESK, CAMERA)) == DESK


def test_a_name_of_two_cameras_asks_for_the_id() -> None:
    with pytest.raises(CaptureError, match="Several cameras"):
        find_camera("HD Webcam", (DESK, DOOR))


@pytest.mark.parametrize("wanted", ["", "Other"])
def test_a_camera_that_is_not_there_says_so(wanted: str) -> None:
    with pytest.raises(CaptureError, match="There is no camera"):
        find_camera(wanted, (DESK, DOOR))


def test_an_index_not_listed_is_tried_all_the_same() -> None:
    assert find_camera("7", (DESK,)).index == 7
