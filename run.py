"""Start Poise: the first run makes .venv and installs what the task needs, later runs start at once."""

import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

if sys.version_info < (3, 11):
    sys.exit("Poise needs Python 3.11 or newer, this is %d.%d: start run.py with a newer one." % sys.version_info[:2])

from app import system_libraries

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "poise-install.json"
LOG = ROOT / "install.log"
GPU_DOWNLOAD = "about 1.5 GB"
OTHER_RUNTIME = {"cpu": "onnxruntime-gpu", "gpu": "onnxruntime"}

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

# What pip writes into its log, and what a person should read instead; the first that matches counts.
FAILURES = (
    (r"No space left|Errno 28|not enough space", "The disk is full: free about 3 GB and start again."),
    (
        r"NameResolution|Failed to establish a new connection|Network is unreachable|Temporary failure in name"
        r"|getaddrinfo|timed out|ConnectionReset|ProxyError|IncompleteRead|RemoteDisconnected|SSLError",
        "The packages could not be fetched: check the network and start again, it goes on where it stopped.",
    ),
    (r"Permission denied|Access is denied", "This folder cannot be written: move it to your own and start again."),
)


class RunError(Exception):
    """A sentence for the user that says what to do."""


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
        raise RunError(f"{rest[0]!r} is no task of run.py; arguments for the program go after --.\n\n{USAGE}")
    return Order(task or "app", runtime, tuple(rest[1:] if rest[:1] == ["--"] else rest))


def check_system(needs_screen: bool) -> None:
    """Look first: Qt would name only the plugin it could not load ("xcb"), not the library behind it."""
    screen_is_xcb = os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb")
    missing = system_libraries.missing(needs_screen and screen_is_xcb)
    if missing:
        line = system_libraries.install_line(missing.values())
        raise RunError(f"This system lacks {', '.join(missing)}; on Debian and Ubuntu install them:\n  {line}")


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
    parts = (asked, (ROOT / "constraints.txt").read_text(encoding="utf-8"), str(PYTHON.resolve()))
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
        raise RunError(f"This Python cannot make environments; on Debian and Ubuntu install python3-venv:\n  {line}")
    LOG.write_bytes(b"")
    steps = installation(extras, runtime, works)
    for number, (title, command) in enumerate(steps, start=1):
        run_step(f"Installing {number} of {len(steps)}: {title}", command)
    Stamp(pins(), extras, str(VENV)).write()
    return runtime


def installation(extras: "tuple[str, ...]", runtime: str, works: bool) -> "list[tuple[str, list[str]]]":
    """The steps still to do, each a title and a command line."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    add = [*pip, "install", "--progress-bar=off", "-c", "constraints.txt"]
    first = ("the environment .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    if works:  # CPU and CUDA builds share one folder, so the other one goes before this one comes
        first = ("tidying up", [*pip, "uninstall", "--yes", OTHER_RUNTIME[runtime]])
    size = GPU_DOWNLOAD if runtime == "gpu" else "some minutes at the first time"
    return [
        first,
        ("the build tools", [*add, "hatchling", "editables"]),
        (f"Poise and its packages ({size})", [*add, "--no-build-isolation", "-e", f".[{','.join(extras)}]"]),
    ]


def run_step(label: str, command: "list[str]") -> None:
    """Run one step with its output in the log and one line of progress on the screen."""
    live = sys.stderr.isatty()
    started = time.monotonic()
    if not live:
        say(label + " ...")
    with LOG.open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            while process.poll() is None:
                time.sleep(0.2)
                if live:
                    overwrite(
                        f"{label} ... {time.monotonic() - started:.0f} s {activity(LOG.read_text(errors='replace'))}"
                    )
        finally:
            process.kill()
            process.wait()
    done = f"{label} ... {time.monotonic() - started:.0f} s"
    if live:
        overwrite(done)
    say("" if live else done)
    if process.returncode != 0:
        raise RunError(failure(LOG.read_text(errors="replace")))


def overwrite(line: str) -> None:
    width = shutil.get_terminal_size().columns - 1
    say("\r" + line[:width].ljust(width), end="")


def activity(log: str) -> str:
    """What pip is at, in a few words."""
    for line in reversed(log.splitlines()):
        words = line.split()
        if words[:1] == ["Downloading"]:
            return "downloading " + " ".join([words[1].rsplit("/", 1)[-1].split("-")[0], *words[2:4]])
        if words[:2] == ["Installing", "collected"]:
            return "unpacking"
    return ""


def failure(log: str) -> str:
    """What went wrong in one sentence, from what pip said."""
    for pattern, sentence in FAILURES:
        if re.search(pattern, log):
            return f"{sentence} ({LOG} has the details.)"
    errors = [line.strip() for line in log.splitlines() if "error" in line.lower()] or ["unknown error"]
    return f"The installation failed; {LOG} says why: {errors[-1]}"


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


def say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)


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
    except (RunError, OSError) as problem:
        say(str(problem))
        sys.exit(2)
    except KeyboardInterrupt:
        say("\nInterrupted; start again to go on.")
        sys.exit(130)


if __name__ == "__main__":
    main()
