"""What the program runs on: processor, system, Python, packages, memory."""

import importlib.metadata
import os
import platform
from dataclasses import dataclass

import psutil

from app.processor import processor_name

PACKAGES = (
    "poise",
    "mediapipe",
    "opencv-contrib-python",
    "onnxruntime",
    "onnxruntime-gpu",
    "PySide6-Essentials",
    "numpy",
    "pyqtgraph",
    "pyarrow",
    "websockets",
    "pylsl",
    "python-osc",
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
        cpu=processor_name(),
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


def resident_mib() -> float:
    """Memory of this process that is in RAM now."""
    return float(psutil.Process().memory_info().rss) / 2**20
