"""`teach`: what networks say of training pictures goes into their labels by share; a network that answers by colour."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from app.domain.reading import Pose
from app.perception.crop import Crop, whole_picture
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.data.shards import read_shards, write_shards
from trainer.main import commands
from trainer.preparing.answered_labels import teach

VOTES = (0.0, 6.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0)
POSE = Pose(10.0, -5.0, 3.0)
MOVED = tuple(number / 64 for number in range(52))


def found(image: bytes, labels: Labels, role: Role = Role.TRAIN, crop: Crop | None = None) -> FoundPicture:
    crop = crop or whole_picture(12, 12)
    return FoundPicture(Picture("made", "a", role, image, labels), labels, crop, taught=True)


@pytest.fixture
def prepared(tmp_path: Path, coloured: Callable[..., bytes]) -> Path:
    """Two faces to train on of emotion 3 at 0.75, the first with labels for something else; one to validate on."""
    folder = tmp_path / "prepared"
    image = coloured(35, blue=51)  # emotion 3 with 0.75, female with 0.2
    labelled = Labels(VOTES, POSE, 1.0, movements=MOVED)
    write_shards([found(image, labelled), found(image, Labels())], folder, Role.TRAIN)
    write_shards([found(image, Labels(VOTES, POSE, 1.0), Role.VALIDATION)], folder, Role.VALIDATION)
    return folder


def test_labels_become_the_share_of_label_and_answer(prepared: Path, tmp_path: Path, colour_model: Path) -> None:
    done: list[int] = []
    assert teach(prepared, [colour_model], 0.25, tmp_path / "taught", done.append) == 2
    labelled, without = read_shards(tmp_path / "taught", Role.TRAIN)
    answer = np.full(8, 0.25 / 7)
    answer[3] = 0.75
    votes = np.array(VOTES) / 8
    assert labelled.labels.emotion == pytest.approx(0.75 * votes + 0.25 * answer, abs=1e-6)
    assert labelled.labels.female == pytest.approx(0.75 * 1.0 + 0.25 * 0.2)
    assert without.labels.emotion == pytest.approx(answer, abs=1e-6)
    assert without.labels.female == pytest.approx(0.2)
    assert labelled.labels.pose is not None
    assert labelled.labels.pose.angles_deg == pytest.approx(POSE.angles_deg)
    assert without.labels.pose is None
    assert (labelled.labels.movements, without.labels.movements) == (MOVED, None)
    assert done == [2]


def test_the_picture_its_crop_and_what_validates_stay(prepared: Path, tmp_path: Path, colour_model: Path) -> None:
    output = tmp_path / "taught"
    output.mkdir()
    (output / "validation-00007.parquet").write_bytes(b"of an earlier time")
    teach(prepared, [colour_model], 0.5, output, lambda _: None)
    before, after = list(read_shards(prepared, Role.TRAIN)), list(read_shards(output, Role.TRAIN))
    assert [each.picture.image for each in after] == [each.picture.image for each in before]
    assert [each.crop for each in after] == [each.crop for each in before]
    assert list(read_shards(output, Role.VALIDATION)) == list(read_shards(prepared, Role.VALIDATION))


def test_the_answer_is_the_mean_over_networks_mirror_images_and_the_crop(tmp_path: Path, colour_model: Path) -> None:
    """Red on the right of the crop alone: a network that saw one view only, or beyond the crop, would say else."""
    pixels = np.zeros((12, 24, 3), np.uint8)
    pixels[:, 12:] = (51, 128, 200)  # BGR, outside the crop
    pixels[:, :12] = (255, 128, 35)
    image = cv2.imencode(".png", pixels)[1].tobytes()
    folder = tmp_path / "prepared"
    write_shards([found(image, Labels(), crop=whole_picture(12, 12))], folder, Role.TRAIN)
    teach(folder, [colour_model, colour_model], 1.0, tmp_path / "taught", lambda _: None)
    (taught,) = read_shards(tmp_path / "taught", Role.TRAIN)
    assert taught.labels.emotion is not None
    assert taught.labels.emotion[3] == pytest.approx(0.75)
    assert sum(taught.labels.emotion) == pytest.approx(1.0, abs=1e-5)
    assert taught.labels.female == pytest.approx(1.0)


def test_the_command_and_the_folder_it_must_not_write_to(prepared: Path, tmp_path: Path, colour_model: Path) -> None:
    asked = ["teach", str(colour_model), "--data", str(prepared), "-o"]
    good = CliRunner().invoke(commands, [*asked, str(tmp_path / "taught")])
    assert good.exit_code == 0, good.output
    same = CliRunner().invoke(commands, [*asked, str(prepared)])
    assert same.exit_code == 2
    assert "choose another folder" in " ".join(same.output.split())
    (first, _) = read_shards(prepared, Role.TRAIN)
    assert first.labels.emotion == VOTES


def test_a_file_that_is_no_network_is_one_sentence(prepared: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no network")
    said = CliRunner().invoke(commands, ["teach", str(broken), "--data", str(prepared), "-o", str(tmp_path / "taught")])
    assert said.exit_code == 2
    assert "broken.onnx" in said.output
    assert "Traceback" not in said.output
    assert not (tmp_path / "taught").exists()
