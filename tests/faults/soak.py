"""The whole analysis at full speed on looping clips with faces that come and go, for as many minutes as are asked for.

    python -m tests.faults.soak 60 --every 60 --log docs/results/soak.jsonl

Each line says what the process holds and how fast it is at that moment; the last one judges: memory growth from the
end of the warm-up, latency of the last tenth against that of the first (and the processor's work for a result, which
other programs do not lengthen), threads, handles. Exit code 1 where it fails.
"""

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from app.capture.opening import CaptureOptions, open_source
from app.output.table import TableSink
from app.perception.perceiver import PerceptionOptions, load_perceiver
from app.runtime.session import Session, SessionEvent, SessionState
from app.system_libraries import keep_few_heaps

MOST_GROWTH_MIB, MOST_GROWTH_SOON_MIB, _SOON_MINUTES = 10.0, 25.0, 10.0
"""In the first minutes libraries still touch for the first time what they hold."""

MOST_SLOWER, MOST_MORE_WORK = 1.5, 1.2
"""The machine may do other work too, which makes the latency longer; a list that grows makes the program work more."""

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
    work_ms: float  # of the processor, for each result
    results: int
    faces: int
    sessions: int


def soak(minutes: float, every_s: float, sources: tuple[str, ...]) -> Iterator[Sample]:
    keep_few_heaps()
    perceiver = load_perceiver(PerceptionOptions())
    begun = time.monotonic()
    process, count, faces, sessions, milliseconds = psutil.Process(), 0, 0, 0, list[float]()
    next_sample, worked_s = begun + every_s, cpu_s(process)
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() - begun < minutes * 60:
            source = sources[sessions % len(sources)]
            sessions += 1
            sink = TableSink(Path(folder) / "out.csv", overwrite=True)
            ready, failed = threading.Event(), list[str]()

            def tell(event: SessionEvent, failed: list[str] = failed) -> None:
                if event.state is SessionState.FAILED:
                    failed.append(event.message)

            perceiver.reset()
            session = Session(
                lambda source=source: open_source(source, CaptureOptions(realtime=False, loop=True)),
                lambda: perceiver,
                on_ready=ready.set,
                on_event=tell,
                sinks=(sink,),
            )
            session.start()
            until = time.monotonic() + min(_ROUND_S, minutes * 60 / 4)
            while time.monotonic() < until and not failed:
                if not ready.wait(1.0):
                    continue
                ready.clear()
                result = session.results.poll()
                if result is not None and result.times.perceive_ms:
                    count, faces = count + 1, faces + len(result.faces)
                    milliseconds.append(result.times.perceive_ms)
                if time.monotonic() >= next_sample and milliseconds:
                    yield Sample(
                        round(time.monotonic() - begun, 1),
                        round(process.memory_info().rss / 2**20, 1),
                        process.num_threads(),
                        process.num_fds() if hasattr(process, "num_fds") else process.num_handles(),
                        round(statistics.median(milliseconds), 2),
                        round((cpu_s(process) - worked_s) * 1000 / len(milliseconds), 2),
                        count,
                        faces,
                        sessions,
                    )
                    milliseconds, next_sample, worked_s = [], next_sample + every_s, cpu_s(process)
            if failed or not session.stop(10.0):
                raise SystemExit(f"the session on {source} failed: {failed or 'it did not stop'}")
    perceiver.close()


def cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def judged(samples: list[Sample]) -> dict[str, object]:
    """What the samples say, from the end of the warm-up on."""
    warm_s = min(_WARM_UP_S, samples[-1].seconds * _WARM_UP_SHARE)
    steady = [sample for sample in samples if sample.seconds >= warm_s]
    tenth = max(1, len(steady) // 10)
    first, last = steady[:tenth], steady[-tenth:]

    def change(name: str) -> tuple[float, float]:
        return tuple(statistics.median(float(getattr(s, name)) for s in part) for part in (first, last))  # type: ignore[return-value]

    growth = change("resident_mib")[1] - change("resident_mib")[0]
    slower = change("perceive_median_ms")[1] / change("perceive_median_ms")[0]
    more_work = change("work_ms")[1] / change("work_ms")[0]
    more_threads = max(s.threads for s in last) - max(s.threads for s in first)
    more_handles = max(s.handles for s in last) - max(s.handles for s in first)
    most_growth = MOST_GROWTH_MIB if samples[-1].seconds >= _SOON_MINUTES * 60 else MOST_GROWTH_SOON_MIB
    quick = slower <= MOST_SLOWER or more_work <= MOST_MORE_WORK
    ok = growth <= most_growth and quick and more_threads <= 2 and more_handles <= 4
    return {
        "ok": ok,
        "minutes": round(samples[-1].seconds / 60, 1),
        "results": samples[-1].results,
        "faces": samples[-1].faces,
        "sessions": samples[-1].sessions,
        "growth_mib": round(growth, 1),
        "latency_ratio": round(slower, 2),
        "work_ratio": round(more_work, 2),
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
