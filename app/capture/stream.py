"""A stream address: RTSP, HTTP MJPEG and what else FFmpeg reads over the network."""

from urllib.parse import urlsplit

import cv2

from app.capture import backend  # noqa: F401  # sets OpenCV up
from app.capture.live import Device, LiveSource, LiveTerms
from app.capture.source import CaptureError, SourceKind
from app.domain.plain_text import plain

SCHEMES = ("rtsp", "rtsps", "rtmp", "http", "https", "udp", "rtp")

_READ_TIMEOUT_S = 5.0


def open_stream(address: str, *, open_timeout_s: float = 10.0, read_timeout_s: float = _READ_TIMEOUT_S) -> LiveSource:
    """The stream as a source; raises CaptureError when the address is unknown or does not answer in time."""
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError as error:  # brackets that do not close, say
        raise CaptureError(f"{plain(address, 60)} is no address ({error}); check it.") from error
    if scheme not in SCHEMES:
        raise CaptureError(f"Addresses that begin with {scheme}:// cannot be read; use rtsp://, http:// or https://.")
    name = _without_password(address)
    silent = f"{name} does not answer with a video; check the address, the network and that the camera is switched on."
    terms = LiveTerms(
        name=name,
        kind=SourceKind.STREAM,
        open_timeout_s=open_timeout_s + 1.0,  # OpenCV's own deadline comes first
        read_timeout_s=read_timeout_s + 1.0,
        silent=silent,
        lost=f"The stream {name} has stopped; check the network and that the camera is switched on.",
    )
    limits = (
        (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(open_timeout_s * 1000)),
        (cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(read_timeout_s * 1000)),
    )

    def opened() -> Device:
        capture = cv2.VideoCapture(address, cv2.CAP_FFMPEG, [number for limit in limits for number in limit])
        if not capture.isOpened():
            raise CaptureError(silent)
        return capture  # type: ignore[return-value]  # stubs say any number type

    return LiveSource(opened, terms)


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
