"""The list of what the bundle holds of others: every wheel with its licence, and with its texts where it brings any."""

import json
import runpy
from pathlib import Path

import pytest

pytest.importorskip("packaging")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, list[dict[str, str]]]]:
    tool = runpy.run_path(str(ROOT / "bundle" / "third_party.py"))
    texts, bill = tool["write"](tmp_path_factory.mktemp("third_party"))
    return texts.read_text(encoding="utf-8"), json.loads(bill.read_text(encoding="utf-8"))


def test_what_the_app_stands_on_is_named_with_version_and_licence(
    written: tuple[str, dict[str, list[dict[str, str]]]],
) -> None:
    text, bill = written
    names = {component["name"].lower().replace("_", "-") for component in bill["components"]}
    assert {"mediapipe", "opencv-contrib-python", "numpy", "pyside6-essentials", "onnxruntime", "pyarrow"} <= names
    assert all(component["version"] and component["licenses"] for component in bill["components"])
    assert bill["bomFormat"] == "CycloneDX"
    for component in bill["components"]:
        assert f"\n{component['name']} {component['version']}\nlicence: " in text


def test_the_texts_are_there_and_those_that_bring_none_say_so(
    written: tuple[str, dict[str, list[dict[str, str]]]],
) -> None:
    text, bill = written
    heads = [text.index(f"\n{component['name']} {component['version']}\n") for component in bill["components"]]
    for start, end in zip(heads, [*heads[1:], len(text)], strict=True):
        section = text[start:end]
        assert "\n--- " in section or "This wheel brings no licence text." in section
        assert len(section) > 100
    assert "FFmpeg" in text  # inside OpenCV's wheel
    assert "licence: not named" not in text
