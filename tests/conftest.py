"""What holds for every test: a home and settings of its own, no screen, few threads, and none left alive."""

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.perception.offline import keep_libraries_offline

ABANDONED = "poise-abandoned"
"""Begins the name of a thread that blocks in a camera driver and was given up; no other thread may outlive its test."""

_PATIENCE_S = 3.0

# Before any import of Qt, OpenCV or ONNX Runtime: no screen, and no pool of threads that fights for the cores.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # two wait for each other wherever something else runs too
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
keep_libraries_offline()
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so a shell starts what it runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _caches() -> Iterator[None]:
    """Caches of libraries, made once for all tests: each test has a home of its own and would make them anew."""
    folder = tempfile.mkdtemp(prefix="poise-test-caches-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", folder)
        patch.setenv("MPLCONFIGDIR", folder)
        yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _own_home(_caches: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings or pictures of the person who runs it."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.delenv("XDG_PICTURES_DIR", raising=False)


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.perf_counter() + _PATIENCE_S
    for thread in _started_since(before):
        thread.join(max(0.0, deadline - time.perf_counter()))
    left = _started_since(before)
    assert not left, f"threads left alive: {', '.join(thread.name for thread in left)}"


def _started_since(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads of ours; those that Python only noticed (a native callback) have no end that it knows of."""
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and not isinstance(thread, threading._DummyThread)
        and not thread.name.startswith(ABANDONED)
    ]
