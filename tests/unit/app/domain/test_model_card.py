"""The card that rides in the model file."""

import json
from dataclasses import replace

import pytest

from app.domain.model_card import ModelCard
from app.domain.reading import EMOTIONS

CARD = ModelCard(
    name="poise",
    version="1",
    labels=tuple(str(emotion) for emotion in EMOTIONS),
    input_px=112,
    crop_rule="eyes-level-1",
    created="2026-01-01",
    data=("one", "two"),
    licence="research only",
    recipe="base.toml",
    temperature=1.25,
    metrics={"emotion.accuracy": 0.83},
)


def test_a_card_comes_back_as_it_was_written() -> None:
    assert ModelCard.from_json(CARD.to_json()) == CARD


def test_a_card_names_the_movements_in_the_order_of_their_output() -> None:
    card = replace(CARD, movements=("jawOpen", "browInnerUp"))
    assert ModelCard.from_json(card.to_json()).movements == ("jawOpen", "browInnerUp")


def test_a_network_without_movements_has_the_card_that_older_versions_read() -> None:
    assert "movements" not in json.loads(CARD.to_json())


@pytest.mark.parametrize("text", ["", "no json", "null", "7", "[]", '"text"', "{}", '{"labels": null}'])
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="its model card cannot be read"):
        ModelCard.from_json(text)


@pytest.mark.parametrize("name", ["name", "input_px", "crop_rule", "metrics", "data"])
def test_a_card_that_lacks_a_field_is_refused(name: str) -> None:
    fields = json.loads(CARD.to_json())
    del fields[name]
    with pytest.raises(ValueError, match=name):
        ModelCard.from_json(json.dumps(fields))


def test_a_card_of_a_later_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        ModelCard.from_json(json.dumps({**json.loads(CARD.to_json()), "unheard_of": 1}))


@pytest.mark.parametrize(
    "change",
    [
        {"name": {"a": 1}},
        {"name": "x" * 5_000_000},
        {"name": "\x1b[2Jpoise"},
        {"name": None},
        {"version": 1},
        {"licence": ["free"]},
        {"licence": "line\nline"},
        {"created": "\u202e6202"},
        {"labels": "neutral"},
        {"labels": [["neutral"]]},
        {"labels": {"neutral": 1}},
        {"data": [1, 2]},
        {"data": ["\x9b31m"]},
        {"input_px": "112"},
        {"input_px": True},
        {"input_px": 1e2},
        {"input_px": -1},
        {"input_px": 10**9},
        {"temperature": "hot"},
        {"temperature": True},
        {"temperature": float("inf")},
        {"metrics": [1]},
        {"metrics": {"a": {"b": 1}}},
        {"metrics": {"\x07": 1.0}},
        {"\x1b]0;title\x07": 1},
        {"movements": "jawOpen"},
        {"movements": ["jawOpen", "jawOpen"]},
        {"movements": ["earWiggle"]},
        {"movements": [["jawOpen"]]},
    ],
)
def test_a_field_of_another_kind_is_refused_in_one_plain_line(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="its model card cannot be read") as caught:
        ModelCard.from_json(json.dumps({**json.loads(CARD.to_json()), **change}))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"a":' * 30_000 + "1" + "}" * 30_000, '{"input_px": ' + "9" * 5000 + "}", "\x1b[2J", "{" * 5],
)
def test_what_breaks_a_parser_is_refused_in_one_plain_line(text: str) -> None:
    with pytest.raises(ValueError, match="its model card cannot be read") as caught:
        ModelCard.from_json(text)
    assert str(caught.value).isprintable()


def test_labels_of_another_network_are_shown_plainly_and_in_short() -> None:
    with pytest.raises(ValueError, match="its labels are") as caught:
        ModelCard.from_json(json.dumps({**json.loads(CARD.to_json()), "labels": ["x" * 200] * 50}))
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("labels", [["happy", "sad"], [str(e) for e in reversed(EMOTIONS)], []])
def test_other_labels_are_refused_by_name(labels: list[str]) -> None:
    with pytest.raises(ValueError, match="instead of neutral, happiness"):
        ModelCard.from_json(json.dumps({**json.loads(CARD.to_json()), "labels": labels}))
