"""The whole analysis at full speed on looping clips with faces that come and go, for as many minutes as are asked for.

    python -m tests.faults.soak 60 --every 60 --log docs/results/soak.jsonl

The first line says what ran where; each further one what the process holds and how fast it is at that moment; the last
one judges: memory growth from the end of the warm-up, threads, handles, and the latency of the last tenth against that
of the first. A longer latency passes only where it is not ours: where the processor worked as much for a result as at
the start, against a fixed piece of work of the same minute, and the kernel says that our thread waited for a processor.
Exit code 1 where it fails.
"""

import argparse
import json
import platform
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil

from app.capture.opening import CaptureOptions, open_source
from app.domain.frame import Frame
from app.domain.result import FrameResult
from app.output.live.protocol import program_name
from app.output.table import TableSink
from app.perception.perceiver import Perceiver, PerceptionOptions, load_perceiver
from app.runtime.session import Session, SessionEvent, SessionState
from app.system_libraries import keep_few_heaps

MOST_GROWTH_MIB, MOST_GROWTH_SOON_MIB, _SOON_MINUTES = 10.0, 25.0, 10.0
"""In the first minutes libraries still touch for the first time what they hold."""

MOST_SLOWER, MOST_MORE_WORK = 1.5, 1.2
"""The machine may do other work too, which makes the latency longer; a list that grows makes the program work more."""

_LEAST_WAITED_SHARE = 0.5
"""So much of what the latency has grown by must have been waiting for a processor, where the system tells that."""

_WARM_UP_SHARE, _WARM_UP_S = 0.2, 120.0
_ROUND_S = 30.0
"""Each session lasts so long, then the next clip is opened: sources, threads and sinks come and go."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process holds and how fast it is."""

    seconds: float
    resident_mib: float
    threads: int
    handles: int
    perceive_median_ms: float
    work_ms: float  # of the processor, for each frame that was read
    pace_ms: float  # of the processor, for the same piece of work every time
    waited_ms: float | None  # for a processor, the thread that reads, for each frame; None where nobody tells
    results: int
    faces: int
    sessions: int
    load: float


class Counted:
    """The perceiver with what is measured around it; the thread that reads is another one in each session."""

    def __init__(self, perceiver: Perceiver) -> None:
        self._perceiver = perceiver
        self.frames = self.faces = 0
        self.milliseconds: list[float] = []
        self.waited_ms: list[float] = []

    def perceive(self, frame: Frame) -> FrameResult:
        waited = waited_ns()
        result = self._perceiver.perceive(frame)
        if waited is not None:
            self.waited_ms.append(((waited_ns() or waited) - waited) / 1e6)
        self.frames, self.faces = self.frames + 1, self.faces + len(result.faces)
        self.milliseconds.append(result.times.perceive_ms)
        return result

    def reset(self) -> None:
        self._perceiver.reset()

    def forget(self) -> None:
        """Begin a new sample."""
        self.milliseconds, self.waited_ms = [], []


def waited_ns() -> int | None:
    """How long this thread has been ready to run and was not let, as Linux counts it."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return None


def pace_ms() -> float:
    """What the processor needs for a fixed piece of work now: it is slower where others fill its caches."""
    numbers = np.random.default_rng(0).random(1_000_000)
    times = []
    for _ in range(7):
        begun = time.thread_time()
        np.sort(numbers)
        times.append((time.thread_time() - begun) * 1000)
    return min(times)


def soak(minutes: float, every_s: float, sources: tuple[str, ...]) -> Iterator[Sample]:
    keep_few_heaps()
    perceiver = load_perceiver(PerceptionOptions())
    counted = Counted(perceiver)
    begun = time.monotonic()
    process, sessions = psutil.Process(), 0
    next_sample, worked_s = begun + every_s, cpu_s(process)
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() - begun < minutes * 60:
            sessions += 1
            session, ready, failed = opened(sources[(sessions - 1) % len(sources)], counted, Path(folder) / "out.csv")
            session.start()
            until = time.monotonic() + min(_ROUND_S, minutes * 60 / 4)
            while time.monotonic() < until and not failed:
                if ready.wait(1.0):
                    ready.clear()
                    session.results.poll()
                if time.monotonic() >= next_sample and counted.milliseconds:
                    worked_ms = (cpu_s(process) - worked_s) * 1000 / len(counted.milliseconds)
                    yield sampled(process, counted, worked_ms, time.monotonic() - begun, sessions)
                    counted.forget()
                    next_sample, worked_s = next_sample + every_s, cpu_s(process)
            if failed or not session.stop(10.0):
                raise SystemExit(f"session {sessions} failed: {failed or 'it did not stop'}")
    perceiver.close()


def opened(source: str, perceiver: Counted, table: Path) -> tuple[Session, threading.Event, list[str]]:
    """A session at full speed with a table, what tells of new results, and where a failure will stand."""
    ready, failed = threading.Event(), list[str]()

    def tell(event: SessionEvent) -> None:
        if event.state is SessionState.FAILED:
            failed.append(event.message)

    perceiver.reset()
    session = Session(
        lambda: open_source(source, CaptureOptions(realtime=False, loop=True)),
        lambda: perceiver,
        on_ready=ready.set,
        on_event=tell,
        sinks=(TableSink(table, overwrite=True),),
    )
    return session, ready, failed


def sampled(process: psutil.Process, counted: Counted, worked_ms: float, seconds: float, sessions: int) -> Sample:
    return Sample(
        seconds=round(seconds, 1),
        resident_mib=round(process.memory_info().rss / 2**20, 1),
        threads=process.num_threads(),
        handles=process.num_fds() if hasattr(process, "num_fds") else process.num_handles(),
        perceive_median_ms=round(statistics.median(counted.milliseconds), 2),
        work_ms=round(worked_ms, 2),
        pace_ms=round(pace_ms(), 2),
        waited_ms=round(statistics.median(counted.waited_ms), 2) if counted.waited_ms else None,
        results=counted.frames,
        faces=counted.faces,
        sessions=sessions,
        load=round(psutil.getloadavg()[0], 1),
    )


def cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def judged(samples: list[Sample]) -> dict[str, object]:
    """What the samples say, from the end of the warm-up on."""
    warm_s = min(_WARM_UP_S, samples[-1].seconds * _WARM_UP_SHARE)
    steady = [sample for sample in samples if sample.seconds >= warm_s]
    tenth = max(1, len(steady) // 10)
    first, last = steady[:tenth], steady[-tenth:]

    def change(of: Callable[[Sample], float]) -> tuple[float, float]:
        return statistics.median(map(of, first)), statistics.median(map(of, last))

    memory = change(lambda sample: sample.resident_mib)
    latency = change(lambda sample: sample.perceive_median_ms)
    work, paced = change(lambda sample: sample.work_ms), change(lambda sample: sample.work_ms / sample.pace_ms)
    work_ratio = min(work[1] / work[0], paced[1] / paced[0])
    waited = change(lambda sample: sample.waited_ms or 0.0)
    tells = all(sample.waited_ms is not None for sample in steady)
    waited_share = (waited[1] - waited[0]) / max(1e-9, latency[1] - latency[0])
    longer = latency[1] / latency[0] > MOST_SLOWER
    works_more = work_ratio > MOST_MORE_WORK
    long = (
        samples[-1].seconds >= _SOON_MINUTES * 60
    )  # in a short run a sample is a part of the clip, with or without faces
    not_ours = not works_more and (not tells or waited_share >= _LEAST_WAITED_SHARE or not long)
    quick = not_ours if longer else not works_more or not long
    growth = memory[1] - memory[0]
    more_threads = max(s.threads for s in last) - max(s.threads for s in first)
    more_handles = max(s.handles for s in last) - max(s.handles for s in first)
    most_growth = MOST_GROWTH_MIB if long else MOST_GROWTH_SOON_MIB
    return {
        "ok": growth <= most_growth and quick and more_threads <= 2 and more_handles <= 4,
        "minutes": round(samples[-1].seconds / 60, 1),
        "results": samples[-1].results,
        "faces": samples[-1].faces,
        "sessions": samples[-1].sessions,
        "growth_mib": round(growth, 1),
        "latency_ratio": round(latency[1] / latency[0], 2),
        "work_ratio": round(work_ratio, 2),
        "waited_share_of_longer_latency": round(waited_share, 2) if longer and tells else None,
        "more_threads": more_threads,
        "more_handles": more_handles,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("minutes", type=float)
    parser.add_argument("--every", type=float, default=10.0, metavar="SECONDS")
    parser.add_argument("--source", action="append", help="a clip; more than one are taken in turn")
    parser.add_argument("--log", type=Path, help="also write the lines to this file")
    asked = parser.parse_args()
    samples: list[Sample] = []
    log = asked.log.open("w") if asked.log else None
    say({"program": program_name(), "begun": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "minutes_asked": asked.minutes,
         "system": platform.platform(terse=True), "processors": psutil.cpu_count(), "nice": psutil.Process().nice()},
        log)  # fmt: skip
    for sample in soak(asked.minutes, asked.every, tuple(asked.source or ("demo",))):
        samples.append(sample)
        say(asdict(sample), log)
    verdict = judged(samples)
    say(verdict, log)
    return 0 if verdict["ok"] else 1


def say(line: dict[str, object], log: object) -> None:
    text = json.dumps(line)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    if log is not None:
        log.write(text + "\n")  # type: ignore[attr-defined]
        log.flush()  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
