"""Files cut anywhere and pictures of every odd kind: frames or one sentence, and nothing else."""

import socket
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.capture.image_file import ImageFile
from app.capture.moments import open_moments
from app.capture.source import CaptureError
from app.capture.video_file import VideoFile
from app.domain.frame import Frame

WIDTH, HEIGHT = 64, 48


def clip(path: Path, codec: str, sizes: tuple[int, int] = (WIDTH, HEIGHT), frames: int = 40) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 30.0, sizes)
    noise = np.random.default_rng(0)
    for _ in range(frames):
        writer.write(noise.integers(0, 256, (sizes[1], sizes[0], 3), dtype=np.uint8))
    writer.release()
    return path


def frames_or_sentence(path: Path) -> int:
    """How many frames a damaged file gives; -1 where it is refused by a sentence."""
    try:
        source = VideoFile(path)
    except CaptureError as refusal:
        assert str(refusal).endswith(".")
        return -1
    count = 0
    try:
        while (frame := source.read()) is not None:
            check(frame)
            count += 1
            assert count < 10_000
    except CaptureError as refusal:
        assert str(refusal).endswith(".")
    source.close()
    return count


def check(frame: Frame) -> None:
    assert frame.pixels.dtype == np.uint8 and frame.pixels.ndim == 3 and frame.pixels.shape[2] == 3


HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}/a.ts\n#EXT-X-ENDLIST\n"
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
CONCAT = "ffconcat version 1.0\nfile {address}/a.mp4\n"


@pytest.mark.parametrize("text", [HLS, SDP, CONCAT])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts", ".m3u8", ".sdp"])
def test_a_file_that_names_an_address_makes_no_connection(text: str, suffix: str, tmp_path: Path) -> None:
    """FFmpeg knows lists of addresses; one that is called a video must not make it ask there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        path = tmp_path / f"talk{suffix}"
        path.write_text(text.format(address=f"http://127.0.0.1:{server.getsockname()[1]}"))
        for open_it in (VideoFile, lambda path: open_moments(path, from_zero=False)):
            with pytest.raises(CaptureError):
                open_it(path)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "mp4v"), ("a.mkv", "mp4v"), ("a.avi", "MJPG")])
def test_a_video_cut_at_every_kilobyte(name: str, codec: str, tmp_path: Path) -> None:
    content = clip(tmp_path / name, codec).read_bytes()
    cut = tmp_path / f"cut{Path(name).suffix}"
    counts = []
    for length in range(0, len(content), max(1024, len(content) // 150)):
        cut.write_bytes(content[:length])
        counts.append(frames_or_sentence(cut))
    assert counts[0] == -1
    assert max(counts) <= 40


def test_a_video_with_bytes_overwritten_anywhere(tmp_path: Path, times: int) -> None:
    content = bytearray(clip(tmp_path / "a.mp4", "mp4v").read_bytes())
    rng = np.random.default_rng(2)
    damaged = tmp_path / "damaged.mp4"
    for _ in range(40 * times):
        spoilt = bytearray(content)
        for place in rng.integers(0, len(content), 30):
            spoilt[place] = int(rng.integers(0, 256))
        damaged.write_bytes(spoilt)
        frames_or_sentence(damaged)


def test_a_picture_cut_at_every_kilobyte(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    for suffix in (".jpg", ".png", ".webp", ".tiff", ".bmp"):
        content = cv2.imencode(suffix, pixels)[1].tobytes()
        path = tmp_path / f"cut{suffix}"
        for length in range(0, len(content), 1024):
            path.write_bytes(content[:length])
            try:
                frame = ImageFile(path).read()
            except CaptureError as refusal:
                assert str(refusal).endswith(".")
            else:
                assert frame is not None
                check(frame)


ODD = {
    "one pixel": np.zeros((1, 1, 3), np.uint8),
    "a line": np.zeros((1, 3000, 3), np.uint8),
    "a column": np.zeros((3000, 1, 3), np.uint8),
    "odd sides": np.zeros((33, 57, 3), np.uint8),
    "grey": np.zeros((40, 60), np.uint8),
    "alpha": np.zeros((40, 60, 4), np.uint8),
    "16 bit": np.full((40, 60, 3), 40_000, np.uint16),
    "8K": np.zeros((4320, 7680, 3), np.uint8),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_picture_of_an_odd_kind_is_read_as_rgb(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.png"
    path.write_bytes(cv2.imencode(".png", ODD[kind])[1].tobytes())
    frame = ImageFile(path).read()
    assert frame is not None
    check(frame)
    assert frame.pixels.shape[:2] == ODD[kind].shape[:2]


@pytest.mark.parametrize("size", [(2, 2), (16, 16), (58, 34), (7680, 4320)])
def test_a_video_of_an_odd_size_is_read(size: tuple[int, int], tmp_path: Path) -> None:
    path = clip(tmp_path / "odd.avi", "MJPG", size, frames=2)
    assert frames_or_sentence(path) == 2


def test_a_video_whose_file_goes_away_while_it_is_read_ends(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", "mp4v")
    source = VideoFile(path, loop=True)
    assert source.read() is not None
    path.unlink()
    try:
        for _ in range(200):
            if source.read() is None:
                break
        else:
            pytest.fail("a file that is gone was read 200 times")
    except CaptureError as refusal:
        assert "There is no file" in str(refusal)
    source.close()
