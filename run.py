"""Start Poise: the first run makes .venv and installs what the task needs, later runs start at once."""

import ctypes
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

if sys.version_info < (3, 11):
    sys.exit("Poise needs Python 3.11 or newer, this is %d.%d: start run.py with a newer one." % sys.version_info[:2])

from app import system_libraries
from installation import GPU_DOWNLOAD, PINS, InstallationError, Place, run_step, say, steps_of

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "poise-install.json"

USAGE = f"""\
python3 run.py [task] [--gpu | --cpu] [-- arguments for the program]

Tasks:
  app              open the window (the default)
  test             install what the tests need and run all of them
  lint             ruff, mypy and the import contracts
  bench            measure speed, latency and memory of this machine
  train ...        poise-train: prepare, train, evaluate, export
  bundle           build a program folder with PyInstaller
  system-packages  print the command that installs missing system libraries (Debian)

Options:
  --gpu            install the CUDA build of ONNX Runtime in place of the CPU one ({GPU_DOWNLOAD} to download)
  --cpu            go back to the CPU build
"""


class Task(NamedTuple):
    """What a task needs beside the app itself, and what it starts."""

    extras: "tuple[str, ...]"
    command: "tuple[str, ...]"  # the first word is a command in .venv
    needs_screen: bool = False  # and the libraries for a window on it


TASKS = {
    "app": Task((), ("poise",), needs_screen=True),
    "bench": Task((), ("poise", "bench")),
    "bundle": Task(("bundle",), ("pyinstaller", "--noconfirm", "pyinstaller.spec")),
    "lint": Task(("train", "test"), ()),
    "test": Task(("train", "test"), ("pytest",)),
    "train": Task(("train",), ("poise-train",)),
}
ALWAYS = ("live",)  # what sends results to other programs; the app starts without it and says what is missing
IN_SOURCE_TREE = ("bundle", "lint", "test")  # the others keep the caller's folder, so that paths mean what they say
LINTERS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))


class Order(NamedTuple):
    task: str
    runtime: "str | None"
    arguments: "tuple[str, ...]"


def parse(words: "list[str]") -> Order:
    """The task and our options come first; what follows them, or `--`, belongs to the program."""
    task, runtime, rest = None, None, list(words)
    while rest and rest[0] != "--":
        if rest[0] in ("--gpu", "--cpu"):
            runtime = rest.pop(0)[2:]
        elif task is None and rest[0] in (*TASKS, "system-packages", "--help", "-h"):
            task = rest.pop(0)
        else:
            break
    if rest and rest[0] != "--" and task in (None, "app"):
        raise InstallationError(f"{rest[0]!r} is no task of run.py; arguments for the program go after --.\n\n{USAGE}")
    return Order(task or "app", runtime, tuple(rest[1:] if rest[:1] == ["--"] else rest))


def check_system(needs_screen: bool) -> None:
    """Look first: Qt would name only the plugin it could not load ("xcb"), not the library behind it."""
    screen_is_xcb = os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb")
    missing = system_libraries.missing(needs_screen and screen_is_xcb)
    if missing:
        line = system_libraries.install_line(missing.values())
        raise InstallationError(f"This system lacks {', '.join(missing)}; on Debian and Ubuntu install them:\n  {line}")


def nvidia_answers() -> bool:
    try:
        driver = ctypes.CDLL("nvcuda.dll" if os.name == "nt" else "libcuda.so.1")
    except OSError:
        return False
    return bool(driver.cuInit(0) == 0)


def pins() -> str:
    """A digest of everything that decides what is installed."""
    import tomllib  # new in Python 3.11, and an older one must come as far as the sentence above

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = json.dumps([project["build-system"], project["project"], project["tool"]["hatch"]], sort_keys=True)
    parts = (asked, (ROOT / PINS).read_text(encoding="utf-8"), str(PYTHON.resolve()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Stamp(NamedTuple):
    """What .venv holds; `pins` is empty while an installation is under way or was broken off."""

    pins: str = ""
    extras: "tuple[str, ...]" = ()
    folder: str = ""

    def write(self) -> None:
        STAMP.write_text(json.dumps(self._asdict()), encoding="utf-8")


def read_stamp() -> Stamp:
    try:
        kept = json.loads(STAMP.read_text(encoding="utf-8"))
        return Stamp(str(kept["pins"]), tuple(kept["extras"]), str(kept["folder"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Stamp()


def environment_works(stamp: Stamp) -> bool:
    """False for no environment, a half-made one, one whose Python is gone, and one that was moved."""
    probe = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    stayed = stamp.folder in ("", str(VENV))
    return stayed and PYTHON.exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0


def prepare(order: Order) -> str:
    """Bring .venv to what the task needs; gives "cpu" or "gpu", which is asked once and then remembered."""
    stamp = read_stamp()
    runtime = order.runtime or ("gpu" if "gpu" in stamp.extras else "cpu")
    needed = {runtime, *ALWAYS, *TASKS[order.task].extras}
    if PYTHON.exists() and stamp.pins == pins() and stamp.folder == str(VENV) and needed <= set(stamp.extras):
        return runtime
    works = environment_works(stamp)
    kept = set(stamp.extras) - {"cpu", "gpu"} if works else set()
    extras = tuple(sorted(needed | kept))
    if works:
        Stamp("", extras, str(VENV)).write()
    elif not system_libraries.can_make_environments():
        line = system_libraries.install_line(["python3-venv"])
        raise InstallationError(
            f"This Python cannot make environments; on Debian and Ubuntu install python3-venv:\n  {line}"
        )
    place = Place(ROOT, VENV, PYTHON)
    place.log.write_bytes(b"")
    steps = steps_of(place, extras, runtime, works)
    for number, (title, command) in enumerate(steps, start=1):
        run_step(place, f"Installing {number} of {len(steps)}: {title}", command())
    Stamp(pins(), extras, str(VENV)).write()
    return runtime


def start(command: "list[str]", folder: Path) -> int:
    """Become the program; on Windows, where exec leaves the terminal behind, wait for it instead."""
    os.chdir(folder)
    if os.name != "nt":
        os.execv(command[0], command)
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


def lint() -> int:
    """Run every linter, also after one has complained."""
    codes = [subprocess.call([str(SCRIPTS / name), *words], cwd=ROOT) for name, *words in LINTERS]
    return 1 if any(codes) else 0


def run(words: "list[str]") -> int:
    order = parse(words)
    if order.task in ("--help", "-h"):
        print(USAGE)
        return 0
    if order.task == "system-packages":
        print(system_libraries.everything_line(needs_venv=not PYTHON.exists()))
        return 0
    task = TASKS[order.task]
    opens_window = task.needs_screen and all(word.startswith("-") for word in order.arguments[:1])
    check_system(opens_window)  # `-- analyze ...` and its like need no screen
    runtime = prepare(order)
    if runtime == "cpu" and task.command[:1] == ("poise",) and nvidia_answers():
        say(f"An NVIDIA driver answers: python3 run.py --gpu installs the CUDA build ({GPU_DOWNLOAD} to download).")
    if order.task == "lint":
        return lint()
    name, *own = task.command
    folder = ROOT if order.task in IN_SOURCE_TREE else Path.cwd()
    return start([str(SCRIPTS / name), *own, *order.arguments], folder)


def main() -> None:
    try:
        sys.exit(run(sys.argv[1:]))
    except (InstallationError, OSError) as problem:
        say(str(problem))
        sys.exit(2)
    except KeyboardInterrupt:
        say("\nInterrupted; start again to go on.")
        sys.exit(130)


if __name__ == "__main__":
    main()
