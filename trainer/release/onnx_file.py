"""Model files as graphs, read and written without ONNX Runtime."""

from pathlib import Path

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from app.domain.model_card import CARD_KEY, ModelCard
from trainer.atomic_file import atomic_file
from trainer.failure import TrainerError


class ModelFileError(TrainerError):
    """A model file cannot be read or written; the message is one sentence for the user."""


def read_model(path: Path) -> onnx.ModelProto:
    """Raises ModelFileError."""
    try:
        model = onnx.load(str(path), load_external_data=False)
    except (OSError, DecodeError) as error:
        raise ModelFileError(f"{path} cannot be read as an ONNX file ({error}); name an exported network.") from error
    return model


def write_model(model: onnx.ModelProto, path: Path) -> None:
    """The whole file or none. Raises ModelFileError."""
    try:
        with atomic_file(path) as part:
            onnx.save(model, str(part))
    except OSError as error:
        raise ModelFileError(f"{path} cannot be written ({error}); free space or choose another folder.") from error


def card_in(model: onnx.ModelProto) -> ModelCard:
    """The card of a model. Raises ModelFileError where there is none of our kind."""
    texts = [item.value for item in model.metadata_props if item.key == CARD_KEY]
    try:
        return ModelCard.from_json(texts[0])
    except (IndexError, ValueError) as error:
        raise ModelFileError("The file carries no model card of Poise; name a network that Poise exported.") from error


def set_card(model: onnx.ModelProto, card: ModelCard) -> None:
    """Puts a card in place of the one before, and of all other notes."""
    onnx.helper.set_model_props(model, {CARD_KEY: card.to_json()})
