"""Measuring for the card: everything in one go, kept as files, and forgotten with the model they belong to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from trainer.data.picture import DataError
from trainer.listener import NOBODY
from trainer.model_card.measures import CardData, CardSplit, measure_for_card

LEFT = ("utkface", "robust-fer", "robust-utkface", "also-more", "stability", "latency")


def test_only_what_is_not_there_is_measured_and_names_no_folder(
    colour_model: Path, parquet_file: Callable[..., Path], coloured: Callable[..., bytes], tmp_path: Path
) -> None:
    votes = {f"votes_{name}": [10 * (name == "neutral")] * 2 for name in
             ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt")}  # fmt: skip
    parquet_file({"image": [coloured(0)] * 2, **votes, "split": ["val", "test"]}, "fer2013_ferplus.parquet")
    more = parquet_file({"image": [coloured(0)], "gender": ["male"]}, "more.parquet")
    data, kept = CardData(tmp_path, CardSplit.VALIDATION, (more,)), tmp_path / "card"
    with pytest.raises(DataError, match="utkface_128"):  # the third that is measured
        measure_for_card(colour_model, data, kept, NOBODY)
    [aligned] = json.loads((kept / "val-fer-aligned.json").read_text(encoding="utf-8"))
    assert (aligned["file"], aligned["faces"]["pictures"], aligned["aligned"]) == ("fer2013_ferplus.parquet", 1, True)
    for name in LEFT:
        (kept / f"val-{name}.json").write_text("[]", encoding="utf-8")
    before = (kept / "val-fer.json").stat().st_mtime_ns
    paths = measure_for_card(colour_model, data, kept, NOBODY)
    assert [path.stem for path in paths] == [f"val-{name}" for name in ("fer-aligned", "fer", *LEFT)]
    assert (kept / "val-fer.json").stat().st_mtime_ns == before


def test_results_of_another_model_are_forgotten(colour_model: Path, tmp_path: Path) -> None:
    (tmp_path / "model.sha256").write_text("another", encoding="utf-8")
    old, foreign = tmp_path / "test-fer.json", tmp_path / "other.json"
    for path in (old, foreign):
        path.write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match="does not exist"):
        measure_for_card(colour_model, CardData(tmp_path / "none", CardSplit.TEST, ()), tmp_path, NOBODY)
    assert (old.exists(), foreign.exists()) == (False, True)
