"""What read the faces of a recording, asked of the perceiver that runs."""

from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from app.domain.model_card import ModelCard
from app.perception.baseline import Baseline
from app.perception.model import DeviceReport
from app.recording.session_file import Facts, ModelFacts
from app.shipped_files import sha256_of


class Loaded(Protocol):
    """A perceiver with its network loaded."""

    @property
    def card(self) -> ModelCard: ...

    @property
    def device(self) -> DeviceReport: ...

    @property
    def model(self) -> Path: ...


def facts_of(perceiver: Loaded | None, baseline: Baseline | None = None) -> Facts:
    """The network, its device and the baseline in force; nothing while no network is loaded.

    Reads the file once, so not on the GUI thread.
    """
    if perceiver is None:
        return Facts()
    card, device = perceiver.card, perceiver.device
    model = ModelFacts(perceiver.model.name, _sha256(perceiver.model), card.name, card.version)
    used = None if baseline is None else {"on": True, **asdict(baseline)}
    return Facts(model, {name: value for name, value in asdict(device).items() if name != "probe_ms"}, used)


@lru_cache(maxsize=4)
def _sha256(path: Path) -> str:
    """Empty where the file is gone since it was loaded."""
    try:
        return sha256_of(path)
    except OSError:
        return ""
