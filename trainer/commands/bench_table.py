"""What was measured, as a table for people and as plain values for machines."""

import platform
from collections.abc import Sequence
from typing import Any

import torch
from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from trainer.config import TrainConfig
from trainer.speed.bench import Speed


def as_table(speeds: Sequence[Speed], config: TrainConfig, threads: int) -> Group:
    """A heading, and a table with a column for each device."""
    table = Table(box=SIMPLE_HEAD)
    table.add_column("pictures a second")
    for speed in speeds:
        table.add_column(_device_words(speed, threads), justify="right")
    for kind, words in (("model", "bare model step"), ("data", "making batches"), ("loop", "the training loop")):
        table.add_row(words, *(f"{speed.pictures_per_s(kind):,.0f}" for speed in speeds))
    table.add_section()
    table.add_row("the loop's share of", *(_parts(speed) for speed in speeds))
    table.add_row("", *(f"{100 * speed.share:.0f} %" for speed in speeds))
    table.add_row("aim", *(f"at least {100 * speed.aim:.0f} %: {_met(speed)}" for speed in speeds))
    table.add_row("waiting for batches", *(f"{100 * speed.waiting_share:.0f} %" for speed in speeds))
    table.add_row("peak memory", *(_memory(speed.peak_bytes) for speed in speeds))
    return Group(Text(_heading(config), "bold"), table)


def as_plain(speed: Speed, config: TrainConfig, threads: int) -> dict[str, Any]:
    return {
        "device": speed.device,
        "device_name": _device_name(speed.device),
        "threads": threads,
        "precision": config.precision,
        "backbone": config.backbone,
        "size_px": config.size_px,
        "batch": config.batch,
        **{f"{kind}_pictures_per_s": speed.pictures_per_s(kind) for kind in ("model", "data", "loop")},
        "share": speed.share,
        "share_of": _parts(speed),
        "aim": speed.aim,
        "met": speed.share >= speed.aim,
        "waiting_share": speed.waiting_share,
        "peak_bytes": speed.peak_bytes,
        "turns": [
            {"model_s": each.model_s, "data_s": each.data_s, "loop_s": each.loop_s, "waiting_s": each.waiting_s}
            for each in speed.rounds
        ],
    }


def _heading(config: TrainConfig) -> str:
    return f"{config.backbone}, {config.size_px} px, batches of {config.batch}, {config.precision}"


def _device_words(speed: Speed, threads: int) -> str:
    name = _device_name(speed.device)
    return f"{name}, {threads} thread{'' if threads == 1 else 's'}" if speed.device == "cpu" else name


def _device_name(device: str) -> str:
    return torch.cuda.get_device_name() if device == "cuda" else f"CPU {platform.machine()}"


def _parts(speed: Speed) -> str:
    return "model alone" if speed.device == "cuda" else "model plus batches"


def _met(speed: Speed) -> str:
    return "met" if speed.share >= speed.aim else "missed"


def _memory(size: int | None) -> str:
    return "unknown" if size is None else f"{size / 2**20:,.0f} MiB"
