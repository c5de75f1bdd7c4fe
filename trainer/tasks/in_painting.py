"""In-painting: paint what was hidden of a picture from what the encoder made of the rest.

Pourmirzaei et al., arXiv 2105.06421, name the task and its perceptual loss; the details are our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from trainer.model.decoder import Decoder
from trainer.model.normalisation import Norm
from trainer.tasks.image_quality import masked_psnr, masked_ssim
from trainer.tasks.look import Look
from trainer.tasks.masks import Mask, draw_masks
from trainer.tasks.perceptual import Perceptual, PerceptualLoss
from trainer.tasks.task import PaintedSample, Pretext, PretextSettings, mean_over_processes

_HIDDEN_WEIGHT = 6.0
_GREY = 127.5


@dataclass(frozen=True, slots=True)
class InPaintingSettings(PretextSettings):
    """`perceptual` names the frozen network that compares pictures and `perceptual_file` its weights: the checkpoint
    of an earlier run, VGG16's as a safetensors file, or `faceres.json`."""

    share: float = 0.5
    masks: Mask = Mask.EITHER
    perceptual: Perceptual = Perceptual.NONE
    perceptual_file: str = ""
    perceptual_weight: float = 0.1


class InPainting(Pretext):
    """Loss: L1 in which the hidden part weighs six times, and the perceptual loss where there is one."""

    name = "in_painting"
    regression = True

    def __init__(
        self,
        settings: InPaintingSettings,
        features: int,
        stride: int,
        perceptual: PerceptualLoss | None = None,
        norm: Norm = nn.BatchNorm2d,
    ) -> None:
        super().__init__()
        self.schedule = self.settings = settings
        self.decoder = Decoder(features, stride, norm)
        self._frozen = (perceptual,)  # in a tuple, so that it enters neither the optimiser nor checkpoints

    def loss(self, look: Look) -> Tensor:
        painted, faces, hidden = self.painted(look, self.settings.share)
        loss = hidden_l1(painted, faces, hidden)
        (perceptual,) = self._frozen
        if perceptual is not None:
            loss = loss + self.settings.perceptual_weight * look.autocast(perceptual, painted, faces)
        return loss

    def scores(self, look: Look) -> Mapping[str, Tensor]:
        """Peak signal to noise in dB and structural similarity, of the hidden part."""
        painted, faces, hidden = self.painted(look, share=1.0)
        filled = torch.where(hidden, painted, faces)
        return {"psnr_db": masked_psnr(filled, faces, hidden), "ssim": masked_ssim(filled, faces, hidden)}

    def sample(self, look: Look) -> PaintedSample:
        return self.painted(look, share=1.0)

    def painted(self, look: Look, share: float) -> PaintedSample:
        """A share of the batch's faces, hidden in part and painted."""
        rows = look.some_rows(share)
        faces = look.batch.faces[rows].float()
        size_px = faces.shape[-1]
        hidden = draw_masks(
            self.settings.masks, size_px, lambda name, count: look.draw(f"{self.name} {name}", rows, count)
        )
        view = look.changed(faces.masked_fill(hidden, _GREY), rows, self.name, whole=True)
        return PaintedSample(look.autocast(self.decoder, view.feature_map, size_px), faces / 255, hidden)


def hidden_l1(painted: Tensor, faces: Tensor, hidden: Tensor) -> Tensor:
    """Weighted mean of the absolute differences of [n, 3, px, px]; True in `hidden` [n, 1, px, px] weighs six."""
    weights = torch.where(hidden, _HIDDEN_WEIGHT, 1.0).expand_as(faces)
    return ((painted - faces).abs() * weights).sum() / mean_over_processes(weights.sum())
