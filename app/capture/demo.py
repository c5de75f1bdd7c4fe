"""The bundled clip, for a machine without a camera."""

from app.capture.source import CaptureError, SourceKind
from app.capture.video_file import VideoFile
from app.paths import demo_clip
from app.shipped_files import altered


def open_demo(*, realtime: bool = False, loop: bool = False) -> VideoFile:
    """The demo clip as a source; raises CaptureError when it is missing."""
    path = demo_clip()
    if not path.is_file():
        raise CaptureError("The demo clip is missing; reinstall Poise or restore assets/demo.mp4.")
    try:
        difference = altered(path)
    except OSError as error:
        difference = f"it cannot be read ({error.strerror})"
    if difference:
        raise CaptureError(f"The demo clip cannot be used: {difference}; reinstall Poise or restore assets/demo.mp4.")
    return VideoFile(path, realtime=realtime, loop=loop, kind=SourceKind.DEMO, name="Demo clip")
