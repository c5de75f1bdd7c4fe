"""From a run's checkpoint to a calibrated model file that the app opens."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.perception.model import Network
from trainer.config import TaskSettings, TrainConfig
from trainer.data.dataset import Dataset, SourceUse
from trainer.model.mirrored import MirroredNet
from trainer.release.export import ExportedNet
from trainer.release.from_run import release
from trainer.release.temperatures import emotion_temperature
from trainer.tasks.in_painting import InPaintingSettings
from trainer.tasks.perceptual import Perceptual
from trainer.training.building import build_joint, build_net
from trainer.training.checkpoint import LAST, Checkpoint, CheckpointError, load_checkpoint, save_checkpoint
from trainer.training.validation import run_network, scores


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[ExportedNet]:
    """What is exported, for tests that do not ask the file: tracing a network takes seconds."""
    nets: list[ExportedNet] = []

    def keep(net: ExportedNet, *_: object) -> float:
        nets.append(net.eval())
        return 0.0

    monkeypatch.setattr("trainer.release.from_run.export", keep)
    return nets


def finished(folder: Path, initial: str = "") -> None:
    """A run folder whose network was never trained."""
    config = TrainConfig(size_px=24, widths=(4, 8), blocks=(1, 1), sources={"made": SourceUse(1.0)})
    joint = build_joint(config, [1.0] * 8)
    file = "/home/somebody/weights.safetensors"
    painting = InPaintingSettings(perceptual=Perceptual.VGG16, perceptual_file=file)
    config = replace(config, initial=initial, tasks=TaskSettings(in_painting=painting))
    state = joint.net.state_dict()
    save_checkpoint(Checkpoint(7, config, state, state, {}), folder / LAST)


def test_the_app_opens_what_release_writes(tmp_path: Path, made_data: Callable[[], Dataset]) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(1)
    finished(tmp_path / "run", initial="/home/somebody/first/last.ckpt")
    card = release(tmp_path / "run", {"made": made_data()}, "1.2.3", tmp_path / "net.onnx").card
    network = Network(tmp_path / "net.onnx", threads=1)
    assert network.card == card
    assert (card.version, card.input_px, card.data) == ("1.2.3", 24, ("made",))
    assert 0 <= card.metrics["validation_made_emotion_accuracy"] <= 1
    assert card.metrics["gender_temperature"] > 0
    assert network.run(np.zeros((3, 24, 24, 3), np.uint8)).emotion.shape == (3, 8)
    assert b"somebody" not in (tmp_path / "net.onnx").read_bytes()
    recipe = json.loads(card.recipe.split(": ", 1)[1])
    assert card.recipe.startswith("step 7 of 12000")
    assert (recipe["initial"], recipe["size_px"]) == ("last.ckpt", 24)


def test_a_note_stands_before_the_recipe(tmp_path: Path, given: list[ExportedNet]) -> None:
    finished(tmp_path / "run")
    card = release(tmp_path / "run", {}, "1", tmp_path / "net.onnx", note="Begun twice.").card
    assert card.recipe.startswith("Begun twice. step 7 of 12000")


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="There is no checkpoint"):
        release(tmp_path, {}, "1", tmp_path / "net.onnx")


def test_heads_that_were_not_trained_are_named_and_know_nothing(
    tmp_path: Path, made_data: Callable[[], Dataset], given: list[ExportedNet]
) -> None:
    tasks = TaskSettings(emotion=0.0, gender=0.0)
    config = TrainConfig(size_px=24, widths=(4, 8), blocks=(1, 1), tasks=tasks, sources={"made": SourceUse(1.0)})
    state = build_joint(config, [1.0] * 8).net.state_dict()
    save_checkpoint(Checkpoint(7, config, state, state, {}), tmp_path / "run" / LAST)
    card = release(tmp_path / "run", {"made": made_data()}, "1", tmp_path / "net.onnx").card
    assert card.recipe.startswith("Not trained: emotion, gender. step 7")
    faces = np.random.default_rng(1).integers(0, 256, (3, 24, 24, 3), dtype=np.uint8)
    emotion, _, female = (value.detach().numpy() for value in given[0](torch.from_numpy(faces)))
    assert emotion == pytest.approx(np.full((3, 8), 1 / 8), abs=1e-4)
    assert female == pytest.approx(np.full(3, 0.5), abs=1e-4)


def test_a_mirrored_file_answers_mirror_images_alike(tmp_path: Path, made_data: Callable[[], Dataset]) -> None:
    torch.set_num_threads(1)
    finished(tmp_path)
    output = tmp_path / "mirrored.onnx"
    card = release(tmp_path, {"made": made_data()}, "1.2.3", output, mirrored=True).card
    assert "mirror image" in card.recipe
    network = Network(output)
    faces = np.random.default_rng(4).integers(0, 256, (3, 24, 24, 3), dtype=np.uint8)
    there, back = network.run(faces), network.run(np.ascontiguousarray(faces[:, :, ::-1]))
    assert np.allclose(there.emotion, back.emotion, atol=1e-5)
    assert np.allclose(there.rotation[:, 0, 2], -back.rotation[:, 0, 2], atol=1e-5)


def test_figures_and_temperatures_of_a_mirrored_file_are_those_of_the_mirrored_network(
    tmp_path: Path, made_data: Callable[[], Dataset], given: list[ExportedNet]
) -> None:
    torch.manual_seed(6)
    finished(tmp_path)
    checkpoint = load_checkpoint(tmp_path / LAST)
    net = build_net(checkpoint.config)
    net.load_state_dict(checkpoint.averaged)
    for mirrored, asked in ((False, net), (True, MirroredNet(net))):
        outputs = run_network(asked, made_data().validation_batches(8))
        card = release(tmp_path, {"made": made_data()}, "1", tmp_path / "net.onnx", mirrored=mirrored).card
        assert card.metrics["validation_made_pose_mae_deg"] == round(scores(outputs)["pose_mae_deg"], 4)
        assert card.temperature == round(emotion_temperature(outputs), 4)
