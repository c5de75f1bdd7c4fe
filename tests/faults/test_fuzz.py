"""Thousands of odd texts and bytes for everything that is read: no traceback, one plain sentence each."""

import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.capture.image_file import ImageFile
from app.capture.opening import CaptureOptions, open_source
from app.capture.source import CaptureError
from app.domain.model_card import ModelCard
from app.domain.plain_text import plain
from app.domain.reading import EMOTIONS
from app.perception.model import NetworkOutput
from app.settings import Settings, load_settings, read_settings, save_settings

TIMES = 20 if os.environ.get("POISE_FAULTS_LONG") else 1
FOLDER = Path(tempfile.mkdtemp(prefix="poise-fuzz-"))


def tried(count: int) -> settings:
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        database=None,
        derandomize=TIMES == 1,  # the same in every push; the long run looks further
        suppress_health_check=list(HealthCheck),
    )


NAMES = st.sampled_from([*Settings.__dataclass_fields__, "colour", "a.b.c", '"\\u001b[2J"', "[mirror]", "[[mirror]]"])
VALUES = st.one_of(
    st.integers(-(10**40), 10**40).map(str),
    st.integers(1, 6000).map(lambda digits: "9" * digits),
    st.floats().map(str),
    st.sampled_from(
        ["true", "false", "nan", "-inf", "1979-05-27T07:32:00Z", "{}", "[]", "'''", '"""', "0x", "1__0", "="]
    ),
    st.text(max_size=60).map(json.dumps),
    st.integers(1, 4000).map(lambda depth: "[" * depth + "]" * depth),
    st.integers(1, 4000).map(lambda depth: "{a=" * depth),
    st.text(max_size=30),
)
TOML = st.lists(st.tuples(NAMES, VALUES), max_size=8).map(lambda items: "\n".join(f"{n} = {v}" for n, v in items))


def read_plainly(content: bytes) -> None:
    path = FOLDER / "settings.toml"
    path.write_bytes(content)
    loaded = read_settings(path)
    assert isinstance(loaded.settings, Settings)
    assert all(warning.isprintable() and len(warning) < 1000 for warning in loaded.warnings)


@tried(100)
@given(TOML)
def test_what_was_read_of_odd_settings_can_be_saved_and_read_again(text: str) -> None:
    path = FOLDER / "saved.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    loaded = load_settings(path)
    save_settings(path, loaded)
    assert read_settings(path).settings == replace(loaded, source=read_settings(path).settings.source)


@tried(1000)
@given(TOML)
def test_settings_of_every_shape(text: str) -> None:
    read_plainly(text.encode("utf-8", "surrogatepass"))


@tried(500)
@given(st.binary(max_size=400))
def test_settings_of_any_bytes(content: bytes) -> None:
    read_plainly(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CARD = {
    "name": "poise",
    "version": "1",
    "labels": [str(emotion) for emotion in EMOTIONS],
    "input_px": 64,
    "crop_rule": "eyes-level-1",
    "created": "2026-01-01",
    "data": ["one"],
    "licence": "none",
    "recipe": "a test",
    "temperature": 1.0,
    "metrics": {},
}


def card_or_sentence(text: str) -> None:
    try:
        card = ModelCard.from_json(text)
    except ValueError as refusal:
        assert str(refusal).isprintable()
        assert len(str(refusal)) < 600
    else:
        assert all(str(value).isprintable() for value in (card.name, card.version, card.licence, *card.data))
        assert 8 <= card.input_px <= 1024
        assert ModelCard.from_json(card.to_json()).name == card.name


@tried(1000)
@given(st.dictionaries(st.sampled_from([*CARD, "more"]), JSON, max_size=4))
def test_cards_with_fields_of_every_kind(changes: dict[str, object]) -> None:
    card_or_sentence(json.dumps({**CARD, **changes}))


@tried(1000)
@given(st.one_of(st.text(max_size=200), JSON.map(json.dumps), st.integers(1, 100_000).map(lambda n: "[" * n)))
def test_cards_of_any_text(text: str) -> None:
    card_or_sentence(text)


@tried(1000)
@given(st.text(max_size=300))
def test_any_text_is_plain_in_one_line(text: str) -> None:
    shown = plain(text, 100)
    assert shown.isprintable()
    assert "\n" not in shown


NUMBERS = st.floats(width=32) | st.sampled_from([0.0, 1.0, -0.0, 0.125, float("nan"), float("inf"), 1e38])


@tried(500)
@given(st.lists(NUMBERS, min_size=18, max_size=18))
def test_what_passes_for_a_reading_is_one(values: list[float]) -> None:
    numbers = np.array(values, np.float32)
    output = NetworkOutput(numbers[None, :8], numbers[None, 8:17].reshape(1, 3, 3), numbers[17:])
    if output.usable[0]:
        assert abs(float(output.emotion.sum()) - 1) < 0.02
        assert 0 <= float(output.female[0]) <= 1


PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"GIF89a",
    b"BM",
    b"II*\0",
    b"RIFF\x10\0\0\0WEBPVP8 ",
    b"P6\n1 1\n",
)


@tried(1000)
@given(st.sampled_from(PICTURES), st.binary(max_size=300))
def test_pictures_of_any_bytes(head: bytes, rest: bytes) -> None:
    path = FOLDER / "picture.png"
    path.write_bytes(head + rest)
    try:
        frame = ImageFile(path).read()
    except CaptureError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert frame is not None and frame.pixels.ndim == 3


@tried(500)
@given(st.one_of(st.text(min_size=1, max_size=80), st.text(max_size=20).map(lambda rest: f"http://127.0.0.1:1/{rest}")))
def test_names_of_sources_of_any_text(text: str) -> None:
    if text.strip().isdecimal() or text.strip() == "demo":
        return
    try:
        source = open_source(text, CaptureOptions(open_timeout_s=0.5))
    except CaptureError as refusal:
        assert str(refusal).endswith(".")
    else:
        pytest.fail(f"{text!r} opened {source.info}")
