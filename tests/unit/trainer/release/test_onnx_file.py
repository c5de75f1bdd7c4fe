"""Reading and writing model files with their cards."""

from dataclasses import replace
from pathlib import Path

import onnx
import pytest

from app.domain.model_card import ModelCard
from trainer.release.onnx_file import ModelFileError, card_in, read_model, set_card, write_model


def test_a_card_put_into_a_model_comes_back_from_its_file(
    colour_model: Path, colour_card: ModelCard, tmp_path: Path
) -> None:
    model = read_model(colour_model)
    assert card_in(model) == colour_card
    other = replace(colour_card, version="2")
    set_card(model, other)
    write_model(model, tmp_path / "new" / "net.onnx")
    assert card_in(read_model(tmp_path / "new" / "net.onnx")) == other
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["net.onnx"]


def test_what_is_no_model_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"missing\.onnx cannot be read"):
        read_model(tmp_path / "missing.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"no model")
    with pytest.raises(ModelFileError, match=r"bad\.onnx cannot be read"):
        read_model(tmp_path / "bad.onnx")


def test_a_model_without_a_card_is_refused() -> None:
    with pytest.raises(ModelFileError, match="no model card"):
        card_in(onnx.ModelProto())


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ModelFileError, match="cannot be written"):
        write_model(onnx.ModelProto(), tmp_path / "file" / "net.onnx")


def test_a_disk_that_fills_up_costs_nothing_but_the_new_file(
    colour_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"older")
    whole = colour_model.read_bytes()

    def save(_: onnx.ModelProto, place: str) -> None:
        Path(place).write_bytes(whole[:50])
        raise OSError("no space left on device")

    monkeypatch.setattr(onnx, "save", save)
    with pytest.raises(ModelFileError, match="no space left"):
        write_model(onnx.ModelProto(), path)
    assert path.read_bytes() == b"older"
