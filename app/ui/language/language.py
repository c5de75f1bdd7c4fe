"""Puts a language in use: texts of ours and of Qt, and how numbers are written."""

import importlib.util
import logging
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
LANGUAGES = ("en", "de")
_TIMEOUT_S = 20.0


def use_language(choice: str, application: QCoreApplication) -> str:
    """Put "en", "de" or "system" in use, before any window is made; returns the code of what is used."""
    system = QLocale.system()
    code = system.name().partition("_")[0] if choice == "system" else choice
    if code not in LANGUAGES:
        code = "en"
    # Of the system's language the system's own numbers: a Swiss user writes them otherwise than a German one.
    QLocale.setDefault(system if system.name().startswith(f"{code}_") else QLocale(code))
    if code != "en":
        _install(application, compiled(_HERE / f"{code}.ts"))
        _install(application, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{code}.qm")
    return code


def compiled(source: Path) -> Path:
    """The .qm file of a .ts file: made when Poise is built, and in a source tree where it is missing or old."""
    target = source.with_suffix(".qm")
    stale = not target.is_file() or (source.is_file() and target.stat().st_mtime < source.stat().st_mtime)
    if stale:
        try:
            compile_file(source, target)
        except (OSError, subprocess.SubprocessError) as error:
            _log.warning("%s could not be compiled: %s", source.name, error)
    return target


def compile_file(source: Path, target: Path) -> None:
    """Compile with Qt's own tool, whole or not at all. Raises OSError or SubprocessError."""
    found = importlib.util.find_spec("PySide6")
    folder = Path(found.origin or "").parent if found else Path()
    tool = folder / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    part = target.with_suffix(".part")
    subprocess.run(
        [str(tool), "-silent", str(source), "-qm", str(part)], check=True, timeout=_TIMEOUT_S, capture_output=True
    )
    part.replace(target)


def _install(application: QCoreApplication, path: Path) -> None:
    translator = QTranslator(application)
    if translator.load(str(path)):
        QCoreApplication.installTranslator(translator)
    else:
        _log.warning("%s cannot be read, English is used in its place", path.name)
