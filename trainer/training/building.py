"""From a configuration to what is trained: the network, its tasks, and the weights it starts from."""

from collections.abc import Sequence
from pathlib import Path

from trainer.config import TaskSettings, TrainConfig
from trainer.data.cutout import Cutout
from trainer.model.backbone import Backbone, build_backbone
from trainer.model.batch_norm import ViewStatistics
from trainer.model.facenet import PIXEL_MEAN, PIXEL_SD, FaceNet
from trainer.model.faceres import load_faceres
from trainer.model.normalisation import norm_of
from trainer.model.pretrained import IMAGENET_MEAN, IMAGENET_SD, fold_normalisation, load_pretrained
from trainer.tasks.balance import Balance, FixedBalance, UncertaintyBalance
from trainer.tasks.distillation import DistillationSettings, DistillationTask, Teacher
from trainer.tasks.emotion import EmotionTask, balanced_weights, prior_offsets
from trainer.tasks.gender import GenderTask
from trainer.tasks.in_painting import InPainting, InPaintingSettings
from trainer.tasks.joint import Joint
from trainer.tasks.movements import MovementsTask
from trainer.tasks.perceptual import Perceptual, PerceptualLoss
from trainer.tasks.pose import PoseTask
from trainer.tasks.puzzling import Puzzling, Variant
from trainer.tasks.puzzling_rotation import PuzzlingRotation
from trainer.tasks.task import Pretext, Task
from trainer.tasks.tile_rotation import TileRotation
from trainer.training.checkpoint import Checkpoint, CheckpointError, load_checkpoint

_CHECKPOINT, _TENSORFLOW_JS = ".ckpt", ".json"


def build_net(config: TrainConfig) -> FaceNet:
    """The network with random weights. Raises BackboneError."""
    return FaceNet(build_backbone(config.backbone, config.widths, config.blocks, config.normalisation))


def build_joint(config: TrainConfig, emotion_counts: Sequence[float]) -> Joint:
    """Network, tasks and balance as configured; `emotion_counts` are the training pictures of the eight classes.

    Raises BackboneError, CheckpointError.
    """
    net = build_net(config)
    if config.initial:
        _start_from(net.backbone, Path(config.initial))
    tasks = _tasks(config, net.backbone, emotion_counts)
    balance: FixedBalance | UncertaintyBalance = FixedBalance()
    if config.tasks.balance is Balance.UNCERTAINTY:
        balance = UncertaintyBalance(tasks)
    how = config.augmentation
    cutout = Cutout(how.cutout, how.cutout_share, how.cutout_edge)
    return Joint(net, tasks, balance, _statistics(config.tasks), config.steps, cutout)


def _statistics(chosen: TaskSettings) -> ViewStatistics:
    """As chosen; but where no task sees whole faces, running statistics can only come from the views."""
    shuffled_only = chosen.puzzling.weight > 0 and chosen.puzzling.variant is Variant.SINGLE_IMAGE
    whole = chosen.pose or chosen.gender or chosen.movements.weight or (chosen.emotion and not shuffled_only)
    return chosen.statistics if whole else ViewStatistics.SHARED


def _tasks(config: TrainConfig, backbone: Backbone, emotion_counts: Sequence[float]) -> tuple[Task, ...]:
    """The tasks with a weight, the supervised ones first."""
    chosen = config.tasks
    pretexts = _pretexts(config, backbone)
    puzzling = next((pretext for pretext in pretexts if isinstance(pretext, Puzzling)), None)
    weights = balanced_weights(emotion_counts, chosen.class_weight_cap) if chosen.class_weights else None
    offsets = prior_offsets(emotion_counts, chosen.logit_adjustment) if chosen.logit_adjustment else None
    supervised: tuple[Task, ...] = (
        EmotionTask(chosen.emotion, weights, puzzling, chosen.label_smoothing, offsets),
        PoseTask(chosen.pose),
        GenderTask(chosen.gender),
    )
    weighed = tuple(task for task in supervised if task.weight_at(0.0) > 0)
    # made after the pretexts' modules, which so begin with the same weights, movements or not
    movements = (MovementsTask(chosen.movements, backbone.pooled),) if chosen.movements.weight else ()
    return (*weighed, *movements, *_taught(chosen.distillation), *pretexts)


def _pretexts(config: TrainConfig, backbone: Backbone) -> tuple[Pretext, ...]:
    chosen, features = config.tasks, backbone.pooled
    pretexts: list[Pretext] = []
    if chosen.puzzling.weight:
        pretexts.append(Puzzling(chosen.puzzling, features))
    if chosen.tile_rotation.weight:
        pretexts.append(TileRotation(chosen.tile_rotation, features))
    if chosen.puzzling_rotation.weight:
        pretexts.append(PuzzlingRotation(chosen.puzzling_rotation, features))
    if chosen.in_painting.weight:
        perceptual, norm = _perceptual(chosen.in_painting), norm_of(config.normalisation)
        pretexts.append(InPainting(chosen.in_painting, backbone.features, backbone.stride, perceptual, norm))
    return tuple(pretexts)


def _taught(settings: DistillationSettings) -> tuple[Task, ...]:
    if not settings.weight:
        return ()
    return (DistillationTask(settings, [_teacher(load_checkpoint(Path(path))) for path in settings.teachers]),)


def _teacher(checkpoint: Checkpoint) -> Teacher:
    return Teacher(_averaged(checkpoint), checkpoint.config.size_px)


def _averaged(checkpoint: Checkpoint) -> FaceNet:
    net = build_net(checkpoint.config)
    net.load_state_dict(checkpoint.averaged)
    return net


def _perceptual(settings: InPaintingSettings) -> PerceptualLoss | None:
    path = Path(settings.perceptual_file)
    match settings.perceptual:
        case Perceptual.NONE:
            return None
        case Perceptual.ENCODER:
            net = _averaged(load_checkpoint(path))
            return PerceptualLoss(net.backbone, (PIXEL_MEAN / 255,) * 3, (PIXEL_SD / 255,) * 3)
        case Perceptual.VGG16:
            backbone = build_backbone("vgg16")
            load_pretrained(backbone, path)
            return PerceptualLoss(backbone, IMAGENET_MEAN, IMAGENET_SD)
        case Perceptual.FACERES:
            backbone = build_backbone("mobilenetv1_100")
            load_faceres(backbone, path, PIXEL_MEAN, PIXEL_SD)
            return PerceptualLoss(backbone, (PIXEL_MEAN / 255,) * 3, (PIXEL_SD / 255,) * 3)


def has_folded_norms(config: TrainConfig) -> bool:
    """Whether the run starts from weights whose batch norms must be restored from faces."""
    return Path(config.initial).suffix == _TENSORFLOW_JS


def _start_from(backbone: Backbone, path: Path) -> None:
    """The averaged backbone of another run, or published weights."""
    if path.suffix == _TENSORFLOW_JS:
        load_faceres(backbone, path, PIXEL_MEAN, PIXEL_SD)
        return
    if path.suffix != _CHECKPOINT:
        load_pretrained(backbone, path)
        fold_normalisation(backbone, PIXEL_MEAN / 255, PIXEL_SD / 255)
        return
    other = _averaged(load_checkpoint(path))
    try:
        backbone.load_state_dict(other.backbone.state_dict())
    except RuntimeError as error:
        raise CheckpointError(f"{path} holds another backbone; give a run of the same backbone and widths.") from error
