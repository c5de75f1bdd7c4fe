"""What an hour of a recording takes on the disk: `pytest -m bench -s tests/bench/test_recording_size.py`.

The demo clip (25 s, one face, 1280 x 720), every frame of it, 30 a second as a camera gives them, whatever this machine
can do: the sizes do not depend on its speed. They are those of the finished folder, times 3600 over the length.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.capture.demo import open_demo
from app.composition import perceiver_of, video_for_recording
from app.overlay.style import OverlayStyle
from app.recording.plan import RecordingPlan
from app.recording.recording import Recording
from app.recording.session_file import Agreement, Kept

RATE_HZ = 30
PLANS: dict[str, Kept] = {
    "numbers": Kept(),
    "video": Kept(video=True),
    "video, faces hidden": Kept(video=True, anonymised=True),
}


def begun(folder: Path, kept: Kept) -> Recording:
    style = OverlayStyle(anonymous=kept.anonymised)
    open_video = video_for_recording(style) if kept.video else None
    return Recording(folder, RecordingPlan(kept, Agreement("", ""), open_video=open_video), lambda outcome: None)


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_megabytes_of_an_hour(tmp_path: Path) -> None:
    perceiver = perceiver_of(None, None)
    source = open_demo(realtime=False, loop=False)
    recordings = {name: begun(tmp_path / name, kept) for name, kept in PLANS.items()}
    zero = time.perf_counter() + 0.1
    count, encoding_s = 0, 0.0
    while (frame := source.read()) is not None:
        result = perceiver.perceive(frame)
        result = replace(result, frame=replace(frame, captured_at=zero + count / RATE_HZ))
        for recording in recordings.values():
            recording.take(result)
            at = time.thread_time()
            recording.take_picture(result)
            encoding_s += time.thread_time() - at
        count += 1
    source.close()
    perceiver.close()
    for name, recording in recordings.items():
        recording.end()
        assert recording.wait(60)
        sizes = {path.name: path.stat().st_size for path in recording.folder.iterdir()}
        hours = count / RATE_HZ / 3600
        each = ", ".join(f"{file} {size / hours / 1e6:.1f}" for file, size in sorted(sizes.items()))
        sys.stdout.write(f"\n{name}: {sum(sizes.values()) / hours / 1e6:.0f} MB an hour ({each})")
    sys.stdout.write(
        f"\n{count} frames; drawing and encoding took {encoding_s / count / 2 * 1000:.1f} ms of its thread\n"
    )
