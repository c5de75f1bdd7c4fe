"""A picture file: one frame, upright; shown on while a window wants it."""

import struct
import time
from pathlib import Path

import pytest

from app.capture.image_file import ImageFile
from app.capture.source import CaptureError, SourceKind

TURNED_QUARTER = 6
"""EXIF: the camera was held so that the picture must be turned a quarter clockwise."""


def test_exif_orientation_is_honoured(image_path: Path) -> None:
    image_path.write_bytes(_with_orientation(image_path.read_bytes(), TURNED_QUARTER))
    source = ImageFile(image_path)
    frame = source.read()
    assert frame is not None
    assert (source.info.width_px, source.info.height_px) == (48, 64)
    assert frame.pixels[8, 24, 0] > 180 > 70 > frame.pixels[8, 24, 2]


def test_one_frame_and_no_more(image_path: Path) -> None:
    source = ImageFile(image_path, realtime=True)
    assert source.read() is not None
    assert source.read() is None
    assert source.info.kind is SourceKind.IMAGE


def test_shown_on_at_ten_frames_a_second(image_path: Path) -> None:
    source = ImageFile(image_path, realtime=True, loop=True)
    start = time.perf_counter()
    frames = [source.read() for _ in range(4)]
    source.close()
    assert time.perf_counter() - start >= 0.29
    assert [frame.time_s for frame in frames if frame] == pytest.approx([0.0, 0.1, 0.2, 0.3])


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_damaged_picture_says_so(tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "face.jpg"
    path.write_bytes(content)
    with pytest.raises(CaptureError, match=r"face.jpg is not a picture"):
        ImageFile(path)
    assert capfd.readouterr().err == ""


def test_a_missing_picture_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="There is no file"):
        ImageFile(tmp_path / "none.jpg")


def test_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="cannot be opened"):
        ImageFile(tmp_path)


def _with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The same JPEG with an EXIF segment that holds nothing but the orientation."""
    tiff = b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHIHHI", 0x0112, 3, 1, orientation, 0, 0)
    payload = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]
