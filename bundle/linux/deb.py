"""Makes a Debian package of the program folder: python3 bundle/linux/deb.py [dist/poise] leaves dist/poise_*.deb.

It holds the folder under /opt, the command `poise`, an entry in the menu of programs with its icon, and names the
libraries of the system that Qt and MediaPipe ask for.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.system_libraries import LIBRARIES, SCREEN_LIBRARIES  # noqa: E402  # after the path to it

CONTROL = """\
Package: poise
Version: {version}
Architecture: {architecture}
Maintainer: The authors of Poise <poise@localhost>
Installed-Size: {kibibytes}
Depends: {packages}
Section: science
Priority: optional
Description: emotion, head pose and gender on every face of a webcam picture
 Poise shows what the network reads of every face, live, on this computer alone.
 The numbers are estimates; privacy.md of the project says for what not to use them.
"""


def packages() -> str:
    """What the package asks for, as Debian names it; libglib2.0-0 and its like have a newer name since 64-bit times."""
    named = sorted({*(LIBRARIES + SCREEN_LIBRARIES).split()[1::2], "libc6"})
    return ", ".join(f"{name} | {name}t64" if name == "libglib2.0-0" else name for name in named)


def lay_out(folder: Path, place: Path) -> None:
    """The files of the package, where they will lie."""
    shutil.copytree(folder, place / "opt" / "poise", symlinks=True)
    command = place / "usr" / "bin" / "poise"
    command.parent.mkdir(parents=True)
    command.symlink_to("/opt/poise/poise")
    for source, target in (
        ("bundle/linux/poise.desktop", "usr/share/applications/poise.desktop"),
        ("bundle/poise.svg", "usr/share/icons/hicolor/scalable/apps/poise.svg"),
        ("LICENSE", "usr/share/doc/poise/copyright"),
    ):
        (place / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, place / target)


def make(folder: Path) -> Path:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    architecture = said(["dpkg", "--print-architecture"]).strip()
    with tempfile.TemporaryDirectory() as made:
        place = Path(made) / "poise"
        place.mkdir(mode=0o755)
        lay_out(folder, place)
        kibibytes = re.match(r"\d+", said(["du", "-sk", str(place)]))
        fields = {"version": version, "architecture": architecture, "packages": packages()}
        (place / "DEBIAN").mkdir(mode=0o755)
        control = CONTROL.format(**fields, kibibytes=kibibytes[0] if kibibytes else "0")
        (place / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        package = ROOT / "dist" / f"poise_{version}_{architecture}.deb"
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(place), str(package)], check=True
        )
    return package


def said(command: list[str]) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


if __name__ == "__main__":
    sys.stdout.write(f"{make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / 'dist' / 'poise')}\n")
