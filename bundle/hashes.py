"""Makes hashes.txt: every package that pyproject.toml and constraints.txt come to, on every system, with its digests.

    pip install uv
    python bundle/hashes.py

uv asks the package index for the digests of all files of a release, so that one machine can speak for the others; it
installs nothing. A package that constraints.txt does not pin yet is named at the end: pin it there.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HASHES, PINS = ROOT / "hashes.txt", ROOT / "constraints.txt"
BESIDE = ("pip", "editables", "opencv-python-headless")
"""What run.py and pyinstaller.spec install beside what pyproject.toml asks for."""

ELSEWHERE = {"torch==2.13.0+cpu": ["6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"]}
"""The build for the CPU alone, which torch's makers publish in a place of their own: Linux, x86-64, Python 3.11.
installation.py takes it where pip knows it, and else the one of the index."""

HEAD = """\
# Made by bundle/hashes.py of pyproject.toml and constraints.txt; not to be edited. Whatever run.py installs is refused
# where its digest does not stand here.
"""


def resolved() -> str:
    """All packages with their digests, as pip reads them."""
    uv = ["uv", "pip", "compile", "--universal", "--generate-hashes", "--no-config", "--quiet", "--no-header"]
    wanted = ["--no-annotate", "--python-version", "3.11", "--all-extras", "-c", str(PINS), "pyproject.toml", "-"]
    beside = "\n".join(BESIDE) + "\n" + "\n".join(build_requirements())
    done = subprocess.run([*uv, *wanted], cwd=ROOT, input=beside, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def build_requirements() -> list[str]:
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(described["build-system"]["requires"])


def with_builds_from_elsewhere(text: str) -> str:
    for pin, digests in ELSEWHERE.items():
        head = f"{pin.partition('+')[0]} \\\n"
        block = " \\\n".join([pin, *(f"    --hash=sha256:{digest}" for digest in digests)]) + "\n"
        text = text.replace(head, block + head)
    return text


def main() -> int:
    text = with_builds_from_elsewhere(resolved())
    HASHES.write_text(HEAD + text, encoding="utf-8")
    pinned = set(re.findall(r"^\S+==\S+$", PINS.read_text(encoding="utf-8"), re.MULTILINE))
    unpinned = sorted(set(re.findall(r"^\S+==\S+", text, re.MULTILINE)) - pinned - set(ELSEWHERE))
    told = ["pin these in constraints.txt, too:", *unpinned] if unpinned else ["all is pinned"]
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if unpinned else 0


if __name__ == "__main__":
    sys.exit(main())
