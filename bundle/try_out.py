"""Tries what was built as a stranger would: in an empty home and folder, without our environment, without a network.

    python3 bundle/try_out.py folder [dist/poise]   # the program folder; .venv is hidden, the network is taken away
    python3 bundle/try_out.py wheel                 # wheel and source archive, each in an environment that is empty
    python3 bundle/try_out.py due                   # exit code 0 when the folder was last tried a day of commits ago

`folder` asks for Linux and its `unshare`; the exit code is 1 where anything failed. --note keeps in bundle/tried.json
when and with which size the folder passed; .ci/run builds and tries it again when that is a day of commits old.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / "bundle" / "tried.json"
MOST_MIB = 500
DAY_S = 24 * 3600
HIDING = "POISE_HIDDEN"

ANALYSES = [["analyze", "demo", "--every", "25", "-o", f"out{suffix}"] for suffix in (".csv", ".jsonl", ".parquet")]
TRIALS = {
    "selfcheck": ["selfcheck"],
    **{f"analyze to {words[-1].partition('.')[2]}": words for words in ANALYSES},
    "video": ["analyze", "demo", "--every", "25", "-o", "with.csv", "--video", "out.mp4"],
    "record": ["record", "--source", "demo", "-o", "recording", "--agree", "--seconds", "2"],
    "report": ["report", "recording", "-o", "report.html"],
    "stream": ["stream", "--source", "demo", "--agree", "--jsonl", "live.jsonl", "--seconds", "2"],
    "doctor": ["doctor"],
}


def all_pass(poise: Path, folder: Path) -> bool:
    """Run every command with this program in this folder, and say how each ended."""
    home = {name: str(folder / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_", "VIRTUAL_ENV"))}
    passed = True
    for name, words in TRIALS.items():
        passed &= passes(name, [str(poise), *words], folder, {**kept, **home, "QT_QPA_PLATFORM": "offscreen"})
    if shutil.which("xvfb-run"):
        window = ["xvfb-run", "-a", str(poise), "watch", "demo", "2"]
        passed &= passes("window on a screen", window, folder, {**kept, **home, "QT_QPA_PLATFORM": "xcb"})
    else:
        say("window on a screen: not tried, there is no xvfb-run")
    return passed & same_rows(folder)


def passes(name: str, command: list[str], folder: Path, environment: dict[str, str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    good = done.returncode == 0
    say(f"{name}: {'passed' if good else f'exit code {done.returncode}'} in {time.monotonic() - begun:.1f} s")
    if not good:
        say((done.stdout + done.stderr)[-3000:])
    return good


def same_rows(folder: Path) -> bool:
    """Whether the three tables are there with as many rows; Parquet by its marks at both ends alone."""
    try:
        rows = len((folder / "out.csv").read_text().splitlines()) - 1
        lines = len((folder / "out.jsonl").read_text().splitlines())
        parquet = (folder / "out.parquet").read_bytes()
    except OSError as error:
        say(f"tables: {error}")
        return False
    good = rows == lines > 0 and parquet[:4] == parquet[-4:] == b"PAR1"
    say(f"tables: {rows} rows, {lines} lines, {len(parquet)} bytes of Parquet")
    return good


def try_folder(folder: Path, note: bool) -> bool:
    if HIDING not in os.environ:
        alone = ["unshare", "--map-root-user", "--mount", "--net", sys.executable, __file__]
        more = ["--note"] if note else []
        hidden = {**os.environ, HIDING: "1"}
        return subprocess.run([*alone, "folder", str(folder), *more], env=hidden, check=False).returncode == 0
    if (ROOT / ".venv").is_dir():
        subprocess.run(["mount", "-t", "tmpfs", "none", str(ROOT / ".venv")], check=True)
    size_mib = int(subprocess.run(["du", "-sm", str(folder)], stdout=subprocess.PIPE, check=True).stdout.split()[0])
    say(f"size: {size_mib} MiB, {MOST_MIB} at most")
    with tempfile.TemporaryDirectory() as empty:
        passed = all_pass(folder.resolve() / "poise", Path(empty)) and size_mib <= MOST_MIB
    if passed and note:
        NOTE.write_text(json.dumps({"tried": datetime.now(UTC).isoformat(timespec="seconds"), "mib": size_mib}) + "\n")
    return passed


def try_wheel() -> bool:
    """Build both, install each with its packages at the pins, and try the program that is then there."""
    passed = True
    with tempfile.TemporaryDirectory() as place:
        build = [sys.executable, "-m", "hatchling", "build", "-d", place]
        subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for built in sorted(path for path in Path(place).iterdir() if path.name.startswith("poise-")):
            environment, empty = Path(place) / "environment", Path(place) / f"tried-{built.name}"
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True)
            empty.mkdir()
            python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
            add = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "-c", str(ROOT / "constraints.txt")]
            subprocess.run([*add, f"{built}[cpu,live]"], check=True, cwd=place)
            say(f"{built.name}, {built.stat().st_size / 1e6:.1f} MB:")
            passed &= all_pass(python.parent / "poise", empty)
    return passed


def due() -> bool:
    """Whether the last commit is a day younger than the last folder that passed."""
    last = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    try:
        tried = datetime.fromisoformat(json.loads(NOTE.read_text())["tried"]).timestamp()
    except (OSError, ValueError, KeyError):
        return True
    return int(last) - tried > DAY_S


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    what, *more = [word for word in words if word != "--note"] or ["--help"]
    if what == "folder":
        return 0 if try_folder(Path(more[0] if more else ROOT / "dist" / "poise"), "--note" in words) else 1
    if what == "wheel":
        return 0 if try_wheel() else 1
    if what == "due":
        return 0 if due() else 1
    say(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
