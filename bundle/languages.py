"""Compiles the languages of the window when Poise is built; hatchling runs it."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the .qm file of each .ts file beside it and into the wheel; an editable install compiles at the start."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or importlib.util.find_spec("PySide6") is None:
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from app.ui.language.language import compile_file

        for source in sorted((root / "app" / "ui" / "language").glob("*.ts")):
            compile_file(source, source.with_suffix(".qm"))
            build_data["artifacts"].append(f"/app/ui/language/{source.stem}.qm")
