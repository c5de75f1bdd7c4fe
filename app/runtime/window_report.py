"""What was seen of a window while it ran, for selfcheck and bench."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WindowReport:
    """The pictures a window painted, and how long its thread was not free.

    `first_frame_at` and `first_overlay_at` (the first picture with a face) are in seconds of `time.time()`, which
    other processes share; None where there was none. `latency_ms` runs from a frame captured to that frame painted,
    one value per picture after the first overlay. A stall is the time the GUI thread did not answer:
    `start_stall_ms` the longest before the first overlay, `stall_ms` the longest after it. `cpu_percent` is the time
    of the processor after the first overlay, all threads, in hundredths of one core; None where that was too short.
    """

    platform: str
    painted: int
    painted_with_face: int
    face_ids: tuple[int, ...]
    first_frame_at: float | None
    first_overlay_at: float | None
    latency_ms: tuple[float, ...]
    start_stall_ms: float
    stall_ms: float
    resident_mib: float | None
    cpu_percent: float | None = None
