"""The named comparisons of `poise-train reproduce`: the paper's questions, asked of our data."""

from collections.abc import Container, Mapping
from types import MappingProxyType

from trainer.reproduction.arms import Arm, Figure, Plain, Published, ReproductionError, merged
from trainer.reproduction.grid import PAPER, Grid, GridText, Scale

EMOTION_ONLY = {"tasks": {"pose": 0.0, "gender": 0.0}}
POSE_ONLY = {"tasks": {"emotion": 0.0, "gender": 0.0, "pose": 1.0}}
GENDER_ONLY = {"tasks": {"emotion": 0.0, "pose": 0.0, "gender": 1.0}}
NOTHING_LABELLED = {"tasks": {"emotion": 0.0, "pose": 0.0, "gender": 0.0}}

PUZZLING = {"tasks": {"puzzling": {"weight": 0.1, "share": 0.5}}}
ROTATION = {"tasks": {"tile_rotation": {"weight": 0.1, "share": 0.5}}}
IN_PAINTING = {"tasks": {"in_painting": {"weight": 2.0, "share": 0.5}}}
PERCEPTUAL = merged(IN_PAINTING, {"tasks": {"in_painting": {"perceptual": "encoder"}}})
FACES_PERCEPTUAL = merged(IN_PAINTING, {"tasks": {"in_painting": {"perceptual": "faceres"}}})
MULTI_VIEW = {"tasks": {"puzzling": {"weight": 0.1, "variant": "multi-view"}}}
MOBILENET = {"backbone": "mobilenetv1_100", "size_px": 96, "learning_rate": 7e-4}
"""What the face-recognition features are of; at 48 px its last map would be two pixels wide."""

_MODERATE = {
    "augmentation": {
        "flip": 0.5,
        "scale": [0.9, 1.15],
        "shift": 0.06,
        "turn_deg": 12.0,
        "contrast": [0.7, 1.3],
        "brightness": 0.1,
        "tint": 0.0,
        "grey": 0.0,
        "blur": 0.0,
        "coarse": 0.0,
        "noise": 0.0,
        "cutout": 0.0,
    }
}
"""About what the detector's box jitters; chosen on validation accuracy of the supervised arm alone."""


def grid_named(name: str) -> Grid:
    """Raises ReproductionError for a name that is not known."""
    if name not in GRIDS:
        raise ReproductionError(f"There is no grid {name}; choose one of {', '.join(GRIDS)}.")
    return GRIDS[name]


def grid_text(name: str, command: str, files: Container[str] = ()) -> GridText:
    """What the page of a grid says beside its numbers; `files` are the published weights that its arms may need."""
    grid = grid_named(name)
    here = {
        arm: each for arm, each in grid.arms.items() if each.measured and all(file in files for file in each.files())
    }
    return GridText(
        name=name,
        title=grid.title,
        question=grid.question,
        differences_from_paper=grid.apart,
        reference=grid.reference,
        arms={arm: each.words for arm, each in here.items()},
        figure=grid.figure,
        command=command,
        equal_compute=next((name for name, arm in grid.arms.items() if arm.computes_like), ""),
    )


def _low_data() -> Grid:
    return Grid(
        title="Fewer labels: do puzzling and in-painting help?",
        question="One network with the emotion head alone is trained on a part of FER+'s labels, with and without "
        "self-supervised tasks beside it, for the same number of optimiser steps.",
        source="fer2013",
        measure="emotion_accuracy",
        figure=Figure.ACCURACY,
        reference="supervised",
        arms=_low_data_arms(),
        setting=merged(EMOTION_ONLY, _MODERATE),
        parts=(0.05, 0.2, 1.0),
        steps={Scale.SMALL: 1740, Scale.FULL: 6000},
        whole=1.0,
    )


def _low_data_arms() -> dict[str, Arm]:
    both = merged(PUZZLING, IN_PAINTING)
    return {
        "supervised": Arm("emotion alone"),
        "puzzling": Arm("and puzzling on a view of its own", PUZZLING),
        "in-painting": Arm("and in-painting, L1 loss", IN_PAINTING),
        "in-painting-perceptual": Arm(
            "and in-painting with a perceptual loss by the supervised arm's own encoder",
            PERCEPTUAL,
            perceived_by="supervised",
        ),
        "puzzling-multi-view": Arm("and puzzling at three scales, which the emotion head sees too", MULTI_VIEW),
        "in-painting-faces": Arm(
            "and in-painting with a perceptual loss by a face-recognition network",
            FACES_PERCEPTUAL,
            perceived_by=Published.FACERES,
        ),
        "both": Arm("and puzzling and in-painting (L1)", both),
        "recognised": Arm("emotion alone, from a face-recognition network", MOBILENET, starts_from=Published.FACERES),
        "recognised-both": Arm(
            "as both, from a face-recognition network", merged(both, MOBILENET), starts_from=Published.FACERES
        ),
        "both-unlabelled": Arm(
            "as both; as many unlabelled faces (the rest of FER+ train, UTKFace, muxspace) feed the two tasks",
            both,
            unlabelled=1.0,
        ),
        "pretraining": Arm(
            "puzzling and in-painting without any label, on all these faces",
            merged(NOTHING_LABELLED, both, {"batch": 64}),
            unlabelled=1.0,
            measured=False,
        ),
        "pretrained": Arm("emotion alone, after that self-supervised pre-training", starts_from="pretraining"),
        "pretrained-both": Arm("as both, after that self-supervised pre-training", both, starts_from="pretraining"),
        "equal-compute": Arm(
            "emotion alone, longer: the arithmetic of both, and of pretrained with what came before it",
            computes_like="both",
        ),
    }


def _init() -> Grid:
    return Grid(
        title="First weights: scratch, ImageNet, face recognition or self-supervised pre-training?",
        question="Does a network that first learned puzzling and in-painting on the same pictures, or comes from "
        "ImageNet or from recognising faces, read emotions better than one from random weights, and does the answer "
        "depend on augmentation?",
        source="fer2013",
        measure="emotion_accuracy",
        figure=Figure.ACCURACY,
        reference="scratch-weak",
        arms=_init_arms(),
        setting=EMOTION_ONLY,
        parts=(0.2,),
        steps={Scale.SMALL: 1740, Scale.FULL: 6000},
        whole=1.0,
    )


def _init_arms() -> dict[str, Arm]:
    arms: dict[str, Arm] = {}
    for level in ("no", "weak", "strong"):
        how: Plain = {"augmentation": level}
        pretexts = merged(PUZZLING, IN_PAINTING, how)
        arms |= {
            f"scratch-{level}": Arm(f"random first weights, {level} augmentation", how),
            f"imagenet-{level}": Arm(f"ImageNet's weights, {level} augmentation", how, starts_from=Published.IMAGENET),
            f"pretraining-{level}": Arm(
                "puzzling and in-painting without any label", merged(NOTHING_LABELLED, pretexts), measured=False
            ),
            f"pretrained-{level}": Arm(
                f"first weights from self-supervised pre-training of the same length, {level} augmentation",
                how,
                starts_from=f"pretraining-{level}",
            ),
            f"hmtl-{level}": Arm(f"both tasks beside emotion instead, {level} augmentation", pretexts),
            f"scratch-mobilenet-{level}": Arm(
                f"MobileNet v1, random first weights, {level} augmentation", merged(how, MOBILENET)
            ),
            f"recognised-{level}": Arm(
                f"MobileNet v1 from a face-recognition network, {level} augmentation",
                merged(how, MOBILENET),
                starts_from=Published.FACERES,
            ),
        }
    return arms


def _pose() -> Grid:
    turning = merged({"tasks": {"pose": 0.0}}, ROTATION)
    return Grid(
        title="Head pose: do puzzling and rotation pre-training help?",
        question="A network learns head pose alone from HELEN's fitted angles, with and without puzzling beside it, "
        "and from random weights or from tile-rotation pre-training on the same pictures.",
        source="helen",
        measure="pose_mae_deg",
        figure=Figure.ERROR_DEG,
        reference="supervised",
        arms={
            "supervised": Arm("pose alone"),
            "puzzling": Arm("and puzzling on a view of its own", PUZZLING),
            "rotating": Arm("tile rotation without any label", turning, measured=False),
            "rotation-pretrained": Arm("pose alone, from rotation pre-training", starts_from="rotating"),
            "rotation-pretrained-puzzling": Arm(
                "pose and puzzling, from rotation pre-training", PUZZLING, starts_from="rotating"
            ),
        },
        setting=POSE_ONLY,
        parts=(1.0,),
        steps={Scale.SMALL: 1000, Scale.FULL: 4000},
        apart=(
            "The paper's sequel trains on 300W-LP and tests on AFLW2000 and BIWI; we have 776 faces of HELEN with "
            "fitted angles within about 36 degrees.",
            *PAPER[1:],
        ),
    )


def _gender() -> Grid:
    return Grid(
        title="Gender: do puzzling and in-painting help?",
        question="A network learns gender alone from UTKFace, with and without self-supervised tasks beside it.",
        source="utkface",
        measure="gender_accuracy",
        figure=Figure.ACCURACY,
        reference="supervised",
        arms={
            "supervised": Arm("gender alone"),
            "puzzling": Arm("and puzzling on a view of its own", PUZZLING),
            "in-painting": Arm("and in-painting, L1 loss", IN_PAINTING),
            "both": Arm("and both", merged(PUZZLING, IN_PAINTING)),
        },
        setting=merged(GENDER_ONLY, _MODERATE),
        parts=(0.05, 0.2, 1.0),
        steps={Scale.SMALL: 1000, Scale.FULL: 4000},
        apart=("The paper's gender figures are from other sets; we have UTKFace, cut tight.", *PAPER[1:]),
    )


def _overfit() -> Grid:
    return Grid(
        title="Over-fitting: do self-supervised tasks hold it back?",
        question="With little augmentation and long training a network learns its training pictures by heart. How far "
        "do accuracy on training and on validation pictures drift apart, with and without HMTL?",
        source="fer2013",
        measure="emotion_accuracy",
        figure=Figure.ACCURACY,
        reference="supervised",
        arms={
            "supervised": Arm("emotion alone"),
            "puzzling": Arm("and puzzling on a view of its own", PUZZLING),
            "both": Arm("and puzzling and in-painting", merged(PUZZLING, IN_PAINTING)),
        },
        setting=merged(EMOTION_ONLY, {"augmentation": "no"}),
        parts=(0.2,),
        steps={Scale.SMALL: 1740, Scale.FULL: 6000},
        whole=1.0,
    )


def _smoke() -> Grid:
    """Everything that the larger grids do, in seconds for each run."""
    tiny = {"size_px": 24, "widths": [8, 16], "blocks": [1, 1], "batch": 16, "warmup_steps": 2, "precision": "32-true"}
    return Grid(
        title="Smoke: is everything in place?",
        question="A few steps of a tiny network; the figures mean nothing.",
        source="fer2013",
        measure="emotion_accuracy",
        figure=Figure.ACCURACY,
        reference="supervised",
        arms={
            "supervised": Arm("emotion alone"),
            "pretraining": Arm("puzzling alone", merged(NOTHING_LABELLED, PUZZLING), measured=False),
            "pretrained": Arm("emotion, from puzzling", starts_from="pretraining"),
            "both": Arm(
                "puzzling, and in-painting with a perceptual loss",
                merged(PUZZLING, PERCEPTUAL),
                perceived_by="supervised",
                unlabelled=0.5,
            ),
            "equal-compute": Arm("emotion alone, with the arithmetic of both", computes_like="both"),
        },
        setting=merged(EMOTION_ONLY, tiny),
        parts=(0.5,),
        steps={Scale.SMALL: 12, Scale.FULL: 12},
        whole=1.0,
        validations=2,
    )


GRIDS: Mapping[str, Grid] = MappingProxyType(
    {
        "low-data": _low_data(),
        "init": _init(),
        "pose": _pose(),
        "gender": _gender(),
        "overfit": _overfit(),
        "smoke": _smoke(),
    }
)
