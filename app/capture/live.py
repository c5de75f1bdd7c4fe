"""A source that does not wait for its reader: one thread owns the device, the newest frame wins."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from app.capture.source import CameraMode, CaptureError, SourceInfo, SourceKind
from app.domain.frame import Frame

_TRIES = 5
"""Pictures a device may fail to give in a row; cameras drop one now and then."""

_RETRY_S = 0.02
_CLOSE_S = 1.0


class Device(Protocol):
    """What is needed of a `cv2.VideoCapture`; pictures are BGR."""

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]: ...

    def get(self, property_id: int, /) -> float: ...

    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class LiveTerms:
    """What a live source is called, how long it may take, and what is said when it does not answer or stops.

    `mode` reads what a camera tells of itself, on the thread of the device, once pictures come.
    """

    name: str
    kind: SourceKind
    open_timeout_s: float
    read_timeout_s: float
    silent: str
    lost: str
    mode: Callable[[Device], CameraMode] | None = None


class LiveSource:
    """A FrameSource over a device that is opened, read and released by one thread of its own.

    So `close` never waits for a driver, and a driver that hangs while it opens is abandoned with its (daemon) thread.
    `index` counts the device's frames; a reader that is late misses some. Raises CaptureError when no frame has come
    after `open_timeout_s`. A device that knows its length (a video file behind an address) is played in real time.
    """

    def __init__(self, open_device: Callable[[], Device], terms: LiveTerms) -> None:
        self._open_device = open_device
        self._terms = terms
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._newest: Frame | None = None
        self._failure: CaptureError | None = None
        self._ended = False
        self._info: SourceInfo | None = None
        self._thread = threading.Thread(target=self._run, name=f"capture {terms.name}", daemon=True)
        self._thread.start()
        self._await_first()

    @property
    def info(self) -> SourceInfo:
        assert self._info is not None
        return self._info

    def read(self) -> Frame | None:
        with self._changed:
            answered = self._changed.wait_for(self._something, timeout=self._terms.read_timeout_s)
            if self._stop.is_set():
                return None
            if self._newest is not None:
                frame, self._newest = self._newest, None
                return frame
            if self._failure is not None or not answered:
                raise CaptureError(str(self._failure or self._terms.lost)) from self._failure
            return None

    def close(self) -> None:
        self._stop.set()
        with self._changed:
            self._newest = None
            self._changed.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(_CLOSE_S)

    def _something(self) -> bool:
        return self._newest is not None or self._failure is not None or self._ended or self._stop.is_set()

    def _await_first(self) -> None:
        with self._changed:
            answered = self._changed.wait_for(self._something, timeout=self._terms.open_timeout_s)
            failure = self._failure
            if self._info is not None:
                return
            self._stop.set()
        if failure is None and answered:
            self._thread.join(_CLOSE_S)
        raise CaptureError(str(failure or self._terms.silent)) from failure

    def _run(self) -> None:
        try:
            device = self._open_device()
            try:
                self._pump(device)
            finally:
                device.release()
        except CaptureError as error:
            with self._changed:
                self._failure = error
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _pump(self, device: Device) -> None:
        index, failures, start = 0, 0, 0.0
        finite = device.get(cv2.CAP_PROP_FRAME_COUNT) > 0
        while not self._stop.is_set():
            found, pixels = device.read()
            now = time.perf_counter()
            if not found or pixels is None:
                failures += 1
                if finite and index:
                    return
                if failures == _TRIES:
                    raise CaptureError(self._terms.lost if index else self._terms.silent)
                self._stop.wait(_RETRY_S)
                continue
            start, failures = start or now, 0
            if finite:
                self._stop.wait(max(0.0, start + device.get(cv2.CAP_PROP_POS_MSEC) / 1000 - now))
                now = time.perf_counter()
            self._deliver(Frame(_rgb(pixels), index, now - start, now), device)
            index += 1

    def _deliver(self, frame: Frame, device: Device) -> None:
        with self._changed:
            if self._info is None:
                self._info = self._described(frame, device)
            if not self._stop.is_set():
                self._newest = frame
            self._changed.notify_all()

    def _described(self, frame: Frame, device: Device) -> SourceInfo:
        fps = device.get(cv2.CAP_PROP_FPS)
        return SourceInfo(
            name=self._terms.name,
            kind=self._terms.kind,
            width_px=frame.width_px,
            height_px=frame.height_px,
            fps=fps if 0 < fps <= 1000 else None,
            frame_count=None,
            camera=None if self._terms.mode is None else self._terms.mode(device),
        )


def _rgb(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)
