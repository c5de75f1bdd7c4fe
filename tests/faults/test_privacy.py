"""What docs/privacy.md says of connections and files, against what the system sees of the running programs."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import pytest

from tests.faults.conftest import LONG
from tests.unit.app.recording.made import row, table

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
GUARDED = Path(__file__).parent / "guarded_poise.py"
PROGRAMS = {
    "window": ["watch", "demo", "1"],
    "analyze": ["analyze", "people.png", "-o", "out.csv"],
    "bench": ["bench", "--json"],
    "record": ["record", "--source", "demo", "-o", "out", "--agree", "--seconds", "1"],
    "stream": ["stream", "--source", "demo", "--agree", "--jsonl", "out.jsonl", "--seconds", "1"],
    "report": ["report", "session.csv", "-o", "out.html"],
}
only_long = pytest.mark.skipif(not LONG, reason="takes minutes: POISE_FAULTS_LONG=1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a program runs: with one picture of the demo clip, in which there is a face, and a small table."""
    clip = cv2.VideoCapture(str(ROOT / "assets" / "demo.mp4"))
    for _ in range(60):
        found, pixels = clip.read()
        assert found
    clip.release()
    (tmp_path / "people.png").write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
    table(tmp_path / "session.csv", [row(0.0), row(0.1)])
    return tmp_path


CALLS = "connect,bind,sendto,openat,open,creat,rename,renameat,renameat2,mkdir,mkdirat,execve,unlink"
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|^\d+ +(creat|rename|mkdir)")
NOWHERE = 'htons(9), sin_addr=inet_addr("127.0.0.1")'  # the proxy that leads nowhere
HARMLESS = ("/dev/null", "/dev/shm/", "/dev/video", "/dev/dri", "/proc/self/")


def environment(folder: Path) -> dict[str, str]:
    """A home that shows what is written into it."""
    places = {name: str(folder / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    more = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **places, **more}


def seen_by_strace(program: list[str], folder: Path) -> list[str]:
    """The calls of a program and all that it starts, as strace writes them; those that failed are left out."""
    log = folder / "calls.log"
    command = ["strace", "-f", "-qq", "-e", f"trace={CALLS}", "-o", str(log), sys.executable, "-m", "app", *program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment(folder))
    if "ptrace" in done.stderr or "PTRACE" in done.stderr:
        pytest.skip("no program may be watched here")
    assert done.returncode == 0, done.stderr
    return [line for line in log.read_text(errors="replace").splitlines() if "= -1 " not in line]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("name", ["window", "analyze"])
def test_no_connection_no_other_program_and_no_file_but_the_output(name: str, folder: Path) -> None:
    calls = seen_by_strace(PROGRAMS[name], folder)
    asked = [line for line in calls if re.search(r"^\d+ +(connect|bind|sendto)\(", line)]
    assert [line for line in asked if NOWHERE not in line] == []
    assert len([line for line in calls if "execve(" in line]) == 1  # the program itself
    written = [line for line in calls if WRITES.search(line) and not any(place in line for place in HARMLESS)]
    beside = [line for line in written if f'"{folder}/out' not in line and '"out' not in line]
    assert beside == []
    assert [path for path in (folder / "home").rglob("*") if path.is_file()] == []


_NAMESPACE = ("unshare", "--map-root-user", "--net")


def namespaces_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "name", ["window", "analyze", "record", "stream", "report", pytest.param("bench", marks=only_long)]
)
def test_without_any_network_and_under_guard_all_works_as_with_one(name: str, folder: Path) -> None:
    log = folder / "guard.log"
    apart = _NAMESPACE if namespaces_work() else ()
    command = [*apart, sys.executable, str(GUARDED), str(log), *PROGRAMS[name]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment(folder))
    assert done.returncode == 0, done.stderr
    seen = [line for line in log.read_text().splitlines() if not any(place in line for place in HARMLESS)]
    beside = [line for line in seen if f"'{folder}/out" not in line and "'out" not in line]
    if name == "bench":  # measures fresh programs, which are Poise again, and clips that it makes; names the processor
        its_own = (sys.executable, tempfile.gettempdir(), "'uname'")
        beside = [line for line in beside if not any(place in line for place in its_own)]
    assert beside == []
    if name == "analyze":
        assert len((folder / "out.csv").read_text().splitlines()) == 2  # the header and a face
    written = [path for path in folder.rglob("*") if path.name.startswith("out") or folder / "out" in path.parents]
    assert written or name in ("window", "bench")
    assert {path.stat().st_mode & 0o077 for path in written} <= {0}  # for their owner alone


def test_every_place_that_is_written_is_named() -> None:
    named = re.findall(r"^\| (.+?) \| .*?`(.+?)`", PAGE, re.MULTILINE)
    assert {"settings", "settings that could not be read", "snapshots", "tables", "videos"} <= {
        what for what, _ in named
    }
