"""What Poise needs from a Linux system beside Python packages, and the Debian packages that bring it."""

import ctypes
import importlib.util
import os
import sys
from collections.abc import Iterable

# Each library beside the package that holds it, as `readelf -d` lists them for Qt, its plugins and MediaPipe.
LIBRARIES = """
libEGL.so.1 libegl1            libGL.so.1 libgl1                  libGLESv2.so.2 libgles2
libX11.so.6 libx11-6           libdbus-1.so.3 libdbus-1-3         libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0  libxkbcommon.so.0 libxkbcommon0
"""
# Only for a window on a screen: what Qt's plugin "xcb" asks for.
SCREEN_LIBRARIES = """
libX11-xcb.so.1 libx11-xcb1          libxcb-cursor.so.0 libxcb-cursor0    libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0      libxcb-keysyms.so.1 libxcb-keysyms1  libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0  libxcb-render.so.0 libxcb-render0  libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0          libxcb-sync.so.1 libxcb-sync1        libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0    libxcb-xkb.so.1 libxcb-xkb1          libxkbcommon-x11.so.0 libxkbcommon-x11-0
"""


def missing(needs_screen: bool) -> "dict[str, str]":
    """Libraries that cannot be loaded here, each with its Debian package; none on systems other than Linux."""
    if not sys.platform.startswith("linux"):
        return {}
    words = (LIBRARIES + SCREEN_LIBRARIES if needs_screen else LIBRARIES).split()
    packages = dict(zip(words[::2], words[1::2], strict=True))
    return {library: package for library, package in packages.items() if not loads(library)}


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def x11_answers() -> bool:
    """Whether the X11 screen of the environment takes a connection; True on systems other than Linux.

    The connection stays as long as the program: a server that loses its last client starts anew, as Xvfb does, and Qt
    that came just then was refused and ended the process: 4 of 20 starts of the bundle, and none of 20 since.
    """
    if not sys.platform.startswith("linux"):
        return True
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    return bool(x11.XOpenDisplay(None))


def can_make_environments() -> bool:
    """Debian keeps the part of Python that does so in a package of its own, python3-venv."""
    return importlib.util.find_spec("ensurepip") is not None


def install_line(packages: "Iterable[str]") -> str:
    as_root = "" if os.name == "nt" or os.geteuid() == 0 else "sudo "
    return f"{as_root}apt-get install -y {' '.join(sorted(packages))}"


def everything_line(needs_venv: bool) -> str:
    """The one line that installs all that is missing, or nothing."""
    packages = set(missing(needs_screen=True).values())
    if needs_venv and not can_make_environments():
        packages.add("python3-venv")
    return install_line(packages) if packages else ""


_M_ARENA_MAX = -8
_HEAPS = 2


def keep_few_heaps() -> None:
    """Let threads share two heaps of the C library; call it before any thread starts.

    Otherwise each thread of each session may get a heap of its own, and what is free in one is of no use to the next:
    with a new source every 30 seconds the memory grew by about 2 MB a minute.
    """
    if sys.platform.startswith("linux"):
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
        if mallopt is not None:
            mallopt(_M_ARENA_MAX, _HEAPS)
