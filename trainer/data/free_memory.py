"""How much memory is free for pictures."""

import os
from pathlib import Path

import psutil

_CGROUP = Path("/sys/fs/cgroup")


def memory_for_pictures(share: float = 0.5) -> int:
    """In bytes: the share of the free memory; processes that torchrun started on this machine divide it."""
    return int(share * free_bytes() / int(os.environ.get("LOCAL_WORLD_SIZE", "1")))


def free_bytes() -> int:
    """What can be had without pushing anything else out, in a container at most what that has left."""
    return min([int(psutil.virtual_memory().available), *_left_in_container(_CGROUP)])


def _left_in_container(cgroup: Path) -> list[int]:
    """psutil knows nothing of it; nothing where there is no limit. What files take in the page cache can be had."""
    try:
        most, used = (int((cgroup / name).read_text(encoding="utf-8")) for name in ("memory.max", "memory.current"))
        rows = (line.split() for line in (cgroup / "memory.stat").read_text(encoding="utf-8").splitlines())
        cached = {name: int(value) for name, value in rows}.get("inactive_file", 0)
    except (OSError, ValueError):  # no container, or "max"
        return []
    return [max(0, most - used + cached)]
