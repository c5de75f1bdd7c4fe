"""Fresh starts of the program with a window, measured from the launch of the process."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.commands.failures import CommandError
from app.runtime.screen import no_screen
from app.runtime.window_report import WindowReport

_TIMEOUT_S = 120.0
_NOT_A_USERS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "PYTHONDONTWRITEBYTECODE")
"""cv2 of this process points the first two at its own Qt; with the last every start would compile the program anew."""


@dataclass(frozen=True, slots=True)
class WindowRun:
    """One start: seconds from launch to the first picture and to the first face drawn, and what followed."""

    first_frame_s: float
    first_overlay_s: float
    report: WindowReport


def run_window(source: Path, seconds: float, options: Mapping[str, str]) -> WindowRun:
    """Start the program on a source; `options` are further ones of its command line. Raises CommandError."""
    given = [text for pair in options.items() for text in pair]
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
    launched_at = time.time()
    try:
        done = subprocess.run(
            [*program, "watch", str(source), str(seconds), *given],
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CommandError(f"The window did not end within {_TIMEOUT_S:.0f} seconds; run `poise doctor`.") from error
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CommandError(f"The window could not be measured ({reason}); run `poise doctor`.")
    report = _report(done.stdout)
    if report.first_frame_at is None or report.first_overlay_at is None:
        raise CommandError("The window drew no face within a minute; run `poise doctor`.")
    return WindowRun(report.first_frame_at - launched_at, report.first_overlay_at - launched_at, report)


def _environment() -> dict[str, str]:
    variables = {name: value for name, value in os.environ.items() if name not in _NOT_A_USERS}
    return {**variables, "QT_QPA_PLATFORM": "offscreen"} if no_screen() else variables


def _report(text: str) -> WindowReport:
    fields: dict[str, Any] = json.loads(text)
    lists = {name: tuple(fields[name]) for name in ("face_ids", "latency_ms")}
    return WindowReport(**{**fields, **lists})
