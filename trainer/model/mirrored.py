"""A network that also looks into the mirror: the mean of what it says of a face and of its mirror image."""

import torch
from torch import Tensor, nn

from trainer.model.facenet import FaceNet, Prediction
from trainer.model.heads import rotation_from_6d


class MirroredNet(nn.Module):
    """Twice the arithmetic of the network inside; no angle is then read differently to the left than to the right.

    Logits are averaged. Of the matrices [n, 3, 3] the one of the mirror image is mirrored back, and their mean made a
    rotation again.
    """

    def __init__(self, net: FaceNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, faces: Tensor) -> Prediction:
        both: Prediction = self.net(torch.cat([faces, faces.flip(3)]))
        there, back = both.rotation.reshape(2, -1, 3, 3).unbind(0)
        mean = there + back * back.new_tensor([[1, -1, -1], [-1, 1, 1], [-1, 1, 1]])  # diag(-1, 1, 1) on both sides
        rotation = rotation_from_6d(torch.cat([mean[:, :, 0], mean[:, :, 1]], dim=1))
        emotion = both.emotion.reshape(2, -1, both.emotion.shape[1]).mean(0)
        return Prediction(emotion, rotation, both.gender.reshape(2, -1).mean(0))
