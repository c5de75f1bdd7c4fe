"""From an exported network and prepared pictures to its int8 file, and to what that loses."""

from pathlib import Path

from app.perception.model import DeviceChoice, Network
from trainer.data.validation_sets import validation_sets
from trainer.release.int8.calibration_faces import calibration_faces
from trainer.release.int8.loss import Loss, losses
from trainer.release.int8.quantise import quantised
from trainer.release.onnx_file import card_in, read_model, write_model

_BATCH = 64


def write_quantised(model: Path, data: Path, faces: int, output: Path) -> None:
    """Raises DataError, ModelFileError, QuantiseError."""
    graph = read_model(model)
    write_model(quantised(graph, calibration_faces(data, card_in(graph).input_px, faces)), output)


def losses_of(before: Path, after: Path, data: Path) -> tuple[Loss, ...]:
    """Of every validating source; none where there are no validation pictures. Raises DataError, ModelError."""
    networks = [Network(path, DeviceChoice.CPU) for path in (before, after)]
    sets = validation_sets(data, networks[0].card.input_px)
    return tuple(
        loss for source, each in sets.items() for loss in losses(source, each.validation_batches(_BATCH), *networks)
    )
