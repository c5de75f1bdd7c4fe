"""Threads that come and go share two heaps of the C library."""

import subprocess
import sys

import pytest

HEAPS = """
import ctypes, sys, threading
from app.system_libraries import keep_few_heaps
if sys.argv[1] == "few":
    keep_few_heaps()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
together = threading.Barrier(12)
def work():
    together.wait(20)
    libc.malloc(1000)
    together.wait(20)
threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
file = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
print(open(sys.argv[2]).read().count("<heap nr="))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="heaps of glibc")
def test_many_threads_share_two_heaps(tmp_path: object) -> None:
    def heaps(how: str) -> int:
        command = [sys.executable, "-c", HEAPS, how, f"{tmp_path}/heaps.xml"]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    if heaps("many") <= 2:
        pytest.skip("this C library shares them by itself")
    assert heaps("few") <= 2
