"""The text that names a source opens the right one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.capture.opening import CaptureOptions, is_media, is_recorded, open_source
from app.capture.source import CaptureError, SourceKind

FAST = CaptureOptions(realtime=False)


def test_files_are_told_apart(video_path: Path, image_path: Path) -> None:
    for path, kind in ((video_path, SourceKind.VIDEO), (image_path, SourceKind.IMAGE)):
        source = open_source(str(path), FAST)
        source.close()
        assert source.info.kind is kind
        assert source.info.name == path.name


def test_demo_is_the_bundled_clip() -> None:
    source = open_source("demo", FAST)
    source.close()
    assert source.info.kind is SourceKind.DEMO


def test_an_address_is_a_stream(stream_server: tuple[str, Callable[[], None]]) -> None:
    source = open_source(stream_server[0])
    source.close()
    assert source.info.kind is SourceKind.STREAM


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "No source is named"),
        ("camera:", "There is no camera"),
        ("camera:no such camera", "There is no camera"),
        ("97", "camera"),
        ("foo://bar", "cannot be read"),
        ("missing.mp4", "There is no file"),
        ("missing.jpg", "There is no file"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(text: str, message: str) -> None:
    with pytest.raises(CaptureError, match=message) as error:
        open_source(text, CaptureOptions(open_timeout_s=2))
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "recorded"),
    [("demo", True), ("a.mp4", True), ("", False), ("0", False), ("camera:front", False), ("rtsp://c/live", False)],
)
def test_what_is_recorded_needs_nobodys_consent(text: str, recorded: bool) -> None:
    assert is_recorded(text) is recorded


@pytest.mark.parametrize(("name", "media"), [("a.MP4", True), ("b.jpeg", True), ("c.csv", False), ("d", False)])
def test_media_are_known_by_their_names(name: str, media: bool) -> None:
    assert is_media(Path(name)) is media
