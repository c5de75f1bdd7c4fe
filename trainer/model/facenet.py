"""The network: one encoder, three supervised heads."""

from dataclasses import dataclass

from torch import Tensor, nn

from trainer.model.heads import EmotionHead, GenderHead, PoseHead
from trainer.model.stages import Backbone

PIXEL_MEAN, PIXEL_SD = 0.5 * 255, 0.25 * 255


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """emotion: logits [n, 8]; rotation: matrices [n, 3, 3] in the crop; gender: logit [n] of female."""

    emotion: Tensor
    rotation: Tensor
    gender: Tensor


class FaceNet(nn.Module):
    """Faces uint8 or float [n, 3, px, px] in 0..255 to a Prediction."""

    def __init__(self, backbone: Backbone) -> None:
        super().__init__()
        self.backbone = backbone
        self.emotion = EmotionHead(backbone.pooled)
        self.pose = PoseHead(backbone.pooled)
        self.gender = GenderHead(backbone.pooled)

    def encode(self, faces: Tensor) -> Tensor:
        """The last feature map [n, features, side, side]."""
        features: Tensor = self.backbone((faces.float() - PIXEL_MEAN) / PIXEL_SD)
        return features

    def predict(self, feature_map: Tensor) -> Prediction:
        pooled = self.backbone.pool(feature_map)  # [n, pooled]; heads and losses stay in float32
        return Prediction(self.emotion(pooled), self.pose(pooled), self.gender(pooled))

    def forward(self, faces: Tensor) -> Prediction:
        return self.predict(self.encode(faces))
