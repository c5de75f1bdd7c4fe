"""What run.py installs: commands of pip's one after the other, with their progress and what is said of a failure."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

GPU_DOWNLOAD = "about 1.5 GB"
OTHER_RUNTIME = {"cpu": "onnxruntime-gpu", "gpu": "onnxruntime"}

PINS = "hashes.txt"
"""Every package with the digests of its files, for every system; made of constraints.txt by bundle/hashes.py."""

# What pip writes into its log, and what a person should read instead; the first that matches counts.
FAILURES = (
    (r"No space left|Errno 28|not enough space", "The disk is full: free about 3 GB and start again."),
    (
        r"DO NOT MATCH THE HASHES",
        "A package is not the one that Poise was made with, so nothing of it was installed: start again, and if it "
        "happens again, trust the place that it comes from no longer.",
    ),
    (
        r"NameResolution|Failed to establish a new connection|Network is unreachable|Temporary failure in name"
        r"|getaddrinfo|timed out|ConnectionReset|ProxyError|IncompleteRead|RemoteDisconnected|SSLError",
        "The packages could not be fetched: check the network and start again, it goes on where it stopped.",
    ),
    (r"Permission denied|Access is denied", "This folder cannot be written: move it to your own and start again."),
)


CPU_BUILD = "+cpu"

Step = tuple[str, Callable[[], "list[str]"]]
"""A title, and what gives the command line when it is the step's turn."""


class InstallationError(Exception):
    """A sentence for the user that says what to do."""


class Place(NamedTuple):
    """Where Poise lies, and the environment in it."""

    root: Path
    venv: Path
    python: Path

    @property
    def log(self) -> Path:
        return self.root / "install.log"


def steps_of(place: Place, extras: "tuple[str, ...]", runtime: str, works: bool) -> "list[Step]":
    """The steps still to do, in this order."""
    pip = [str(place.python), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    add = [*pip, "install", "--progress-bar=off"]
    first = ("the environment .venv", [sys.executable, "-m", "venv", "--clear", str(place.venv)])
    if works:  # CPU and CUDA builds share one folder, so the other one goes before this one comes
        first = ("tidying up", [*pip, "uninstall", "--yes", OTHER_RUNTIME[runtime]])
    size = GPU_DOWNLOAD if runtime == "gpu" else "some minutes at the first time"

    def packages() -> "list[str]":
        return [*add, "--require-hashes", "-c", str(pins_here(place, extras)), *packages_of(place.root, extras)]

    return [
        (first[0], lambda: first[1]),
        ("pip itself", lambda: [*add, "--require-hashes", "-r", str(pip_pin(place.root))]),
        (f"the packages that Poise needs ({size})", packages),
        ("Poise", lambda: [*add, "--no-deps", "--no-build-isolation", "-e", "."]),
    ]


def pins_here(place: Place, extras: "tuple[str, ...]") -> Path:
    """The pins with one build of torch: for whoever trains the small one for the CPU alone, where this pip knows it.

    Of two builds of one version pip would take the one whose digest the index names, which is the large one.
    """
    blocks = re.split(r"^(?=\w)", (place.root / PINS).read_text(encoding="utf-8"), flags=re.MULTILINE)
    small = next(block.split()[0] for block in blocks if CPU_BUILD in block)
    name, _, version = small.partition("==")
    known = "train" in extras and version in versions_of(place.python, name)
    left_out = small.replace(CPU_BUILD, "") if known else small
    file = place.root / "build" / PINS
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(block for block in blocks if block.split()[0] != left_out), encoding="utf-8")
    return file


def versions_of(python: Path, name: str) -> "list[str]":
    """Those that pip could install."""
    asked = [str(python), "-m", "pip", "index", "versions", name]
    said = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False).stdout
    return re.findall(r"[^\s,]+", said.partition("Available versions:")[2])


def packages_of(root: Path, extras: "tuple[str, ...]") -> "list[str]":
    """What is asked for, with its ranges: by the app, by these extras, and to build it."""
    import tomllib  # new in Python 3.11, and an older one must come as far as run.py's sentence

    described = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    optional = described["project"]["optional-dependencies"]
    asked = [described["project"]["dependencies"], *(optional[extra] for extra in extras)]
    return [text for part in (*asked, described["build-system"]["requires"], ["editables"]) for text in part]


def pip_pin(root: Path) -> Path:
    """A file with pip's own lines: the pip that Python brings checks hashes only of what such a file names."""
    lines = (root / PINS).read_text(encoding="utf-8")
    found = re.search(r"^pip==(?:.*\\\n)*.*", lines, re.MULTILINE)
    file = root / "build" / "pip.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text((found[0] if found else "pip") + "\n", encoding="utf-8")
    return file


def run_step(place: Place, label: str, command: "list[str]") -> None:
    """Run one step with its output in the log and one line of progress on the screen."""
    live = sys.stderr.isatty()
    started = time.monotonic()
    if not live:
        say(label + " ...")
    with place.log.open("ab") as log:
        process = subprocess.Popen(command, cwd=place.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            while process.poll() is None:
                time.sleep(0.2)
                if live:
                    doing = activity(place.log.read_text(errors="replace"))
                    overwrite(f"{label} ... {time.monotonic() - started:.0f} s {doing}")
        finally:
            process.kill()
            process.wait()
    done = f"{label} ... {time.monotonic() - started:.0f} s"
    if live:
        overwrite(done)
    say("" if live else done)
    if process.returncode != 0:
        raise InstallationError(failure(place.log))


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


def failure(log: Path) -> str:
    """What went wrong in one sentence, from what pip said."""
    said = log.read_text(errors="replace")
    for pattern, sentence in FAILURES:
        if re.search(pattern, said):
            return f"{sentence} ({log} has the details.)"
    errors = [line.strip() for line in said.splitlines() if "error" in line.lower()] or ["unknown error"]
    return f"The installation failed; {log} says why: {errors[-1]}"


def say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)
