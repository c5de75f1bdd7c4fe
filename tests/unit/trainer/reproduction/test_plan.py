"""From a grid to runs and their configurations."""

from dataclasses import replace
from pathlib import Path

import pytest

from trainer.config import TrainConfig
from trainer.reproduction.arms import Published, ReproductionError, merged
from trainer.reproduction.grid import Scale
from trainer.reproduction.grids import GRIDS, grid_named
from trainer.reproduction.plan import Choice, Job, choose, configuration, differences, jobs, needs
from trainer.tasks.perceptual import Perceptual

COUNTS = {"fer2013": 1000, "helen": 100, "utkface": 600, "muxspace_facial_expressions": 600}
WORK = Path("work")
FILES = {Published.IMAGENET: "resnet.safetensors", Published.FACERES: "faceres.json"}


def whole(name: str, **changes: object) -> Choice:
    choice = choose(name, Scale.SMALL, (), (1, 2), (), None, FILES)
    return replace(choice, **changes)  # type: ignore[arg-type]


def config(choice: Choice, job: Job) -> TrainConfig:
    return configuration(choice, job, WORK, COUNTS)


def test_tables_are_laid_over_each_other() -> None:
    below = {"a": 1, "b": {"c": 2, "d": 3}}
    assert merged(below, {"b": {"d": 4, "e": 5}}, {"a": {"f": 6}}) == {"a": {"f": 6}, "b": {"c": 2, "d": 4, "e": 5}}
    assert below == {"a": 1, "b": {"c": 2, "d": 3}}


@pytest.mark.parametrize("name", list(GRIDS))
@pytest.mark.parametrize("scale", list(Scale))
def test_every_run_of_every_grid_has_a_configuration(name: str, scale: Scale) -> None:
    choice = whole(name, scale=scale)
    for job in jobs(choice):
        made = config(choice, job)
        assert made.seed == job.seed
        assert made.steps == choice.length
        assert made.steps % made.validate_every < made.validate_every * 1.5


@pytest.mark.parametrize("name", list(GRIDS))
def test_every_arm_refers_to_arms_that_are_there_and_the_reference_is_measured(name: str) -> None:
    grid = grid_named(name)
    assert grid.arms[grid.reference].measured
    for arm in grid.arms.values():
        for other in filter(None, (*arm.needs(), arm.computes_like)):
            assert other in grid.arms


def test_a_run_comes_after_what_it_builds_on_and_seeds_come_one_after_the_other() -> None:
    order = jobs(whole("init"))
    for place, job in enumerate(order):
        assert all(order.index(needed) < place for needed in needs(job))
    assert [job.seed for job in order] == sorted(job.seed for job in order)
    assert len(set(order)) == len(order)


def test_one_arm_brings_what_it_needs() -> None:
    chosen = choose("init", Scale.SMALL, (0.2,), (1,), ("pretrained-weak",), None, {})
    assert [job.arm for job in jobs(chosen)] == ["pretraining-weak", "pretrained-weak"]
    pretrained = config(chosen, jobs(chosen)[1])
    assert pretrained.initial == str(WORK / "pretraining-weak-0.2-1" / "last.ckpt")
    assert pretrained.choose_by == "fer2013_emotion_accuracy"
    pretraining = config(chosen, jobs(chosen)[0])
    assert (pretraining.tasks.emotion, pretraining.choose_by) == (0.0, "")


def test_arms_of_a_part_differ_in_what_they_say_alone() -> None:
    choice = whole("low-data", parts=(0.2,), seeds=(3,))
    supervised = config(choice, Job("low-data", "supervised", 0.2, 3))
    puzzling = config(choice, Job("low-data", "puzzling", 0.2, 3))
    assert puzzling.tasks.puzzling.weight > 0
    without = replace(puzzling.tasks, puzzling=supervised.tasks.puzzling)
    assert replace(puzzling, tasks=without) == supervised
    assert supervised.sources["fer2013"].part == (0.0, 0.2)


def test_the_perceptual_encoder_is_that_of_the_same_seed_and_part() -> None:
    choice = whole("low-data")
    painting = config(choice, Job("low-data", "in-painting-perceptual", 0.05, 2)).tasks.in_painting
    assert painting.perceptual is Perceptual.ENCODER
    assert painting.perceptual_file == str(WORK / "supervised-0.05-2" / "best.ckpt")


def test_unlabelled_faces_are_the_rest_and_other_sets_by_their_numbers() -> None:
    choice = whole("low-data")
    sources = config(choice, Job("low-data", "both-unlabelled", 0.2, 1)).sources
    rest, utkface = sources["fer2013-rest"], sources["utkface"]
    assert (rest.part, rest.labels, rest.source) == ((0.2, 1.0), False, "fer2013")
    assert (rest.share, utkface.share) == (pytest.approx(0.4), pytest.approx(0.3))
    everything = config(choice, Job("low-data", "both-unlabelled", 1.0, 1)).sources
    assert "fer2013-rest" not in everything and everything["utkface"].share == pytest.approx(0.5)


def test_published_weights_are_the_files_that_were_given() -> None:
    recognised = config(whole("init"), Job("init", "recognised-weak", 0.2, 1))
    assert (recognised.initial, recognised.backbone) == ("faceres.json", "mobilenetv1_100")
    assert config(whole("init"), Job("init", "imagenet-weak", 0.2, 1)).initial == "resnet.safetensors"
    faces = config(whole("low-data"), Job("low-data", "in-painting-faces", 0.2, 1)).tasks.in_painting
    assert (faces.perceptual, faces.perceptual_file) == ("faceres", "faceres.json")
    assert "recognised" not in choose("low-data", Scale.SMALL, (), (1,), (), None, {}).arms


def test_a_record_names_runs_and_not_folders() -> None:
    plain = differences(whole("init"), Job("init", "pretrained-no", 0.2, 1), COUNTS)
    assert plain["initial"] == "pretraining-no-0.2-1/last.ckpt"


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(ReproductionError, match="no grid high-data; choose one of low-data"):
        choose("high-data", Scale.SMALL, (), (1,), (), None, {})
    with pytest.raises(ReproductionError, match="no arm imagenet-no here; choose from scratch-no"):
        choose("init", Scale.SMALL, (), (1,), ("imagenet-no",), None, {})
    with pytest.raises(ReproductionError, match="above 0 and up to 1"):
        choose("low-data", Scale.SMALL, (20,), (1,), (), None, {})
