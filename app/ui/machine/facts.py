"""What is known of the open camera and of the device that runs the network, in words."""

from dataclasses import dataclass
from typing import assert_never

from app.capture.slowness import Slowness, megabytes_a_second, why_slow
from app.capture.source import SourceInfo, SourceKind
from app.overlay.translation import tr
from app.overlay.words import number
from app.perception.model import DeviceReport
from app.runtime.meter import MeterSnapshot
from app.ui.language.sentences import in_language

_UNKNOWN = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class MachineNow:
    """What was seen a moment ago; None where there is nothing. `brightness` is the mean of a picture, 0 to 255."""

    source: SourceInfo | None
    measured: MeterSnapshot | None
    device: DeviceReport | None
    brightness: float | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Texts for the rows of a card in their order, and a sentence below them, "" where there is nothing to say."""

    texts: tuple[str, ...]
    note: str = ""


def camera_heads() -> tuple[str, ...]:
    """What the rows of `camera_facts` are called."""
    return tr("Asked for"), tr("Delivers"), tr("Format")


def camera_facts(now: MachineNow) -> Facts:
    source = now.source
    if source is None or source.kind is not SourceKind.CAMERA or source.camera is None:
        return Facts((_UNKNOWN,) * 3, _no_camera(source))
    mode = source.camera
    delivered_fps = 0.0 if now.measured is None else now.measured.capture_fps
    asked = _size_and_rate(mode.width_px, mode.height_px, mode.fps)
    delivered = _size_and_rate(source.width_px, source.height_px, delivered_fps)
    reason = why_slow(source, delivered_fps, now.brightness)
    note = "" if reason is None else _reason(reason, source)
    return Facts((asked, delivered, mode.pixel_format or _UNKNOWN), note)


def device_heads() -> tuple[str, ...]:
    """What the rows of `device_facts` are called."""
    return tr("Runs on"), tr("Why"), tr("Probe"), tr("Now")


def device_facts(now: MachineNow) -> Facts:
    device = now.device
    if device is None:
        return Facts((_UNKNOWN,) * 4, tr("Loading the network…"))
    took_ms = None if now.measured is None else now.measured.perceive_median_ms
    whole = _UNKNOWN if took_ms is None else tr("{time} ms a picture, all steps", time=number(took_ms, 1))
    probe = tr("{time} ms a face, tried when it was loaded", time=number(device.probe_ms, 1))
    return Facts((device.running, in_language(device.reason), probe, whole))


def _size_and_rate(width_px: int, height_px: int, fps: float) -> str:
    rate = number(fps) if fps > 0 else _UNKNOWN
    return tr("{width} × {height}, {rate} pictures a second", width=width_px, height=height_px, rate=rate)


def _no_camera(source: SourceInfo | None) -> str:
    if source is None:
        return tr("No source is open.")
    if source.kind is SourceKind.CAMERA:
        return ""
    return tr("The source that is open is no camera. Choose one here, or plug one in: it appears by itself.")


def _reason(reason: Slowness, source: SourceInfo) -> str:
    match reason:
        case Slowness.USB:
            return tr(
                "Slow because of USB: pictures that are not compressed would take {needed} MB a second, and USB 2"
                " carries about 25. Ask for a smaller picture in the settings, or use a USB 3 socket.",
                needed=number(megabytes_a_second(source)),
            )
        case Slowness.OFFERED:
            return tr(
                "The camera offers no more than {rate} pictures a second at this size. Ask for a smaller picture in the"
                " settings.",
                rate=number(source.fps or 0),
            )
        case Slowness.EXPOSURE:
            return tr("Slow because of a fixed exposure that is too long for this rate. Shorten it, or add light.")
        case Slowness.LIGHT:
            return tr("Probably slow for want of light: the picture is dark, and cameras then expose for longer.")
        case Slowness.UNTOLD:
            return tr(
                "The camera does not say why it is slow. Most often there is too little light, or several devices share"
                " one USB socket."
            )
        case _:
            assert_never(reason)
