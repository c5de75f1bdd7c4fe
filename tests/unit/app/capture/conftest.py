"""Small real sources for the capture tests: files written here, a camera stand-in, a server of moving pictures."""

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

WIDTH, HEIGHT, FRAMES, FPS = 64, 48, 12, 30.0


def red_left_blue_right(width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """A picture in OpenCV's order (BGR): its left half red, its right half blue."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2, 2] = 255
    picture[:, width // 2 :, 0] = 255
    return picture


@pytest.fixture
def video_path(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (WIDTH, HEIGHT))
    for _ in range(FRAMES):
        writer.write(red_left_blue_right())
    writer.release()
    return path


@pytest.fixture
def image_path(tmp_path: Path) -> Path:
    path = tmp_path / "picture.jpg"
    cv2.imwrite(str(path), red_left_blue_right())
    return path


class StandInCamera:
    """What `cv2.VideoCapture` does over a camera, without one: `frames` pictures, then it is unplugged or hangs."""

    def __init__(self, frames: int | None = None, opened: bool = True, hang: threading.Event | None = None) -> None:
        self.asked: dict[int, float] = {}
        self.tells: dict[int, float] = {cv2.CAP_PROP_FPS: FPS}
        self.released = threading.Event()
        self._left = frames
        self._opened = opened
        self._hang = hang

    def isOpened(self) -> bool:
        return self._opened

    def set(self, property_id: int, value: float, /) -> bool:
        self.asked[property_id] = value
        return True

    def get(self, property_id: int, /) -> float:
        return self.tells.get(property_id, -1.0)

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        time.sleep(0.005)  # a camera has its own pace
        if self._left == 0:
            if self._hang is not None:
                self._hang.wait(20)
            return False, None
        if self._left is not None:
            self._left -= 1
        return True, red_left_blue_right()

    def release(self) -> None:
        self.released.set()


@pytest.fixture
def stand_in_camera() -> type[StandInCamera]:
    return StandInCamera


class _MovingPictures(http.server.BaseHTTPRequestHandler):
    """Serves motion JPEG as network cameras do, until the server's `stopping` is set."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        jpeg = cv2.imencode(".jpg", red_left_blue_right())[1].tobytes()
        head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
        stopping: threading.Event = self.server.stopping  # type: ignore[attr-defined]
        try:
            while not stopping.wait(0.01):
                self.wfile.write(head + jpeg + b"\r\n")
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def stream_server() -> Iterator[tuple[str, Callable[[], None]]]:
    """Address of a motion-JPEG stream, and the call that ends it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _MovingPictures)
    stopping = server.stopping = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/video", stopping.set
    stopping.set()
    server.shutdown()
    thread.join()
    server.server_close()
