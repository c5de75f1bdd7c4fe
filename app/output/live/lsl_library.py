"""liblsl, and which machines may see what it does: this one alone, unless the user asked for the local network."""

import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.output.live.libraries import library
from app.output.sink import OutputError

_THIS_MACHINE = """[ports]
IPv6 = disable
[multicast]
ResolveScope = machine
ListenAddress = 127.0.0.1
[log]
level = -3
"""
_CONFIGURATION = "LSLAPICFG"


_started_for: set[str] = set()
"""Whom liblsl was started for; it reads its configuration once in the life of a process."""


def load_lsl(local_network: bool = False) -> Any:
    """pylsl, kept to this machine unless `local_network`. Raises OutputError, also where it was started otherwise."""
    wanted = "the local network" if local_network else "this machine"
    if _started_for - {wanted}:
        raise OutputError(f"Lab Streaming Layer runs for {min(_started_for)}; start Poise again to change it.")
    if _started_for or local_network:
        pylsl = library("pylsl", "pylsl", "Lab Streaming Layer")
    else:
        pylsl = _load_for_this_machine()
    _started_for.add(wanted)
    return pylsl


def _load_for_this_machine() -> Any:
    before = os.environ.get(_CONFIGURATION)
    with tempfile.TemporaryDirectory(prefix="poise-lsl-") as folder:
        path = Path(folder) / "lsl_api.cfg"
        path.write_text(_THIS_MACHINE, encoding="ascii")
        os.environ[_CONFIGURATION] = str(path)
        try:
            pylsl = library("pylsl", "pylsl", "Lab Streaming Layer")
            pylsl.StreamInfo("configuration", "", 1, source_id="poise")  # the first one makes liblsl read the file
        finally:
            os.environ.pop(_CONFIGURATION)
            if before is not None:
                os.environ[_CONFIGURATION] = before
    return pylsl


@contextmanager
def sockets_kept_home(wanted: bool) -> Iterator[None]:
    """Bind what is opened meanwhile to the loopback device.

    ResolveScope keeps others from finding the stream, but liblsl listens at every address of the machine, and who
    knows one could read all the same. Only Linux lets us mend that; elsewhere docs/protocol.md says so.
    """
    before = _open_sockets() if wanted and sys.platform == "linux" else {}
    yield
    if wanted and sys.platform == "linux":
        for inode, descriptor in _open_sockets().items():
            if inode not in before:
                _bind_to_loopback(descriptor)


def _open_sockets() -> dict[str, int]:
    """The sockets of this process by their inode."""
    found = {}
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = str(entry.readlink())
        except OSError:  # the listing itself
            continue
        if target.startswith("socket:"):
            found[target] = int(entry.name)
    return found


def _bind_to_loopback(descriptor: int) -> None:
    with socket.socket(fileno=os.dup(descriptor)) as one:
        if one.family in (socket.AF_INET, socket.AF_INET6):
            try:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
            except OSError as error:
                raise OutputError(
                    f"Lab Streaming Layer cannot be kept to this machine ({error.strerror}); "
                    "choose another way, or allow the local network."
                ) from error


def from_lsl_clock(pylsl: Any) -> Callable[[float], float]:
    """From liblsl's clock to that of the frames, whose difference is taken once."""
    ahead_s = pylsl.local_clock() - time.perf_counter()
    return lambda at: at - ahead_s
