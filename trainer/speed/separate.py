"""The networks that people combine for emotion, pose and gender, with random weights: only their time is asked."""

import warnings
from pathlib import Path

import torch

from trainer.model.backbone import build_backbone

NETWORKS = {"emotion": "efficientnet_b0", "pose": "resnet50", "gender": "efficientnet_b0"}
"""A backbone for each answer; resnet50 computes about what RepVGG-B1g2 does, on which 6DRepNet stands."""

_SIDE_PX = 224


def write_separate(folder: Path) -> tuple[Path, ...]:
    """An ONNX file for each answer, `faces` float32 [1, 3, 224, 224] in, features out."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for answer, name in NETWORKS.items():
        torch.manual_seed(0)
        backbone = build_backbone(name).eval()
        files.append(folder / f"{answer}-{name}.onnx")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the exporter warns about its own internals
            faces = torch.zeros(1, 3, _SIDE_PX, _SIDE_PX)
            program = torch.onnx.export(backbone, (faces,), dynamo=True, input_names=["faces"], verbose=False)
        assert program is not None
        program.save(str(files[-1]), external_data=False)
    return tuple(files)
