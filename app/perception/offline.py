"""Keeps the libraries under the perception from calling home: nothing may leave this device."""

import importlib
import logging
import os
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
    # MediaPipe imports matplotlib, which talks of its caches where the home folder is new or read-only.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from mediapipe.tasks.python import BaseOptions

    class OfflineOptions(BaseOptions):  # type: ignore[misc]  # mediapipe ships no types
        """Names no certificates, so that no server can be trusted and nothing is sent even past the proxy."""

        def to_ctypes(self) -> Any:
            options = super().to_ctypes()
            options.ca_bundle_path = os.devnull.encode()
            return options

    return OfflineOptions(model_asset_path=str(model))
