"""Keeps ONNX Runtime from calling home: nothing may leave this device."""

import importlib
import os
from types import ModuleType


def import_onnxruntime() -> ModuleType:
    """ONNX Runtime, kept offline. Raises ImportError.

    Version 1.31 keeps a device id in the user's cache and uploads usage events; it has a switch, read at the import.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    return importlib.import_module("onnxruntime")
