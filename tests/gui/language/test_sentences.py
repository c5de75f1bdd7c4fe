"""The sentences of cameras, models, files and settings are said in German too, whoever wrote them."""

import ast
from pathlib import Path

import app
from app.capture.source import CaptureError
from app.output.live.sink import NOTICE
from app.settings import read_settings
from app.ui.language.sentences import in_language, is_known
from app.ui.video.state_card import StateCard

ROOT = Path(app.__file__).parent
SHOWN = ("capture", "perception/model.py", "perception/detector.py", "perception/providers.py", "settings.py",
         "baselines.py", "forgetting.py", "perception/baseline.py",
         "perception/resting.py", "runtime/failure.py", "output/part_file.py", "output/growing_video.py", "output/live",
         "recording/folder.py", "recording/plan.py", "recording/recording.py", "recording/room.py")  # fmt: skip
FOR_READERS = "admission.py"  # what other programs are told
MADE_OF_PARTS = "{x}: {x} {x}, the default {x} is used."  # see the test of the settings


def written(path):
    """The texts of a file as they may come out, its docstrings left out."""
    tree = ast.parse(path.read_text())
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    left_out |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{x}" for part in node.values)


def sentences():
    for place in SHOWN:
        path = ROOT / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if file.name != FOR_READERS:
                yield from (text for text in written(file) if text.endswith(".") and text.count(" ") > 3)


def test_every_sentence_of_the_parts_below_is_known_to_the_window():
    found = [text for text in sentences() if text != MADE_OF_PARTS]
    assert len(found) > 40
    assert [text for text in found if not is_known(text.replace("{x}", "value"))] == []


def test_a_sentence_is_said_in_german_with_what_it_names(german):
    english = "The model poise.onnx cannot be used: it cannot be read (Permission denied); choose another model file or"
    said = in_language(f"{english} restore assets/models.")
    assert said.startswith("Das Modell poise.onnx ist nicht brauchbar: sie lässt sich nicht lesen")
    assert in_language(NOTICE).startswith("Poise sendet anderen Programmen")
    assert in_language("Nobody wrote this.") == "Nobody wrote this."


def test_in_english_nothing_changes(qapp):
    for text in ("There is no file {odd} name.mp4; check the path.", NOTICE):
        assert in_language(text) == text


def test_warnings_of_a_settings_file_are_said_in_german(german, tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('theme = "pink"\nmax_faces = 99\nmirror = 3\nodd = 1\n')
    said = [in_language(warning) for warning in read_settings(file).warnings]
    assert all("Vorgabe" in text or "keine Einstellung" in text for text in said), said
    file.write_text("= nonsense")
    (aside,) = [in_language(warning) for warning in read_settings(file).warnings]
    assert "kein gültiges TOML" in aside and "settings.toml.broken" in aside


def test_the_card_of_a_failed_source_is_german(studio, german):
    studio.failures = [CaptureError("There is no camera 7; plug one in, or choose one that `poise cameras` lists.")]
    window = studio.window()
    card = window.findChild(StateCard)
    studio.wait(card.isVisible)
    assert any("Es gibt keine Kamera 7" in text for text in studio.texts(card))
