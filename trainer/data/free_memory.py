"""How much memory is free for pictures."""

import os
import sys
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")
_SURELY_FREE_BYTES = 2**30
"""Where the system does not tell."""


def memory_for_pictures(share: float = 0.5) -> int:
    """In bytes: the share of the free memory; processes that torchrun started on this machine divide it."""
    return int(share * free_bytes() / int(os.environ.get("LOCAL_WORLD_SIZE", "1")))


def free_bytes() -> int:
    """What can be had without pushing anything else out, in a container at most what that has left."""
    if sys.platform == "win32":
        return _free_on_windows()
    if _MEMINFO.exists():
        return min([_available(_MEMINFO), *_left_in_container(_CGROUP)])
    if sys.platform == "darwin":
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2  # it does not say what is free
    return _SURELY_FREE_BYTES


def _available(meminfo: Path) -> int:
    for line in meminfo.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            return int(rest.split()[0]) * 1024
    return _SURELY_FREE_BYTES


def _left_in_container(cgroup: Path) -> list[int]:
    """Nothing where there is no limit. What files take in the page cache can be had."""
    try:
        most, used = (int((cgroup / name).read_text(encoding="utf-8")) for name in ("memory.max", "memory.current"))
        rows = (line.split() for line in (cgroup / "memory.stat").read_text(encoding="utf-8").splitlines())
        cached = {name: int(value) for name, value in rows}.get("inactive_file", 0)
    except (OSError, ValueError):  # no container, or "max"
        return []
    return [max(0, most - used + cached)]


def _free_on_windows() -> int:
    if sys.platform != "win32":
        return _SURELY_FREE_BYTES
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
        )

    status = Status(length=ctypes.sizeof(Status))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.free)
