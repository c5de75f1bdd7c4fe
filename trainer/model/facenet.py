"""The network: one encoder, three supervised heads."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor, nn

from trainer.model.backbone import ResNet
from trainer.model.heads import EmotionHead, GenderHead, PoseHead

_PIXEL_MEAN, _PIXEL_SD = 0.5 * 255, 0.25 * 255


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """emotion: logits [n, 8]; rotation: matrices [n, 3, 3] in the crop; gender: logit [n] of female."""

    emotion: Tensor
    rotation: Tensor
    gender: Tensor


class FaceNet(nn.Module):
    """Faces uint8 or float [n, 3, px, px] in 0..255 to a Prediction."""

    def __init__(self, widths: Sequence[int], blocks: Sequence[int]) -> None:
        super().__init__()
        self.backbone = ResNet(widths, blocks)
        features = self.backbone.features
        self.emotion = EmotionHead(features)
        self.pose = PoseHead(features)
        self.gender = GenderHead(features)

    def encode(self, faces: Tensor) -> Tensor:
        """The last feature map [n, features, side, side]."""
        features: Tensor = self.backbone((faces.float() - _PIXEL_MEAN) / _PIXEL_SD)
        return features

    def predict(self, feature_map: Tensor) -> Prediction:
        pooled = feature_map.float().mean((2, 3))  # [n, features]; heads and losses stay in float32
        return Prediction(self.emotion(pooled), self.pose(pooled), self.gender(pooled))

    def forward(self, faces: Tensor) -> Prediction:
        return self.predict(self.encode(faces))
