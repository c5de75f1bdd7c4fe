"""Where assets and user files lie: in the source tree, in a wheel, in a frozen bundle."""

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs


def assets_dir() -> Path:
    """The folder of the shipped assets."""
    if getattr(sys, "frozen", False):
        return Path(sys._MEIPASS) / "assets"  # type: ignore[attr-defined]  # PyInstaller's unpacking folder
    inside_package = Path(__file__).parent / "assets"  # the wheel carries assets/ here
    return inside_package if inside_package.is_dir() else Path(__file__).parent.parent / "assets"


def models_dir() -> Path:
    return assets_dir() / "models"


def separate_networks_dir() -> Path:
    """Graphs without weights of the networks that people combine; `poise bench` compares with them."""
    return assets_dir() / "separate"


def default_model() -> Path:
    return models_dir() / "poise.onnx"


def demo_clip() -> Path:
    return assets_dir() / "demo.mp4"


def settings_file() -> Path:
    """The user's settings; its folder may not exist yet."""
    return Path(platformdirs.user_config_dir("poise", appauthor=False)) / "settings.toml"


def baselines_dir() -> Path:
    """Where baselines lie; the folder may not exist yet."""
    return Path(platformdirs.user_data_dir("poise", appauthor=False)) / "baselines"


def snapshots_dir() -> Path:
    """Where snapshots go; the folder may not exist yet."""
    return Path(platformdirs.user_pictures_dir()) / "Poise"


def recordings_dir() -> Path:
    """Where recordings go, each in a folder of its own; the folder may not exist yet."""
    return Path(platformdirs.user_documents_dir()) / "Poise"


@dataclass(frozen=True, slots=True)
class Places:
    """Where what is kept lies: a file for the settings, folders for the others; of recordings there may be several."""

    settings: Path
    baselines: Path
    recordings: tuple[Path, ...]
    snapshots: Path
