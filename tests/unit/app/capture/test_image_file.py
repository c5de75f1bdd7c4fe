"""A picture file: one frame, upright; shown on while a window wants it."""

import struct
import time
import zlib
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


def huge_png(path: Path, side: int) -> Path:
    """A picture of one colour, which packs to next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = bytes(1 + side)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b""))
    return path


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = huge_png(tmp_path / "huge.png", 2000)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])  # decoding it would say that it is damaged
    with pytest.raises(CaptureError, match=r"huge.png has 2000 x 2000 pixels, .* limit of 3.9 million.*--max-meg"):
        ImageFile(path, most_pixels=3_900_000)
    path.write_bytes(whole)
    assert ImageFile(path, most_pixels=4_000_000).info.width_px == 2000


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
