"""What a process frees stays with it."""

import subprocess
import sys

import pytest

KEPT = """
import ctypes, os, resource, sys
from trainer.training.kept_memory import keep_freed_memory
if sys.argv[1] == "kept":
    keep_freed_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
def used():
    place = libc.malloc(64 * 2**20)
    ctypes.memset(place, 1, 64 * 2**20)
    libc.free(ctypes.c_void_p(place))
used()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
used()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before, os.environ.get("THP_MEM_ALLOC_ENABLE", ""))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="malloc of glibc")
def test_freed_memory_is_taken_again_without_asking_the_system() -> None:
    def faults(how: str) -> tuple[int, str]:
        answer = subprocess.run([sys.executable, "-c", KEPT, how], capture_output=True, text=True, check=True).stdout
        number, _, pages = answer.strip().partition(" ")
        return int(number), pages

    if faults("given back")[0] < 1000:
        pytest.skip("this C library keeps it by itself")
    number, pages = faults("kept")
    assert number < 100
    assert pages == "1"
