"""How large a picture may be: decoding cannot be stopped, and a small file can hold an endless one."""

from app.capture.source import CaptureError

MOST_PIXELS = 200_000_000
"""The largest picture that is decoded unless more is asked for: what the largest phones take, and about 2 GB of memory.

A file of 100 KB can hold 30,000 x 30,000 pixels, which took 35 seconds and 5 GB.
"""


def refuse_huge(name: str, width_px: float, height_px: float, most_pixels: int) -> None:
    """Raise CaptureError for a file whose header promises too many pixels."""
    if width_px * height_px > most_pixels:
        raise CaptureError(
            f"{name} has {width_px:.0f} x {height_px:.0f} pixels, more than the limit of {most_pixels / 1e6:g} million;"
            " make it smaller, or raise the limit with `poise analyze --max-megapixels`."
        )
