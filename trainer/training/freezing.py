"""When the first stages of the backbone stop to learn."""

from lightning.fabric import Fabric

from trainer.config import TrainConfig
from trainer.model.backbone import Backbone
from trainer.model.stages import BackboneError, StagedBackbone
from trainer.training.processes import ProcessesError


def refuse_unfreezable(backbone: Backbone, config: TrainConfig, fabric: Fabric) -> None:
    """Raises BackboneError and ProcessesError before the first step, for what would fail in the middle of the run."""
    if not config.frozen_stages:
        return
    if not isinstance(backbone, StagedBackbone) or config.frozen_stages > len(backbone.stages()):
        raise BackboneError(f"{config.backbone} has fewer stages to freeze than {config.frozen_stages}; take fewer.")
    if fabric.world_size > 1 and config.frozen_from:
        raise ProcessesError("Several processes cannot freeze stages in mid-run; set frozen_from = 0 or start one.")


def freeze_when_due(backbone: Backbone, config: TrainConfig, step: int) -> None:
    """Freeze the stages at the first step (from 1) after `frozen_from`, or of a run that goes on from a later one."""
    due = config.frozen_stages > 0 and step > config.frozen_from
    if due and isinstance(backbone, StagedBackbone) and not backbone.frozen:
        backbone.freeze(config.frozen_stages)
