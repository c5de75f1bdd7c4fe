"""The libraries of the sinks are an extra: the program starts without them and says what is missing."""

from importlib import import_module
from typing import Any

from app.output.sink import OutputError


def library(name: str, package: str, purpose: str) -> Any:
    """The module `name` of a distribution `package`; raises OutputError that says how to get it."""
    try:
        return import_module(name)
    except (ImportError, OSError, RuntimeError) as error:  # pylsl raises RuntimeError without its native library
        advice = "start `python3 run.py` once more, or `pip install '.[live]'` in an environment of your own"
        raise OutputError(
            f"{purpose} needs the package {package}, which cannot be loaded ({error}); {advice}."
        ) from error
