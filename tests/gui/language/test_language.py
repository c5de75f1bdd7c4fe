"""The window in another language: all of it, numbers too."""

import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QLocale

import app
from app.overlay.translation import tr
from app.overlay.words import number, percent
from app.settings import Settings
from app.ui.language import language
from app.ui.settings.dialog import SettingsDialog

ROOT = Path(app.__file__).parent
GERMAN = ROOT / "ui" / "language" / "de.ts"
LUPDATE = next(Path(PySide6.__file__).parent.glob("lupdate*"), Path())


def messages(path):
    """Source texts with their translations, "" for one that is not finished."""
    found = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        found[message.findtext("source")] = "" if translation.get("type") else (translation.text or "")
    return found


@pytest.mark.skipif(not LUPDATE.is_file(), reason="Qt's lupdate is not here")
def test_every_text_of_the_window_is_translated(tmp_path):
    files = [str(path) for room in ("ui", "overlay") for path in sorted((ROOT / room).rglob("*.py"))]
    found = tmp_path / "found.ts"
    options = ("-silent", "-locations", "none", "-tr-function-alias", "tr+=marked")
    subprocess.run([str(LUPDATE), *options, *files, "-ts", str(found)], check=True, timeout=60)
    known = messages(GERMAN)
    assert [text for text in messages(found) if not known.get(text)] == []


def test_a_translation_keeps_what_is_filled_in():
    for source, translation in messages(GERMAN).items():
        assert sorted(re.findall(r"{\w+}", source)) == sorted(re.findall(r"{\w+}", translation)), source


def test_german_is_put_in_use_with_its_numbers(german):
    assert tr("Happiness") == "Freude"
    assert percent(0.55) == "55\N{NO-BREAK SPACE}%".replace("\N{NO-BREAK SPACE}", " ")
    assert number(3.5, 1) == "3,5"
    assert tr("Face {number}", number=3) == "Gesicht 3"


def test_the_system_decides_and_english_is_for_all_others(qapp, monkeypatch):
    before = QLocale()
    monkeypatch.setattr(language.QLocale, "system", lambda: QLocale("fr_FR"))
    assert language.use_language("system", qapp) == "en"
    QLocale.setDefault(before)


def test_a_language_that_cannot_be_compiled_leaves_english(tmp_path, qapp, caplog):
    broken = tmp_path / "xx.ts"
    broken.write_text("no xml")
    language._install(qapp, language.compiled(broken))
    assert "English is used" in caplog.text
    assert tr("Happiness") == "Happiness"


def test_the_window_speaks_german_everywhere(german, studio):
    window = studio.window()
    studio.wait_faces(window)
    studio.wait(lambda: "Freude" in studio.texts(window))
    assert {"Pause", "Schnappschuss", "Spiegeln"} <= {action.text() for action in window.actions()}
    dialog = SettingsDialog(Settings(), window)
    assert "Läuft auf" in [label.text() for label in dialog.findChildren(type(window.statusBar()._source))]
    dialog.deleteLater()
