"""A folder that cannot be written to, for root neither: what cannot be deleted is said, and all of it stays."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_NAMESPACE = ("unshare", "--map-root-user", "--mount", "sh", "-c")
READ_ONLY = "mount -t tmpfs -o size=1m none {0} && {1} && mount -o remount,ro {0} && {2} -c '{3}' {0}; ls -R {0} >&2"
FORGET = """
import sys
from pathlib import Path
from app.forgetting import forget, traces
from app.paths import Places
disk = Path(sys.argv[1])
places = Places(disk / "poise/settings.toml", disk / "baselines", (disk / "recordings",), disk / "snapshots")
sys.stdout.write("\\n".join(forget(traces(places))))
"""


def mounts_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = [*_NAMESPACE, "mount -t tmpfs -o size=1m none /mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not mounts_work(), reason="this system lets nobody mount a disk that is read-only")
def test_on_a_disk_that_is_read_only_everything_stays_and_is_named(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    names = ("poise/settings.toml", "recordings/talk/session.json", "snapshots/poise-2026-11-21-20-00.png")
    made = " && ".join(f"mkdir -p {(disk / name).parent} && touch {disk / name}" for name in names)
    script = READ_ONLY.format(disk, made, sys.executable, FORGET)
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    done = subprocess.run([*_NAMESPACE, script], capture_output=True, text=True, check=False, env=environment)
    told = done.stdout.splitlines()
    for name in names:
        refused = f"{disk / name} could not be deleted (Read-only file system); delete it yourself."
        assert refused in told, done.stderr
        assert Path(name).name in done.stderr  # it is there still
