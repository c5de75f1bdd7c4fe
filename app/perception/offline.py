"""Keeps the libraries under the perception from calling home, and from needless work at their start."""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

NOWHERE = "http://127.0.0.1:9"
"""A proxy that nobody serves: port 9 of this machine."""


def keep_libraries_offline() -> None:
    """Switch off what MediaPipe and ONNX Runtime send to their makers; call it before either is imported.

    ONNX Runtime 1.31 keeps a device id in the user's cache and uploads usage events, MediaPipe 1.2 uploads its own to
    play.googleapis.com (google-ai-edge/mediapipe#6291). The first has a switch. The second has none, but goes through
    the HTTPS proxy of the environment, so this process gets one that leads nowhere. FFmpeg, which reads our stream
    addresses, heeds `http_proxy` only and is not touched.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    for name in ("https_proxy", "HTTPS_PROXY"):
        os.environ[name] = NOWHERE
    for name in ("no_proxy", "NO_PROXY"):  # they would lead past the proxy
        os.environ.pop(name, None)


def import_onnxruntime() -> ModuleType:
    """ONNX Runtime, kept offline. Raises ImportError."""
    keep_libraries_offline()
    return importlib.import_module("onnxruntime")


def mediapipe_options(model: Path) -> Any:
    """MediaPipe's BaseOptions for a model file, kept offline; takes a second at the first call, for the import."""
    keep_libraries_offline()
    with _without_plots_and_sound():
        from mediapipe.tasks.python import BaseOptions

    class OfflineOptions(BaseOptions):  # type: ignore[misc]  # mediapipe ships no types
        """Names no certificates, so that no server can be trusted and nothing is sent even past the proxy."""

        def to_ctypes(self) -> Any:
            options = super().to_ctypes()
            options.ca_bundle_path = os.devnull.encode()
            return options

    return OfflineOptions(model_asset_path=str(model))


@contextmanager
def _without_plots_and_sound() -> Iterator[None]:
    """Let MediaPipe be imported without two libraries that it never uses here.

    matplotlib would write a cache of all fonts into the user's home, and sounddevice would run the compiler and the
    linker in search of a library for microphones. Whoever imports them afterwards gets the real ones.
    """
    plots, pyplot = ModuleType("matplotlib"), ModuleType("matplotlib.pyplot")
    plots.__dict__["pyplot"] = pyplot
    empty: dict[str, Any] = {"matplotlib": plots, "matplotlib.pyplot": pyplot, "sounddevice": None}
    put = {name: module for name, module in empty.items() if name not in sys.modules}
    sys.modules.update(put)
    try:
        yield
    finally:
        for name in put:
            sys.modules.pop(name, None)
