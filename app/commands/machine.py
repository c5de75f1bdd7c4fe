"""What the program runs on: processor, system, Python, packages, memory."""

import ctypes
import importlib.metadata
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGES = (
    "poise",
    "opencv-contrib-python",
    "onnxruntime",
    "onnxruntime-gpu",
    "PySide6-Essentials",
    "numpy",
    "pyqtgraph",
    "pyarrow",
)


@dataclass(frozen=True, slots=True)
class Machine:
    """`packages` maps a distribution to its version; those that are not installed are left out."""

    cpu: str
    cores: int
    system: str
    python: str
    packages: dict[str, str]


def this_machine() -> Machine:
    return Machine(
        cpu=_cpu_name(),
        cores=os.cpu_count() or 1,
        system=platform.platform(),
        python=platform.python_version(),
        packages={name: found for name in PACKAGES if (found := version_of(name))},
    )


def version_of(distribution: str) -> str:
    """The installed version, "" where it is not installed."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def resident_mib() -> float | None:
    """Memory of this process that is in RAM now (macOS: at its highest); None where the system does not say."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return _windows_resident_mib() if sys.platform == "win32" else None


def _cpu_name() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _windows_resident_mib() -> float | None:
    class Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = [
            ("cb", ctypes.c_uint32),
            ("PageFaultCount", ctypes.c_uint32),
            *(
                (name, ctypes.c_size_t)
                for name in ("PeakWorkingSetSize", "WorkingSetSize", "a", "b", "c", "d", "e", "f")
            ),
        ]

    counters = Counters(cb=ctypes.sizeof(Counters))
    process = ctypes.c_void_p(ctypes.windll.kernel32.GetCurrentProcess())  # type: ignore[attr-defined]
    asked = ctypes.windll.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)  # type: ignore[attr-defined]
    return counters.WorkingSetSize / 2**20 if asked else None
