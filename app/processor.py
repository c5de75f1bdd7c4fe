"""The name of this machine's processor, which neither Python nor psutil tells."""

import platform
from pathlib import Path


def processor_name() -> str:
    """As the system calls it; its architecture where there is no better name."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
