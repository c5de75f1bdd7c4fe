"""Whether there is a screen to open a window on."""

import os
import sys

_NAMED_BY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def no_screen() -> bool:
    """True on Linux without a display, where Qt would end the process; QT_QPA_PLATFORM may name another platform."""
    return sys.platform == "linux" and not any(os.environ.get(name) for name in _NAMED_BY)
