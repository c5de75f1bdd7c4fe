"""From a run's folder to its page: load, look at validation faces, draw, write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from markupsafe import Markup

from trainer.atomic_file import atomic_file
from trainer.config import TrainConfig
from trainer.data.picture import DataError, FoundPicture
from trainer.data.validation_sets import validation_pictures
from trainer.failure import TrainerError
from trainer.run_report.curves import loss_section, validation_section
from trainer.run_report.emotion_plots import emotion_section
from trainer.run_report.figures import COLOURS_DARK, COLOURS_LIGHT
from trainer.run_report.gender_table import gender_section
from trainer.run_report.heading import heading
from trainer.run_report.history import read_history
from trainer.run_report.judged import Judged, emotion_answers, gender_answers, judge, pose_answers
from trainer.run_report.markup import Section, absent
from trainer.run_report.mistakes import mistakes_section
from trainer.run_report.pose_plots import pose_section
from trainer.run_report.samples import sample_batch, sample_section
from trainer.tasks.in_painting import InPaintingSettings
from trainer.tasks.joint import Joint
from trainer.templates.rendering import html_page
from trainer.training.building import build_joint
from trainer.training.checkpoint import LAST, Checkpoint, load_checkpoint

_SURFACES_LIGHT = {"page": "#ffffff", "panel": "#f5f6f8", "warn": "#b86e00"}
_SURFACES_DARK = {"page": "#15181c", "panel": "#1f242a", "warn": "#e69f00"}


def page(name: str, top: str, sections: Sequence[Section]) -> str:
    """The whole file; `top` is HTML, `name` the run's."""
    return html_page(
        "run_report.html.j2",
        name=name,
        top=Markup(top),
        sections=sections,
        light={**COLOURS_LIGHT, **_SURFACES_LIGHT},
        dark={**COLOURS_DARK, **_SURFACES_DARK},
    )


NAME = "report.html"
_LOOKED_AT = ("Emotion", "Head pose", "Gender", "Self-supervised samples", "Worst mistakes")


class ReportError(TrainerError):
    """The page cannot be written; the message is one sentence for the user."""


def make_report(run: Path, data: Path) -> Path:
    """Write report.html into the run's folder; of an unfinished run, as far as it got.

    Raises CheckpointError, DataError, ReportError.
    """
    checkpoint, history = load_checkpoint(run / LAST), read_history(run)
    joint = averaged_joint(checkpoint)
    judged, why = _judged(joint, data, checkpoint.config)
    history = history.of_tasks({task.name for task in joint.tasks})
    sections = [loss_section(history), validation_section(history), *_faces(joint, judged, why)]
    text = page(run.resolve().name, heading(checkpoint, history, judged), sections)
    path = run / NAME
    try:
        with atomic_file(path) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReportError(
            f"{path} cannot be written ({error}); free space and make it with `poise-train report`."
        ) from error
    return path


def averaged_joint(checkpoint: Checkpoint) -> Joint:
    """The averaged network with its tasks' own modules; files that only training needs are not asked for."""
    config = checkpoint.config
    painting = config.tasks.in_painting
    plain = InPaintingSettings()
    painting = replace(painting, perceptual=plain.perceptual, perceptual_file=plain.perceptual_file)
    config = replace(config, initial="", tasks=replace(config.tasks, in_painting=painting))
    joint = build_joint(config, (1.0,) * 8)
    joint.load(checkpoint.averaged, checkpoint.averaged_auxiliary)
    return joint.requires_grad_(False).eval()


def _judged(joint: Joint, data: Path, config: TrainConfig) -> tuple[Judged | None, str]:
    """The answers on validation faces, or the sentence that says why there are none."""
    try:
        pictures: Mapping[str, Sequence[FoundPicture]] = validation_pictures(data)
    except DataError as error:
        return None, str(error)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    judged = judge(joint.net.to(device), pictures, config.size_px)
    joint.cpu()
    return judged, f"{data} holds no validation pictures."


def _faces(joint: Joint, judged: Judged | None, why: str) -> list[Section]:
    """Everything that is seen on faces."""
    if judged is None:
        return [absent(name, f"Left out: {why}") for name in _LOOKED_AT]
    trained = {task.name for task in joint.tasks}
    heads: dict[str, tuple[str, Callable[[], Section]]] = {
        "emotion": ("Emotion", lambda: emotion_section(emotion_answers(judged))),
        "pose": ("Head pose", lambda: pose_section(pose_answers(judged), judged)),
        "gender": ("Gender", lambda: gender_section(gender_answers(judged), judged)),
    }
    sections = [
        make() if task in trained else absent(name, f"The run does not train {name.lower()}.")
        for task, (name, make) in heads.items()
    ]
    samples = sample_section(joint, sample_batch(judged.outputs.batch))
    return [*sections, samples, mistakes_section(judged, trained)]
